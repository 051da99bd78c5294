# managed by edgestack: db.backup
# The way back: read by db-backup, which has what is not explained here.

# The copies of binary logs behind the dump: that which was written at its moment, and those that follow. None when that one is gone.
following() {
  local place first log number=
  first=$(manifest '.log.file // empty')
  [ -n "$first" ] || return 0
  place=$folder/logs/$(data_of)
  [ -e "$place/$first" ] || return 0
  for log in "$place"/*[0-9]; do
    [[ ! ${log##*/} < $first ]] || continue
    [ -z "$number" ] || [ $((10#${log##*.})) = $((number + 1)) ] || fail "of the binary logs behind the dump $id number $((number + 1)) is missing in $place"
    number=$((10#${log##*.}))
    printf '%s\n' "$log"
  done
}

# There is something behind the dump, and nothing of it is missing.
unbroken() { local files; files=$(following 2>/dev/null) && [ -n "$files" ]; }

# Whether what was written since can be brought back: there is a dump of this data.
based() {
  local id data
  data=$(data_name)
  for id in $(ids); do [ "$(data_of)" != "$data" ] || ! unbroken || return 0; done
  return 1
}

# TO FROM NAME
choose() {
  local id='' one
  if [ -n "$2" ]; then
    [[ $2 =~ ^[0-9TZ]+$ ]] && [ -e "$folder/dumps/$2/manifest.json" ] || fail "there is no dump $2: \`edgestack db list\` shows what there is"
    id=$2
  else
    if [ -z "$1" ]; then
      id=$(newest)
      [ -z "$id" ] || not_empty
    else
      for one in $(ids); do [ "$(jq .finished "$folder/dumps/$one/manifest.json")" -le "$1" ] && id=$one || :; done
    fi
    [ -z "$id" ] || with_logs
    [ -n "$id" ] || fail "there is no dump${1:+ from before that time} in $folder${repository:+, nor in $repository}: \`edgestack db list\` shows what there is"
  fi
  [ -z "$1" ] || [ "$(manifest .finished)" -le "$1" ] || fail "the dump $id is from after that time"
  local to=$1 logs=0
  if [ -z "$to" ]; then
    to=dump
    [ -n "$2" ] || [ "$keeps_logs" != 1 ] || to=end
  fi
  [ "$to" = dump ] || logs=$(following | wc -l)
  # Behind the dump it may have been made.
  [ -z "$3" ] || [ "$logs" != 0 ] || [ -n "$(jq -r --arg name "$3" '.databases[] | select(.name == $name).file' "$folder/dumps/$id/manifest.json")" ] || fail "the database '$3' is not in the dump $id, which has $(manifest '[.databases[].name] | join(", ")')"
  [ -z "$1" ] || reach "$1"
  jq -n --arg id "$id" --arg to "$to" --argjson logs "$logs" --argjson finished "$(manifest .finished)" --arg now "$(databases)" \
    '{id: $id, finished: $finished, to: $to, logs: $logs, now: ($now | split("\n") | map(select(. != "")))}'
}

# A server that was set up anew is dumped too: the newest dump is not what somebody means who has lost a disk.
not_empty() {
  local now newest=$id end
  now=$(data_name)
  [ "$(data_of)" = "$now" ] && ! grep -qx "$now" "$folder/state/continued" 2>/dev/null || return 0
  for id in $(ids | tac); do
    [ "$(data_of)" != "$now" ] || continue
    end=$(end_of "$(following | tail -n 1)")
    fail "the dump $newest was made of this server since it was set up anew; the last one from before is $id. Say which you mean: --from $newest --to $(moment "$(date +%s)"), or --from $id${end:+ --to $(moment $((end + 1))) for it and all behind it}"
  done
  id=$newest
}

# Behind one that changes went through nothing can be applied; behind an older one of the same data it can.
with_logs() {
  local one best=$id of good=
  of=$(data_of)
  for one in $(ids); do
    id=$one
    [[ $one > $best ]] || [ "$(data_of)" != "$of" ] || ! unbroken || good=$one
  done
  id=${good:-$best}
}

# LOG: the moment of the last that stands in it; empty without one.
end_of() {
  local end
  [ -n "$1" ] || return 0
  end=$(mariadb-binlog --no-defaults -- "$1" | sed -nE 's/^#([0-9]{6} +[0-9:]+) server id .*/20\1/p' | tail -n 1)
  date -d "$end" +%s
}

# TO: the binary logs behind the dump go as far as that. Those of the server that runs were closed just now.
reach() {
  local last end
  last=$(following | tail -n 1)
  [ -n "$last" ] || fail "the binary logs behind the dump $id are not there; \`edgestack db restore --from $id\` brings back the dump alone, which is from $(moment "$(manifest .finished)")"
  if [ "$keeps_logs" = 1 ] && [ "$(data_of)" = "$(data_name)" ]; then return; fi
  end=$(end_of "$last")
  [ $((end + 1)) -ge "$1" ] || fail "the binary logs behind the dump $id end at $(moment "$end"): no later moment can be brought back"
}

# As `--to` takes it.
moment() { date -d "@$1" +%FT%TZ; }

# TO: every file that is needed is what it was when it was written.
check() {
  (cd -- "$folder/dumps/$id" && jq -r '[.users, .databases[], (.databases[].views // empty)][] | "\(.sha256)  \(.file)"' manifest.json | sha256sum -c --quiet --strict >&2) || fail "the dump $id is damaged; \`edgestack db restore --from ID\` takes another"
  [ "$1" != dump ] || return 0
  following >/dev/null
  events "$1" >/dev/null || fail "the binary logs behind the dump $id are damaged; \`--to\` a moment before that, or \`--from $id\` for the dump alone"
}

# FILE [OPTION...]: of the dump, into a server.
load() { local file=$1; shift; zstd -dcq -- "$folder/dumps/$id/$file" | sql "$@" || fail "$file of the dump $id cannot be loaded"; }

# [OPTION...]: the accounts. A right to a table, column or routine stays with the account when that is dropped, and cannot be given again: it is left out.
load_accounts() {
  local said
  said=$(zstd -dcq -- "$folder/dumps/$id/users.sql.zst" | sql --force "$@" 2>&1 >/dev/null) || :
  ! grep '^ERROR' <<<"$said" | grep -vE '^ERROR (1146|1054|1305) ' >&2 || fail "users.sql.zst of the dump $id cannot be loaded"
}

# TO: what was written since the dump, as SQL.
events() {
  local until=() logs
  logs=$(following) || return
  [ -n "$logs" ] || return 0
  mapfile -t logs <<<"$logs"
  [ "$1" = end ] || until=(--stop-datetime="$(date -d "@$1" '+%F %T')")
  mariadb-binlog --no-defaults --verify-binlog-checksum --loose-skip-gtid-strict-mode --start-position="$(manifest .log.position)" "${until[@]}" -- "${logs[@]}"
}

# TO [OPTION...]: the same, into a server that has the dump.
replay() { local to=$1; shift; events "$to" | sql --binary-mode "$@" || fail "the binary logs could not be applied to the end"; }

# TO [OPTION...]: the whole dump and what came behind it, into a server; its accounts and databases go before. Accounts come behind the databases, since they may have rights to a table or
# a routine, and before views and logs, which may name them. FOREIGN_KEY_CHECKS: one database may refer to another.
load_all() {
  local to=$1 file drop
  shift
  drop=$(sql "$@" -e 'SELECT CONCAT("DROP ", IF(is_role = "Y", "ROLE ", "USER "), QUOTE(User), IF(is_role = "Y", "", CONCAT("@", QUOTE(Host))), ";") FROM mysql.user WHERE User != "PUBLIC" AND NOT (Host = "localhost" AND User IN ("root", "mysql", "mariadb.sys"))')
  sql "$@" <<<"$drop"
  # Nobody can come in again; who is in would hold up what follows.
  disconnect "$@"
  # shellcheck disable=SC2016 # backquotes of SQL
  drop=$(sql "$@" -e 'SELECT CONCAT("DROP DATABASE `", REPLACE(SCHEMA_NAME, "`", "``"), "`;") FROM information_schema.SCHEMATA WHERE SCHEMA_NAME NOT IN ('"$own"')')
  sql "$@" <<<"SET foreign_key_checks = 0; $drop"
  for file in $(manifest '.databases[].file'); do load "$file" "$@"; done
  load_accounts "$@"
  for file in $(manifest '(.databases[].views // empty).file'); do load "$file" "$@"; done
  [ "$to" = dump ] || replay "$to" "$@"
  # Whoever came in by an account that was back.
  disconnect "$@"
}

# [OPTION...]: ends every connection that is not the server's own: one of root's may hold a lock too.
disconnect() {
  sql "$@" -e "SELECT CONCAT('KILL ', ID, ';') FROM information_schema.PROCESSLIST WHERE ID != CONNECTION_ID() AND USER NOT IN ('system user', 'event_scheduler')" | sql --force "$@" 2>/dev/null || :
}

# NAME: the server that is used takes statements of any length; when all is replaced, nobody else writes to it. What it was lies in a file: when we are killed, the next one puts it back.
set_aside() {
  local was=$folder/state/put-back.sql
  if [ ! -e "$was" ]; then
    {
      sql -e "SELECT CONCAT('SET GLOBAL max_allowed_packet = ', @@GLOBAL.max_allowed_packet, ';')"
      [ -n "$1" ] || sql -e "SELECT CONCAT('SET GLOBAL read_only = ', @@GLOBAL.read_only, ';'), IF(@@GLOBAL.event_scheduler = 'ON', 'SET GLOBAL event_scheduler = ON;', '')"
    } >"$was.new"
    sync -- "$was.new"
    mv -- "$was.new" "$was"
  fi
  aside=1
  sql -e 'SET GLOBAL max_allowed_packet = 1073741824'
  [ -z "$1" ] || return 0
  [ "$(sql -e 'SELECT @@GLOBAL.event_scheduler')" != ON ] || sql -e 'SET GLOBAL event_scheduler = OFF'
  # It waits for those who hold a lock.
  disconnect
  sql -e 'SET GLOBAL read_only = ON'
}

# Not while the server has half of what it is to become: nobody is to write to that, also when it was started anew.
put_back() {
  if [ -e "$folder/state/half" ]; then
    printf 'the server has half of what it is to become: only root writes to it until `edgestack db restore` has come to its end\n' >&2
    sql --force -e 'SET GLOBAL read_only = ON; SET GLOBAL event_scheduler = OFF'
    return
  fi
  [ ! -e "$folder/state/put-back.sql" ] || { sql <"$folder/state/put-back.sql" && rm -- "$folder/state/put-back.sql"; }
}

# A server of its own, without a port, that goes with this script; $socket leads to it.
throwaway() {
  local place needs has plugins
  needs=$(sql -e 'SELECT COALESCE(SUM(DATA_LENGTH + INDEX_LENGTH), 0) DIV 800000 FROM information_schema.TABLES') has=$(df -Pm -- "$workshop" | awk 'NR == 2 { print $4 }')
  [ "$has" -ge "$needs" ] || fail "a second server would need $needs MiB in $workshop, and $has are left"
  # What accounts log in with must be there too.
  mapfile -t plugins < <(sql -e "SELECT DISTINCT CONCAT('--plugin-load-add=', PLUGIN_LIBRARY) FROM information_schema.PLUGINS WHERE PLUGIN_LIBRARY IS NOT NULL AND PLUGIN_STATUS = 'ACTIVE'")
  place=$(mktemp -d "$workshop/.test.XXXXXXXX")
  scratch+=("$place")
  chown mysql -- "$place"
  mariadb-install-db --no-defaults --user=mysql --datadir="$place/data" --auth-root-authentication-method=socket --skip-test-db >"$place/said" 2>&1 || { cat "$place/said" >&2; fail "no server could be set up to restore into ($(room))"; }
  socket=$place/s
  mariadbd --no-defaults --user=mysql --datadir="$place/data" --socket="$socket" --pid-file="$place/pid" --skip-networking --innodb-buffer-pool-size=64M --innodb-flush-log-at-trx-commit=0 \
    --performance-schema=OFF --max-allowed-packet=1G "${plugins[@]}" >"$place/said" 2>&1 8>&- 9>&- &
  server=$!
  local tries=0
  until mariadb-admin --no-defaults --socket="$socket" ping >/dev/null 2>&1; do
    kill -0 "$server" 2>/dev/null && [ $((++tries)) -lt 480 ] || { tail -n 20 "$place/said" >&2; fail "the server to restore into does not start"; }
    sleep 0.25
  done
}

# ID TO NAME
restore() {
  local id=$1 to=$2 name=$3 file brought options
  check "$to"
  # Without a dump with the logs behind it, what is replaced would be lost.
  if ! [ -e "$folder/state/half" ] && ! [ -e "$folder/state/let-go" ] && [ -n "$(databases)" ] && ! { [ "$keeps_logs" = 1 ] && based; }; then
    printf 'what is there is dumped first; when it is too damaged for that: touch %s\n' "$folder/state/let-go" >&2
    dump
  fi
  if [ -z "$name" ]; then
    set_aside ''
    printf '%s since %s\n' "$id" "$(date '+%F %T UTC')" >"$folder/state/half"
    sync -- "$folder/state/half"
    load_all "$to"
    rm -- "$folder/state/half"
    continues
    rm -f -- "$folder/state/let-go"
  elif [ "$to" = dump ]; then
    set_aside "$name"
    replace "$name"
    for file in $(jq -r --arg name "$name" '.databases[] | select(.name == $name) | .file, (.views // empty).file' "$folder/dumps/$id/manifest.json"); do load "$file"; done
  else
    # Elsewhere and whole: a statement of the logs may name a database from within another. What is used is replaced when all that it becomes is there.
    throwaway
    load_all "$to" --socket="$socket"
    [ -n "$(sql --socket="$socket" -e "SELECT 1 FROM information_schema.SCHEMATA WHERE BINARY SCHEMA_NAME = CAST(x'$(printf %s "$name" | od -An -v -tx1 | tr -d ' \n')' AS CHAR CHARACTER SET utf8mb4)")" ] ||
      fail "there was no database '$name' at that time: there were $(sql --socket="$socket" -e "SELECT GROUP_CONCAT(SCHEMA_NAME SEPARATOR ', ') FROM information_schema.SCHEMATA WHERE SCHEMA_NAME NOT IN ($own)")"
    brought=$(mktemp "$folder/.test.XXXXXXXX")
    scratch+=("$brought")
    peculiar --socket="$socket"
    mariadb-dump --no-defaults --default-character-set=utf8mb4 --max-allowed-packet=1G --socket="$socket" --routines --events --triggers --hex-blob --no-autocommit "${options[@]}" --databases -- "$name" | zstd -q >"$brought" &&
      zstd -dcq -- "$brought" | tail -n 1 | grep -q '^-- Dump completed' || fail "$name as it was then could not be written ($(room)); nothing was replaced"
    set_aside "$name"
    replace "$name"
    zstd -dcq -- "$brought" | sql || fail "$name could not be brought over"
  fi
}

replace() { sql <<<"SET foreign_key_checks = 0; DROP DATABASE IF EXISTS \`${1//\`/\`\`}\`;"; }

# What the newest dump gives, as it is in the copy, against what its manifest says. Others wait only for its way from there.
test_newest() {
  local id place started=$SECONDS error
  flock -n 8 || fail "another trial is running"
  id=$(newest)
  [ -n "$id" ] || fail "there is no dump to be tested"
  place=$(mktemp -d "$folder/.test.XXXXXXXX")
  scratch+=("$place")
  if error=$( (borrow "$id" "$place") 2>&1 >/dev/null); then
    exec 9>&-
    # A process of its own: its server goes with it.
    if error=$("$BASH" "$0" try "$id" "$place" 2>&1 >/dev/null); then error=; else error=${error:-it failed}; fi
  fi
  error=${error:0:4000}
  jq -n --arg id "$id" --argjson at "$(date +%s)" --argjson seconds $((SECONDS - started)) --arg error "$error" '{id: $id, at: $at, seconds: $seconds, error: (if $error == "" then null else $error end)}' >"$folder/state/tested.json.new"
  mv -- "$folder/state/tested.json.new" "$folder/state/tested.json"
  [ -n "$error" ] || touch -- "$folder/state/restored"
  lock_again
  metrics
  [ -z "$repository" ] || copier prune >&2 || printf 'no room could be made in %s\n' "$repository" >&2
  [ -z "$error" ] || fail "the dump $id does not pass: $error"
}

# ID PLACE: below which the dump and its logs lie.
try() {
  local id=$1 counts wrong said to=dump
  folder=$2$folder
  [ "$keeps_logs" != 1 ] || [ "$(manifest .log)" = null ] || to=end
  check "$to"
  [ "$to" = dump ] || unbroken || fail "its binary logs are not there: nothing that was written since could be brought back"
  throwaway
  load_all dump --socket="$socket"
  counts=$(manifest '.databases[] | .name as $of | .tables[] | select(.rows != null) | "SELECT JSON_OBJECT(\u0027of\u0027, \($of | tojson), \u0027table\u0027, \(.name | tojson), \u0027rows\u0027, COUNT(*)) FROM `\($of | gsub("`"; "``"))`.`\(.name | gsub("`"; "``"))`\(if .history then " FOR SYSTEM_TIME ALL" else "" end);"')
  wrong=$(sql --socket="$socket" <<<"SET sql_mode = ''; $counts" | jq -rs --slurpfile manifest "$folder/dumps/$id/manifest.json" \
    '. as $now | $manifest[0].databases[] | .name as $of | .tables[] | .name as $table | .rows as $rows | $now[] | select(.of == $of and .table == $table and .rows != $rows) | "\($of).\($table) has \(.rows) rows, and should have \($rows)"')
  [ -z "$wrong" ] || fail "$wrong"
  said=$(mariadb-check --no-defaults --socket="$socket" --all-databases --silent 2>&1) || fail "$said"
  # Engines that cannot be checked are named with a note behind them.
  said=$(awk '/^note *: The storage engine for the table doesn.t support check/ { held = ""; next } { if (held != "") print held; held = $0 } END { if (held != "") print held }' <<<"$said")
  [ -z "$said" ] || fail "$said"
  [ "$to" = dump ] || replay "$to" --socket="$socket"
}
