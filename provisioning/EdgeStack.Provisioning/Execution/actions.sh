# What the actions of a step are made of (ActionScript.cs writes the calls). POSIX sh, under `set -eu`.
# Set before: run, the run's name; es_log, where the journal is. Standard input has the contents of the files, one behind the other.
es_home=/var/lib/edgestack
es_kept="$es_home/backup/$run"

# Durable: what a power cut leaves is what was said.
es_journal() {
  mkdir -p "$es_home"
  # A line that was cut off must not take the next one along.
  [ ! -s "$es_home/journal.jsonl" ] || [ -z "$(tail -c 1 "$es_home/journal.jsonl")" ] || echo >>"$es_home/journal.jsonl"
  # Through cat: the shell's own printf does not say why it cannot write.
  printf '%s\n' "$1" | cat >>"$es_home/journal.jsonl"
  sync "$es_home/journal.jsonl"
}

# At the end of the step: a failure is in the journal and on the way back. Set before: es_failed, the journal's line; es_now, which action it is, less than 0 for the journal itself; es_revert,
# the unit that takes the step back, once there is one: half of what might lock somebody out is not left for two minutes.
es_leave() {
  es_code=$?
  [ "$es_code" != 0 ] || return 0
  # On a full disk there is no journal either, and the operator is told all the same.
  es_journal "$es_failed" || :
  [ -z "$es_revert" ] || systemctl start "$es_revert.service" >&2 || :
  printf 'failed %s %s\n' "$es_now" "$es_code" >&3
  exit 90
}

# UNIT SECONDS SCRIPT: runs the script after so long unless the unit is forgotten before. On the disk, and started at each boot: whoever is locked out pulls the plug first.
es_revert_after() {
  if systemctl is-active -q "$1.timer"; then
    systemctl start "$1.service" >&2 || :
    echo "an attempt before this one was never confirmed; it has been taken back now, so look again" >&2
    return 1
  fi
  es_units=/etc/systemd/system
  mkdir -p "$es_home/revert"
  printf '%s\n' "$3" >"$es_home/revert/$1.sh"
  printf '[Unit]\nDescription=Takes back what might lock an operator out\n[Service]\nType=oneshot\nExecStart=/bin/sh %s\n' "$es_home/revert/$1.sh" >"$es_units/$1.service"
  printf '[Unit]\nDescription=Takes back what might lock an operator out\n[Timer]\nOnActiveSec=%s\nAccuracySec=1s\n[Install]\nWantedBy=timers.target\n' "$2" >"$es_units/$1.timer"
  sync "$es_home/revert/$1.sh" "$es_units/$1.service" "$es_units/$1.timer"
  systemctl daemon-reload
  systemctl enable -q --now "$1.timer"
  es_revert=$1
}

# UNIT: it was confirmed, or has done its work.
es_revert_forget() {
  systemctl disable -q --now "$1.timer" >&2 || :
  rm -f "/etc/systemd/system/$1.timer" "/etc/systemd/system/$1.service" "$es_home/revert/$1.sh"
  systemctl daemon-reload
}

# Keeps a file as the run found it, once; or that there was none.
es_keep() {
  [ ! -e "$es_kept$1" ] && [ ! -e "$es_kept$1.was-absent" ] || return 0
  mkdir -p "$(dirname -- "$es_kept$1")"
  if [ -e "$1" ]; then cp -a -- "$1" "$es_kept$1.part" && sync -- "$es_kept$1.part" && mv -- "$es_kept$1.part" "$es_kept$1"; else : >"$es_kept$1.was-absent"; fi
  sync -- "$(dirname -- "$es_kept$1")"
}

# PATH: what is in a file, or that there is none.
es_state() {
  if [ -e "$1" ]; then sha256sum <"$1" | cut -c1-64; else echo absent; fi
}

# PATH NEW: notes what is left there, for es_edited. The file may be a secret, and a digest tells who can guess: root alone reads it.
es_note() {
  (umask 077; es_state "$2" >"$es_kept$1.left")
}

# PATH: says it when somebody else has changed it since. What was not begun, or is taken back already, is as the run found it.
es_edited() {
  es_path=$(es_real "$1")
  [ -e "$es_kept$es_path.left" ] || return 0
  es_is=$(es_state "$es_path")
  [ "$es_is" != "$(cat "$es_kept$es_path.left")" ] || return 0
  [ "$es_is" != "$(es_state "$es_kept$es_path")" ] || return 0
  printf '%s\n' "$es_path"
}

# PATH: where a link leads; the path itself when there is nothing.
es_real() {
  readlink -f -- "$1" || printf '%s\n' "$1"
}

# PATH OWNER MODE SIZE CHECK; owner and mode may be empty.
es_write() {
  es_path=$(es_real "$1")
  es_folder=$(dirname -- "$es_path")
  [ -d "$es_folder" ] || (umask 022; mkdir -p -- "$es_folder")
  rm -f -- "$es_folder"/.edgestack.????????
  es_new=$(mktemp "$es_folder/.edgestack.XXXXXXXX")
  head -c "$4" >"$es_new" || { rm -f -- "$es_new"; return 1; }
  [ "$(stat -c %s -- "$es_new")" = "$4" ] || { echo "$es_path: only a part of it arrived" >&2; return 1; }
  [ -z "$2" ] || chown -- "$2" "$es_new"
  [ -z "$3" ] || chmod -- "$3" "$es_new"
  if [ -n "$5" ] && ! sh -c "$5" check "$es_new" >&2; then rm -f -- "$es_new"; echo "$es_path: the new file does not pass its check; the old one stays" >&2; return 1; fi
  es_keep "$es_path"
  es_note "$es_path" "$es_new"
  sync -- "$es_new"
  mv -f -- "$es_new" "$es_path"
  sync -- "$es_folder"
}

