# Sourced by ops/bench/run: builds the generator, starts the two servers on their core, and what a relay wants first.
# shellcheck shell=bash

BENCH_BUILD="$ROOT/ops/bench/target/release"
LOAD="$BENCH_BUILD/bench-load"
FORWARDER="$BENCH_BUILD/bench-forwarder"

build_bench() {
  local hash
  hash="$(content_hash ops/bench transports/protocol/c)"
  if ! stamp_is bench "$hash" || [[ ! -x "$LOAD" || ! -x "$FORWARDER" ]]; then
    need_c
    say "building the load generator"
    {
      cmake -S "$ROOT/ops/bench" -B "$BENCH_BUILD" -DCMAKE_BUILD_TYPE=Release &&
        cmake --build "$BENCH_BUILD" --target bench-load bench-forwarder --parallel 2
    } < /dev/null > "$CACHE/bench-build.log" 2>&1 || {
      tail -n 30 "$CACHE/bench-build.log" >&2
      fail "the load generator could not be built; .cache/bench-build.log says why"
    }
    set_stamp bench "$hash"
  fi
  (
    cd "$ROOT/ops/bench"
    [[ node_modules/.package-lock.json -nt package-lock.json ]] || npm ci --silent --no-audit --no-fund
  ) < /dev/null >&2 || fail "the histogram library could not be installed (npm ci in ops/bench)"
}

# The first two cores this process may use: one for the server, one for the generator.
place_on_cores() {
  local cores
  cores="$(taskset -cp $$ | sed 's/.*: //' | tr ',' '\n' | while IFS=- read -r from to; do seq "$from" "${to:-$from}"; done)"
  SERVER_CORE="$(sed -n 1p <<< "$cores")"
  LOAD_CORE="$(sed -n 2p <<< "$cores")"
  if [[ -z "$LOAD_CORE" ]]; then
    [[ -n "$QUICK" ]] || fail "there is only one core: the generator would measure itself"
    LOAD_CORE="$SERVER_CORE"
  fi
}

# Sets RAISED, what a command is prefixed with to run at NICE. Where the scheduler groups sessions (autogroup), a nice
# value counts only within its session: the session, which is the command's own, is raised too.
may_raise() {
  RAISED=()
  [[ "$NICE" != 0 ]] || return 0
  [[ -z "$(nice -n "$NICE" true 2>&1)" ]] || return 1
  # shellcheck disable=SC2016
  RAISED=(bash -c '[[ ! -w /proc/self/autogroup ]] || echo "$0" > /proc/self/autogroup; exec nice -n "$0" "$@"' "$NICE")
}

# A port that nobody listens on now.
free_port() {
  local port
  for _ in $(seq 50); do
    port=$((20000 + RANDOM % 10000))
    if ! port_is_taken "$port"; then
      printf '%s\n' "$port"
      return
    fi
  done
  fail "found no free port between 20000 and 29999"
}

# await_server NAME COMMAND...: until it succeeds.
await_server() {
  local name="$1" left
  shift
  for ((left = 600; left > 0; left--)); do
    "$@" > /dev/null 2>&1 && return
    [[ -z "$(ended_child)" ]] || break
    sleep 0.1
  done
  tail -n 15 "$WORK/$name.log" >&2 || true
  fail "the $name did not start; the lines above are the end of its log"
}

start_forwarder() {
  FORWARDER_PORT="$(free_port)"
  start_child forwarder "${RAISED[@]}" taskset -c "$SERVER_CORE" "$FORWARDER" "$FORWARDER_PORT" < /dev/null > "$WORK/forwarder.log" 2>&1
  FORWARDER_PID="${CHILD_PIDS[-1]}"
  await_server forwarder grep -q ready "$WORK/forwarder.log"
}

ask_relay() {
  curl --silent --fail --max-time 10 "$@"
}

