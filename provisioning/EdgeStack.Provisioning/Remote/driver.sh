# Runs the scripts that arrive on standard input, and answers each on standard output. POSIX sh. Its head is written by RemoteDriver.cs, which
# sets: mark (random, so that no script's output can be taken for an answer).
# The lock is ClusterLock.cs's.
# A frame in is a line `run ID LIMIT SCRIPT INPUT` with as many bytes behind it as the last two say, or a line `beat`.
# A frame out is a line `MARK ID EXIT OUTPUT ERROR` with as many bytes behind it.
# Bytes are counted, not escaped: `head -c` takes exactly so many from a pipe.
umask 077
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C DEBIAN_FRONTEND=noninteractive
EDGESTACK_MARK=$mark
export PATH LC_ALL DEBIAN_FRONTEND EDGESTACK_MARK
# A folder in memory: scripts may say what a database is called, and their input may be a secret.
dir=$(mktemp -d /run/edgestack.XXXXXXXX) || exit 70
worker=
lock=/run/lock/edgestack.d
# A script that runs is not ended when the operator's line breaks: half an apt is worse than a whole one. It has its own limit.
leave() {
  [ -z "$worker" ] || wait "$worker"
  [ ! -f "$lock/$mark" ] || rm -rf "$lock"
  rm -rf "$dir"
}
trap leave EXIT
trap 'exit 0' HUP TERM
work() {
  timeout -k 10 "$2" sh "$dir/script" <"$dir/input" >"$dir/out" 2>"$dir/err"
  rc=$?
  rm -f "$dir/script" "$dir/input"
  head -c 4194304 "$dir/out" >"$dir/out.sent"
  tail -c 65536 "$dir/err" >"$dir/err.sent"
  printf '%s %s %s %s %s\n' "$mark" "$1" "$rc" "$(stat -c %s "$dir/out.sent")" "$(stat -c %s "$dir/err.sent")"
  cat "$dir/out.sent" "$dir/err.sent"
  rm -f "$dir/out" "$dir/err" "$dir/out.sent" "$dir/err.sent"
}
printf '%s ready %s\n' "$mark" "$$"
while IFS=' ' read -r kind id limit script input; do
  case $kind in
    run)
      [ -z "$worker" ] || wait "$worker"
      head -c "$script" >"$dir/script"
      head -c "$input" >"$dir/input"
      work "$id" "$limit" &
      worker=$!
      # Whoever wants the lock later sees that somebody still works.
      [ ! -f "$lock/$mark" ] || echo "$worker" >"$lock/worker"
      ;;
    beat)
      # Seconds since the boot: no clock that is set can make a lock look old.
      if [ -f "$lock/$mark" ]; then cut -d. -f1 /proc/uptime >"$lock/beat.new" && mv "$lock/beat.new" "$lock/beat"; fi
      ;;
    *) exit 71 ;;
  esac
done