# PATH
es_remove() {
  es_path=$(es_real "$1")
  es_keep "$es_path"
  es_note "$es_path" /nowhere
  rm -f -- "$es_path"
}

es_digest() {
  printf %s "$1" | sha256sum | cut -c1-16
}

# NAME...
es_install() {
  # The index is fetched when it is older than a day, or does not know a package.
  if [ -z "$(find /var/lib/apt/lists -maxdepth 1 -name '*_Packages*' -mmin -1440 2>/dev/null | head -n 1)" ] || ! apt-cache show --no-all-versions -- "$@" >/dev/null 2>&1; then
    apt-get -o DPkg::Lock::Timeout=300 update -q >&2
  fi
  # What comes new with them, for the way back: "Inst NAME (…)"; an older version would stand between brackets before.
  es_list="$es_kept.packages.$(es_digest "$*")"
  mkdir -p "$(dirname "$es_list")"
  apt-get -s install -q -y --no-install-recommends -- "$@" >"$es_list.said"
  { [ ! -e "$es_list" ] || cat "$es_list"; sed -n 's/^Inst \([^ ]*\) (.*/\1/p' "$es_list.said"; } | sort -u >"$es_list.new"
  sync "$es_list.new"
  mv "$es_list.new" "$es_list"
  rm "$es_list.said"
  apt-get -o DPkg::Lock::Timeout=300 -o Dpkg::Options::=--force-confold -o Dpkg::Options::=--force-confdef install -q -y --no-install-recommends -- "$@" >&2
}

# Finishes what was interrupted. Or what goes on still, which looks the same: apt waits for the lock (the first updates after a boot, a run that was cut off), dpkg does not.
es_finish_packages() {
  es_try=0
  until
    apt-get -o DPkg::Lock::Timeout=300 check -q >&2 || :
    dpkg --force-confold --configure -a >&2
  do
    # Whoever has it takes it anew for each package.
    es_try=$((es_try + 1))
    [ "$es_try" -lt 5 ] || return 1
  done
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

# PATH: puts back what the run found, once. With es_spare set it can be done again, until es_forget.
es_restore() {
  es_path=$(es_real "$1")
  if [ -e "$es_kept$es_path" ]; then cp -a -- "$es_kept$es_path" "$es_path.edgestack-old" && sync -- "$es_path.edgestack-old" && mv -f -- "$es_path.edgestack-old" "$es_path"
  elif [ -e "$es_kept$es_path.was-absent" ]; then rm -f -- "$es_path"; fi
  [ -n "${es_spare-}" ] || es_forget "$1"
}

# PATH: it is taken back for good.
es_forget() {
  es_path=$(es_real "$1")
  rm -f -- "$es_kept$es_path" "$es_kept$es_path.was-absent" "$es_kept$es_path.left"
}

# UNIT: notes how it is, and with which configuration it was started, for es_reset_kept.
es_keep_unit() {
  es_enabled=0 es_active=0
  ! systemctl is-enabled -q -- "$1" || es_enabled=1
  ! systemctl is-active -q -- "$1" || es_active=1
  mkdir -p "$es_kept"
  printf '%s %s %s\n' "$es_enabled" "$es_active" "$(cat "$es_home/started/$1" 2>/dev/null || :)" >"$es_kept/.unit.$1"
  sync "$es_kept/.unit.$1"
}

# UNIT: as it was.
es_reset_kept() {
  read -r es_enabled es_active es_stamp <"$es_kept/.unit.$1"
  es_reset "$1" "$es_enabled" "$es_active"
  [ -z "$es_stamp" ] || printf '%s\n' "$es_stamp" >"$es_home/started/$1"
}

# UNIT ENABLED ACTIVE
es_reset() {
  systemctl daemon-reload
  rm -f "$es_home/started/$1"
  if [ "$2" = 1 ]; then systemctl enable -q -- "$1" >&2 || :; else systemctl disable -q -- "$1" >&2 || :; fi
  if [ "$3" = 1 ]; then systemctl restart -- "$1" >&2; else systemctl stop -- "$1" >&2 || :; fi
}

# VERB NAME...: with those that came new along with them, and nothing else; without a list nothing was begun.
es_remove_packages() {
  es_verb=$1
  shift
  es_list="$es_kept.packages.$(es_digest "$*")"
  [ -e "$es_list" ] || return 0
  dpkg-query -W -f='${Package} ${db:Status-Status}\n' | sed -n '/ not-installed$/d; s/ .*//p' | sort >"$es_list.there"
  es_added=$(comm -12 "$es_list" "$es_list.there")
  rm "$es_list.there"
  if [ -n "$es_added" ]; then
    # shellcheck disable=SC2086 # names of packages
    apt-get -s "$es_verb" -q -y -- $es_added >"$es_list.said"
    es_others=$(sed -n 's/^\(Remv\|Purg\) \([^ ]*\) .*/\2/p' "$es_list.said" | sort -u | comm -23 - "$es_list")
    rm "$es_list.said"
    if [ -n "$es_others" ]; then
      printf 'something that was installed since needs them: %s\n' "$(echo "$es_others" | tr '\n' ' ')" >&2
      return 1
    fi
    # shellcheck disable=SC2086 # names of packages
    apt-get -o DPkg::Lock::Timeout=300 "$es_verb" -q -y -- $es_added >&2
  fi
  rm -f "$es_list"
}