# start_relay ROBOTS [JVM OPTION...]: with an empty store, an administrator and that many robots.
start_relay() {
  local robots="$1" data options
  shift
  read -r -a options <<< "$JAVA_OPTIONS"
  data="$(mktemp -d -p "$WORK")"
  RELAY_PORT="$(free_port)"
  RELAY_URL="http://127.0.0.1:$RELAY_PORT"
  head -c 15 /dev/urandom | base64 | tr '+/' '-_' > "$data/password"
  cat > "$data/relay.yaml" << END
listen:
  addresses: ["127.0.0.1"]
  port: $RELAY_PORT
  event_loops: 1
tls:
  enabled: false
login:
  totp_required_for: none
limits:
  exempt_loopback: true
robots:
  users_may_register: true
  most_of_account: 10000
metrics:
  port: 0
data:
  directory: "$data/relay"
END
  "$JAVA" -XX:TieredStopAtLevel=1 -jar "$RELAY_JAR" --config "$data/relay.yaml" user add bench --administrator \
    < "$data/password" > "$WORK/relay.log" 2>&1 || await_server relay false
  start_child relay "${RAISED[@]}" taskset -c "$SERVER_CORE" "$JAVA" "${options[@]}" "$@" -jar "$RELAY_JAR" --config "$data/relay.yaml" \
    < /dev/null >> "$WORK/relay.log" 2>&1
  RELAY_PID="${CHILD_PIDS[-1]}"
  RELAY_DATA="$data"
  await_server relay ask_relay "$RELAY_URL/health/ready"
  log_in
  register_robots "$robots"
}

# A token is good for 15 minutes, so each run gets a new one.
log_in() {
  TOKEN="$RELAY_DATA/token"
  printf '{"username":"bench","password":"%s"}' "$(cat "$RELAY_DATA/password")" |
    ask_relay --header 'Content-Type: application/json' --data @- "$RELAY_URL/api/login" |
    sed -n 's/.*"token":"\([^"]*\)".*/\1/p' > "$TOKEN"
  [[ -s "$TOKEN" ]] || fail "the relay gave no token for the account it was started with"
}

# One curl for all: a request each, over one connection.
register_robots() {
  local i
  ROBOT_KEYS="$RELAY_DATA/robots"
  for ((i = 0; i < $1; i++)); do
    printf 'next\nurl = "%s/api/robot/register"\nheader = "Authorization: Bearer %s"\n' "$RELAY_URL" "$(cat "$TOKEN")"
    printf 'header = "Content-Type: application/json"\nsilent\nfail\n'
    printf 'data = "{\\"name\\":\\"Bench %s\\",\\"type\\":\\"tank\\",\\"robot_id\\":\\"bench-%s\\"}"\n' "$i" "$i"
  done | sed 1d > "$RELAY_DATA/requests"
  curl --config "$RELAY_DATA/requests" | sed 's/}/}\n/g' |
    sed -n 's/.*"robot_id":"\([^"]*\)".*"api_key":"\([^"]*\)".*/\1 \2/p' > "$ROBOT_KEYS"
  [[ "$(wc -l < "$ROBOT_KEYS")" == "$1" ]] || fail "the relay registered only $(wc -l < "$ROBOT_KEYS") of $1 robots"
}

# load SERVER OPTION...: one run of the generator against a server that is up.
load() {
  local server="$1" where=()
  shift
  if [[ "$server" == relay ]]; then
    log_in
    where=(--port "$RELAY_PORT" --server-pid "$RELAY_PID" --token "$TOKEN" --robots "$ROBOT_KEYS")
  else
    where=(--port "$FORWARDER_PORT" --server-pid "$FORWARDER_PID")
  fi
  setsid --wait setpriv --pdeathsig TERM "${RAISED[@]}" taskset -c "$LOAD_CORE" "$LOAD" --server "$server" "${where[@]}" --beacon-hz "$BEACON_HZ" "$@"
}

describe_machine() {
  node -e '
    const os = require("node:os");
    const [commit, command, java, jvm] = process.argv.slice(1);
    console.log(JSON.stringify({
      date: new Date().toISOString(), commit, command, java, jvm, cpu: os.cpus()[0]?.model, cores: os.cpus().length,
      kernel: os.release(), load: os.loadavg().map((each) => each.toFixed(2)).join(" "),
    }));' \
    "$(git -C "$ROOT" describe --always --dirty 2> /dev/null || echo unknown)" "$ASKED" \
    "$("$JAVA" -version 2>&1 | sed -n 1p)" "$JAVA_OPTIONS"
}
