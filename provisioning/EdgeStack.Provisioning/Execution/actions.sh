# What the actions of a step are made of (ActionScript.cs writes the calls). POSIX sh, under `set -eu`.
# Set before: run, the run's name; es_log, where the journal is. Standard input has the contents of the files, one behind the other.
es_home=/var/lib/edgestack
es_kept="$es_home/backup/$run"

# Durable: what a power cut leaves is what was said.
es_journal() {
  mkdir -p "$es_home"
  printf '%s\n' "$1" >>"$es_home/journal.jsonl"
  sync "$es_home/journal.jsonl"
}

# At the end of the step: a failure is in the journal and on the way back. Set before: es_failed, the journal's line; es_now, which action it is.
es_leave() {
  es_code=$?
  [ "$es_code" != 0 ] || return 0
  es_journal "$es_failed"
  printf 'failed %s %s\n' "$es_now" "$es_code" >&3
  exit 90
}

# UNIT SECONDS SCRIPT: runs the script after so long unless the unit is stopped.
es_revert_after() {
  mkdir -p "$es_home/revert"
  printf '%s\n' "$3" >"$es_home/revert/$1.sh"
  systemd-run -q --unit="$1" --description="Takes back what might lock an operator out" --on-active="$2" --timer-property=AccuracySec=1s /bin/sh "$es_home/revert/$1.sh"
}

# Keeps a file as the run found it, once; or that there was none.
es_keep() {
  [ ! -e "$es_kept$1" ] && [ ! -e "$es_kept$1.was-absent" ] || return 0
  mkdir -p "$(dirname -- "$es_kept$1")"
  if [ -e "$1" ]; then cp -a -- "$1" "$es_kept$1.part" && mv -- "$es_kept$1.part" "$es_kept$1"; else : >"$es_kept$1.was-absent"; fi
}

# PATH OWNER MODE SIZE CHECK; owner and mode may be empty.
es_write() {
  es_path=$(readlink -f -- "$1") || es_path=$1
  es_folder=$(dirname -- "$es_path")
  [ -d "$es_folder" ] || (umask 022; mkdir -p -- "$es_folder")
  rm -f -- "$es_folder"/.edgestack.????????
  es_new=$(mktemp "$es_folder/.edgestack.XXXXXXXX")
  head -c "$4" >"$es_new"
  [ "$(stat -c %s -- "$es_new")" = "$4" ] || { echo "$es_path: only a part of it arrived" >&2; return 1; }
  [ -z "$2" ] || chown -- "$2" "$es_new"
  [ -z "$3" ] || chmod -- "$3" "$es_new"
  if [ -n "$5" ] && ! sh -c "$5" check "$es_new" >&2; then rm -f -- "$es_new"; echo "$es_path: the new file does not pass its check; the old one stays" >&2; return 1; fi
  es_keep "$es_path"
  sync -- "$es_new"
  mv -f -- "$es_new" "$es_path"
  sync -- "$es_folder"
}

# PATH
es_remove() {
  es_keep "$1"
  rm -f -- "$1"
}

# All that dpkg knows anything of, also what was removed and left its configuration.
es_packages() {
  dpkg-query -W -f='${Package} ${db:Status-Status}\n' | sed -n '/ not-installed$/d; s/ .*//p' | sort
}

es_digest() {
  printf %s "$1" | sha256sum | cut -c1-16
}

# NAME...
es_install() {
  es_list="$es_kept.packages.$(es_digest "$*")"
  mkdir -p "$(dirname "$es_list")"
  [ -e "$es_list.before" ] || { es_packages >"$es_list.new" && mv "$es_list.new" "$es_list.before"; }
  # The index is fetched when it is older than a day, or does not know a package.
  if [ -z "$(find /var/lib/apt/lists -maxdepth 1 -name '*_Packages*' -mmin -1440 2>/dev/null | head -n 1)" ] || ! apt-cache show --no-all-versions -- "$@" >/dev/null 2>&1; then
    apt-get -o DPkg::Lock::Timeout=300 update -q >&2
  fi
  apt-get -o DPkg::Lock::Timeout=300 -o Dpkg::Options::=--force-confold -o Dpkg::Options::=--force-confdef install -q -y --no-install-recommends -- "$@" >&2
  es_packages >"$es_list.after"
}

# Finishes what was interrupted.
es_finish_packages() {
  dpkg --force-confold --configure -a >&2
  apt-get -o DPkg::Lock::Timeout=300 -f install -q -y >&2
}

# UNIT STAMP VERB
es_start() {
  systemctl daemon-reload
  systemctl unmask -q -- "$1" >&2 || :
  systemctl enable -q -- "$1" >&2 || :
  if systemctl is-active -q -- "$1"; then systemctl "$3" -- "$1" >&2; else systemctl start -- "$1" >&2; fi || {
    echo "$1 does not start:" >&2
    journalctl -u "$1" -n 20 -o cat --no-pager >&2 || :
    return 1
  }
  mkdir -p "$es_home/started"
  printf '%s\n' "$2" >"$es_home/started/.new" && mv "$es_home/started/.new" "$es_home/started/$1"
}

# UNIT
es_stop() {
  rm -f "$es_home/started/$1"
  systemctl disable -q --now -- "$1" >&2
}

# PATH: puts back what the run found.
es_restore() {
  if [ -e "$es_kept$1" ]; then cp -a -- "$es_kept$1" "$1.edgestack-old" && mv -f -- "$1.edgestack-old" "$1"
  elif [ -e "$es_kept$1.was-absent" ]; then rm -f -- "$1"; fi
}

# UNIT ENABLED ACTIVE
es_reset() {
  systemctl daemon-reload
  rm -f "$es_home/started/$1"
  if [ "$2" = 1 ]; then systemctl enable -q -- "$1" >&2 || :; else systemctl disable -q -- "$1" >&2 || :; fi
  if [ "$3" = 1 ]; then systemctl restart -- "$1" >&2; else systemctl stop -- "$1" >&2 || :; fi
}

# VERB NAME...: with those that came along, as the lists say that es_install made; without lists nothing was begun.
es_remove_packages() {
  es_verb=$1
  shift
  es_list="$es_kept.packages.$(es_digest "$*")"
  [ -e "$es_list.before" ] || return 0
  [ -e "$es_list.after" ] || es_packages >"$es_list.after"
  es_added=$(comm -13 "$es_list.before" "$es_list.after")
  # shellcheck disable=SC2086 # names of packages
  [ -z "$es_added" ] || apt-get -o DPkg::Lock::Timeout=300 "$es_verb" -q -y -- $es_added >&2
  rm -f "$es_list.before" "$es_list.after"
}
