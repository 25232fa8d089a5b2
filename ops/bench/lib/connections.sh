# Sourced by ops/bench/run: what connections cost that say next to nothing, and what a change costs that concerns one
# of them. Drivers are shared out among accounts, each with robots of its own, so that a change concerns few.
# shellcheck shell=bash

CONNECTIONS="500 2000 8000"
CONNECTED_ACCOUNTS=50
CHANGES=20
IDLE_SECONDS=10

# Milliseconds of CPU that the relay has used.
relay_cpu_ms() {
  awk -v tick="$(getconf CLK_TCK)" '{ print ($14 + $15) * 1000 / tick }' "/proc/$RELAY_PID/stat"
}

wall_ms() {
  date +%s%3N
}

token_of() {
  printf '{"username":"%s","password":"%s"}' "$1" "$(cat "$RELAY_DATA/password")" |
    ask_relay --header 'Content-Type: application/json' --data @- "$RELAY_URL/api/login" |
    sed -n 's/.*"token":"\([^"]*\)".*/\1/p' > "$RELAY_DATA/token-$1"
  [[ -s "$RELAY_DATA/token-$1" ]] || fail "the relay gave no token for the account $1"
}

ask_as() {
  local account="$1"
  shift
  ask_relay --header "Authorization: Bearer $(cat "$RELAY_DATA/token-$account")" --header 'Content-Type: application/json' "$@" > "$WORK/answer" ||
    fail "the relay refused: $(cat "$WORK/answer")"
}

# An account each, with so many robots of its own and one more.
add_owner() {
  local account="$1" robots="$2" i
  ask_as bench --data "{\"name\":\"$account\",\"password\":\"$(cat "$RELAY_DATA/password")\"}" "$RELAY_URL/api/accounts"
  token_of "$account"
  for ((i = 0; i <= robots; i++)); do
    printf 'next\nurl = "%s/api/robot/register"\nheader = "Authorization: Bearer %s"\n' "$RELAY_URL" "$(cat "$RELAY_DATA/token-$account")"
    printf 'header = "Content-Type: application/json"\nsilent\nfail\n'
    printf 'data = "{\\"name\\":\\"%s %s\\",\\"type\\":\\"tank\\",\\"robot_id\\":\\"%s-%s\\"}"\n' "$account" "$i" "$account" "$i"
  done | sed 1d > "$RELAY_DATA/requests"
  curl --config "$RELAY_DATA/requests" | sed 's/}/}\n/g' |
    sed -n 's/.*"robot_id":"\([^"]*\)".*"api_key":"\([^"]*\)".*/\1 \2/p' > "$RELAY_DATA/robots-$account"
  [[ "$(wc -l < "$RELAY_DATA/robots-$account")" == $((robots + 1)) ]] || fail "not all robots of $account were registered"
}

# hold NAME PAIRS ACCOUNT ROBOTS: that many pairs stay until their pipe is closed, which is told in HELD.
hold() {
  local name="$1" pairs="$2" account="$3" robots="$4" fifo
  fifo="$WORK/hold-$name"
  mkfifo "$fifo"
  : > "$WORK/hold-$name.log"
  setsid --wait setpriv --pdeathsig TERM taskset -c "$LOAD_CORE" "$LOAD" --server relay --port "$RELAY_PORT" --server-pid "$RELAY_PID" \
    --token "$RELAY_DATA/token-$account" --robots "$robots" --idle --pairs "$pairs" < "$fifo" > "$WORK/hold-$name.log" 2>&1 &
  HOLDER_PID=$!
  exec {HELD}> "$fifo"
  until grep -q ready "$WORK/hold-$name.log"; do
    is_alive "$HOLDER_PID" || fail "the idle pairs of $account could not connect: $(tail -n 3 "$WORK/hold-$name.log")"
    sleep 0.05
  done
  rm "$fifo"
}

# one_comes_and_goes I: a robot of the first account, and its driver.
one_comes_and_goes() {
  sleep 1.1 # a start's number is the second in which it happens
  hold "one-$1" 1 owner-1 "$RELAY_DATA/spare"
  exec {HELD}>&-
  wait "$HOLDER_PID" || true
}

# one_grant I: of one robot to an account that is connected, and back.
one_grant() {
  ask_as owner-2 --request PUT --data '{"role":"driver"}' "$RELAY_URL/api/robots/owner-2-0/grants/owner-3"
  ask_as owner-2 --request DELETE "$RELAY_URL/api/robots/owner-2-0/grants/owner-3"
}

# cpu_of COMMAND: milliseconds of the relay's CPU for one of CHANGES runs, beyond what idling costs meanwhile.
cpu_of() {
  local cpu wall i
  cpu="$(relay_cpu_ms)"
  wall="$(wall_ms)"
  for ((i = 0; i < CHANGES; i++)); do
    "$1" "$i"
  done
  sleep 1 # what it causes may come a moment later
  node -e 'const [before, after, from, to, idle, runs] = process.argv.slice(1).map(Number);
    console.log(Math.max(0, (after - before - idle * (to - from)) / runs).toFixed(2));' \
    "$cpu" "$(relay_cpu_ms)" "$wall" "$(wall_ms)" "$IDLE_SHARE" "$CHANGES"
}

# Share of a core, the median of three windows.
idle_share() {
  local i cpu wall
  for i in 1 2 3; do
    cpu="$(relay_cpu_ms)"
    wall="$(wall_ms)"
    sleep "$IDLE_SECONDS"
    node -e 'const [before, after, from, to] = process.argv.slice(1).map(Number); console.log((after - before) / (to - from));' \
      "$cpu" "$(relay_cpu_ms)" "$wall" "$(wall_ms)"
  done | sort -n | sed -n 2p
}

connections() {
  local count pairs each i held=() came granted
  for count in $CONNECTIONS; do
    stop_children
    MOST_PAIRS=0
    pairs=$((count / 2))
    each=$((pairs / CONNECTED_ACCOUNTS))
    say "a relay with $count idle connections of $CONNECTED_ACCOUNTS accounts"
    JAVA_OPTIONS="-Xms1g -Xmx1g -XX:+UseSerialGC" start_relay 1
    mv "$TOKEN" "$RELAY_DATA/token-bench"
    held=()
    for ((i = 1; i <= CONNECTED_ACCOUNTS; i++)); do
      add_owner "owner-$i" "$each"
      tail -n 1 "$RELAY_DATA/robots-owner-$i" > "$RELAY_DATA/spare-$i"
      hold "$count-$i" "$each" "owner-$i" "$RELAY_DATA/robots-owner-$i"
      held+=("$HELD")
    done
    mv "$RELAY_DATA/spare-1" "$RELAY_DATA/spare"
    token_of owner-1
    token_of owner-2
    sleep 10 # lists of robots and the like are sent
    IDLE_SHARE="$(idle_share)"
    came="$(cpu_of one_comes_and_goes)"
    granted="$(cpu_of one_grant)"
    for i in "${held[@]}"; do
      exec {i}>&-
    done
    node -e 'const [connections, accounts, idle, came, granted] = process.argv.slice(1).map(Number);
      console.log(JSON.stringify({ connections, accounts, idle_share: idle, came_and_went_ms: came, granted_ms: granted }));' \
      "$count" "$CONNECTED_ACCOUNTS" "$IDLE_SHARE" "$came" "$granted" > "$RESULTS/connections-$count.json"
    cat "$RESULTS/connections-$count.json" >&2
    stop_children
  done
}
