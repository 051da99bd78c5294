# managed by edgestack: db.backup
# The copy elsewhere: read by db-backup, which has what is not explained here.

# Nothing else than restic sees the secrets, neither by its environment nor by its arguments.
copier() (
  export "${secrets[@]}"
  exec ${limit:+timeout -k 10 "$limit"} restic --quiet --cache-dir "${restic_cache:-/var/cache/edgestack-restic}" "${restic_options[@]}" -r "$repository" "$@"
)

# Makes it when it was never there; one that is there and does not open is never written over. It is looked at without a lock: one that a power cut has left would be in the way of
# its own removal.
open_repository() {
  # By itself it would try for a quarter of an hour.
  local said id known=$folder/state/repository limit=180
  [ -n "$repository" ] || return 0
  if ! said=$(copier --no-lock cat config 2>&1 >"$known.new"); then
    [[ $said == *'Is there a repository'* ]] || fail "the repository $repository does not open: $said"
    [ "$(sed -n 1p "$known" 2>/dev/null)" != "$repository" ] || fail "the repository $repository was there before, and is not there now: $said (when it is lost for good, \`rm $known\` lets a new one be made)"
    copier init >&2 || fail "the repository $repository neither opens nor can be made: $said"
    copier --no-lock cat config >"$known.new"
  fi
  id=$(jq -r .id "$known.new")
  [ "$(sed -n 1p "$known" 2>/dev/null)" != "$repository" ] || [ "$(sed -n 2p "$known")" = "$id" ] || [ "$(wc -l <"$known")" = 1 ] || fail "at $repository there is another repository than before (when that is right, \`rm $known\`)"
  printf '%s\n%s\n' "$repository" "$id" >"$known.new"
  mv -- "$known.new" "$known"
  copier unlock
}

# Everything that is whole, under one name. The newest dump has succeeded then.
copy() {
  if [ -n "$repository" ]; then
    open_repository
    copier backup --host "$host" --tag edgestack-db --exclude "$folder/dumps/.new.*" --exclude "$folder/logs/*/*.new" --exclude "$folder/state/*.new" --exclude "$folder/.fetched.*" --exclude "$folder/.test.*" -- "$folder" >&2 || fail "the copy to $repository could not be made"
    touch -- "$folder/state/copied"
  fi
  [ -z "$(newest)" ] || cp -- "$folder/dumps/$(newest)/manifest.json" "$folder/state/succeeded"
}

# What the copy has of older dumps goes. Room is made by the trial, once a week: that takes long.
forget() {
  [ -z "$repository" ] || copier forget --host "$host" --tag edgestack-db --group-by host,tags --keep-last 1 --keep-daily "$keep_daily" --keep-weekly "$keep_weekly" --keep-monthly "$keep_monthly" >&2
}

# HOST: the newest copies under that name first, as `SNAPSHOT FOLDER`. One from a time when the clock was ahead is none.
snapshots() {
  copier snapshots --json --host "$1" --tag edgestack-db | jq -r --arg now "$(date +%FT%TZ)" '[.[]? | select(.time[0:19] <= $now[0:19])] | sort_by(.time) | reverse[] | "\(.short_id) \(.paths[0])"'
}

# Everything that the newest copy with a dump in it has. `dumps` comes last: without it, all is fetched again.
fetch() {
  local there part one place others found listing
  open_repository
  found=$(snapshots "$host")
  while read -r one place; do
    [ -n "$one" ] || continue
    [ -n "$one" ] || continue
    listing=$(copier ls "$one" "$place/dumps" --recursive) || fail "the copy $one in $repository cannot be read"
    [[ $listing == */manifest.json* ]] || continue
    there=$(mktemp -d "$folder/.fetched.XXXXXXXX")
    scratch+=("$there")
    printf 'fetching what the copy in %s has …\n' "$repository" >&2
    copier restore "$one" --target "$there" >&2 || fail "the copy $one in $repository cannot be restored"
    for part in "$there$place"/logs/*; do [ -e "$folder/logs/${part##*/}" ] || mv -- "$part" "$folder/logs/"; done
    sync -f -- "$folder"
    rm -rf -- "$folder/dumps"
    mv -- "$there$place/dumps" "$folder/dumps"
    sync -- "$folder"
    return
  done <<<"$found"
  [ -n "$found" ] || [ "$(copier snapshots --json --host "$host" --tag edgestack-db | jq length)" = 0 ] || fail "all copies of $host are from the future: is the clock right?"
  others=$(copier snapshots --json --tag edgestack-db | jq -r '[.[]?.hostname] | unique | join(", ")')
  [ -z "$others" ] || [ "$others" = "$host" ] || printf 'the repository %s has nothing of %s, but of %s: with that name for the node, `edgestack db restore` would bring it back\n' "$repository" "$host" "$others" >&2
}

# ID PLACE: that dump with its logs, from the copy, below PLACE: what a host that was lost would have.
borrow() {
  local id=$1 one from data found
  data=$(data_of)
  # None is there yet when nothing was logged since.
  [ -d "$folder/logs/$data" ] || data=
  if [ -z "$repository" ]; then
    mkdir -p -- "$2$folder/dumps" "$2$folder/logs"
    cp -al -- "$folder/dumps/$1" "$2$folder/dumps/"
    [ -z "$data" ] || cp -al -- "$folder/logs/$data" "$2$folder/logs/"
    return
  fi
  open_repository
  found=$(snapshots "$host")
  read -r one from <<<"$found"
  [ -n "$one" ] || fail "the copy in $repository has nothing of $host"
  copier restore "$one" --target "$2" --include "$from/dumps/$1" ${data:+--include "$from/logs/$data"} >&2 || fail "the copy $one in $repository cannot be restored"
  [ "$from" = "$folder" ] || { mkdir -p -- "$2${folder%/*}"; mv -- "$2$from" "$2$folder"; }
  [ -e "$2$folder/dumps/$1/manifest.json" ] || fail "the copy in $repository has not the dump $1"
}
