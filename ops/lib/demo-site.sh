# Sourced by ops/demo: accounts and configuration of one relay with one robot, and their start. Uses PORT, METRICS_PORT and DATA.
# shellcheck shell=bash

ROBOT=tank-1
USERNAME=demo
PASSWORD=
RUN=

# java_of NAME ARGUMENT...: serial collector and a class archive, for little memory and a fast start. The archive is
# made at the first end and remade when the program changes; the logging options hide only that it was stale.
java_of() {
  JAVA_COMMAND=("$JAVA" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto -XX:+AutoCreateSharedArchive
    "-XX:SharedArchiveFile=$CACHE/$1.jsa" -Xlog:disable -Xlog:os=warning:stderr -Xlog:gc=error:stderr "${@:2}")
}

relay_command() {
  HAVATAR_RELAY_DATA_DIRECTORY="$DATA/relay" "$JAVA" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto \
    "-XX:SharedArchiveFile=$CACHE/relay.jsa" -Xlog:disable -Xlog:os=warning:stderr -Xmx256m -jar "$RELAY_JAR" "$@"
}

# First start only: an account with a random password and a robot with its key, readable by this user only.
make_accounts() {
  local key
  say "first start: making the account and the robot in $DATA"
  head -c 15 /dev/urandom | base64 | tr '+/' '-_' > "$DATA/password"
  relay_command user add "$USERNAME" --administrator < "$DATA/password" >&2 || fail "could not make the account; remove $DATA to start anew"
  key="$(relay_command robot add "$ROBOT" --name "Demo tank" --owner "$USERNAME" | grep -o 'hvr_[A-Za-z0-9_-]*' | head -n 1)" ||
    fail "could not make the robot; remove $DATA to start anew"
  printf '%s\n' "$key" > "$DATA/robot.key"
}

write_configuration() {
  cat > "$DATA/relay.yaml" << END
listen:
  port: $PORT
data:
  directory: "$DATA/relay"
# The demo's account is an administrator and has no authenticator; a relay for others keeps the default.
login:
  totp_required_for: none
metrics:
  port: $METRICS_PORT
limits:
  exempt_loopback: true
END
  cat > "$DATA/robot-bridge.yaml" << END
robot:
  id: $ROBOT
  key_file: "$DATA/robot.key"
state:
  directory: "$DATA/bridge"
serial:
  port: "$RUN/board"
uplink:
  urls: ["wss://localhost:$PORT"]
  trust: "$DATA/relay/certificate.pem"
END
}

# One demo a folder: two would fight for its store, its robot and its serial line.
claim_folder() {
  local other
  mkdir -p "$DATA"
  chmod 700 "$DATA"
  exec 8> "$DATA/lock"
  if ! flock -n 8; then
    other="$(cat "$DATA/run/pid" 2> /dev/null || true)"
    fail "$DATA is in use by another ops/demo${other:+ (process $other)}; end it or choose another folder with --data"
  fi
}

site_prepare() {
  claim_folder
  umask 077
  RUN="$DATA/run"
  mkdir -p "$RUN" "$DATA/relay" "$DATA/bridge"
  rm -f "$RUN"/*
  printf '%s\n' "$$" > "$RUN/pid"
  mkfifo "$RUN/board-commands" "$RUN/watch"
  [[ -s "$DATA/robot.key" ]] || make_accounts
  PASSWORD="$(cat "$DATA/password")"
  write_configuration
}

site_start() {
  exec 3<> "$RUN/board-commands" 4<> "$RUN/watch"
  start_child watcher "$HERE/lib/newest-line.sh" "$RUN/motors" < "$RUN/watch" 8>&- 4>&- 3>&-
  start_child board "$SIM" --link "$RUN/board" --log "$RUN/board.jsonl" --watch \
    < "$RUN/board-commands" > "$RUN/watch" 2> "$RUN/board.log" 8>&- 3>&- 4>&-
  java_of relay -Xms64m -Xmx256m -jar "$RELAY_JAR" --config "$DATA/relay.yaml"
  start_child relay "${JAVA_COMMAND[@]}" < /dev/null > "$RUN/relay.log" 2>&1 8>&- 3>&- 4>&-
  # The bridge dials again by itself, but reads the certificate to trust only once: not one that is about to be renewed.
  if [[ -n "$(find "$DATA/relay" -name certificate.pem -mtime +8)" ]]; then
    await "the relay" 30 relay_is_ready
  fi
  await "the relay's certificate" 30 test -s "$DATA/relay/certificate.pem"
  java_of robot-bridge -Xms32m -Xmx128m -jar "$BRIDGE_JAR" --config "$DATA/robot-bridge.yaml"
  start_child robot-bridge "${JAVA_COMMAND[@]}" < /dev/null > "$RUN/robot-bridge.log" 2>&1 8>&- 3>&- 4>&-
}

# await WHAT SECONDS COMMAND...: until the command succeeds; ends everything when it never does or a child is gone.
await() {
  local what="$1" deadline=$((SECONDS + $2)) gone
  shift 2
  until "$@"; do
    gone="$(ended_child)"
    if [[ -n "$gone" ]]; then
      tail -n 15 "$RUN/$gone.log" >&2 || true
      fail "the $gone ended by itself; the lines above are the end of $RUN/$gone.log"
    fi
    ((SECONDS < deadline)) || fail "waited in vain for $what; the logs are in $RUN"
    sleep 0.1
  done
}

ask_relay() {
  curl --silent --fail --max-time 5 --cacert "$DATA/relay/certificate.pem" "$@"
}

relay_is_ready() {
  ask_relay --output /dev/null "https://localhost:$PORT/health/ready"
}

robot_is_online() {
  ask_relay --header "Authorization: Bearer $TOKEN" "https://localhost:$PORT/api/robots" |
    grep -q "\"robot_id\":\"$ROBOT\"[^}]*\"online\":true"
}

board_is_connected() {
  grep -q 'board up' "$RUN/robot-bridge.log"
}

site_await_ready() {
  await "the relay" "$1" relay_is_ready
  TOKEN="$(printf '{"username":"%s","password":"%s"}' "$USERNAME" "$PASSWORD" |
    ask_relay --header 'Content-Type: application/json' --data @- "https://localhost:$PORT/api/login" |
    sed -n 's/.*"token":"\([^"]*\)".*/\1/p')" || true
  [[ -n "$TOKEN" ]] || fail "the relay doesn't take the password in $DATA/password; remove $DATA to start anew"
  await "the robot to connect" "$1" robot_is_online
  await "the robot's board" "$1" board_is_connected
}

# Shows the motors: continuously on a terminal, else once a second. A reader that is slow or gone delays nobody but this.
site_watch() {
  [[ -n "$WATCH" ]] || return 0
  start_child display "$HERE/lib/show-motors.sh" "$RUN/motors" 8>&- 3>&- 4>&-
  [[ -t 0 ]] || return 0
  cat <&0 >&3 &
  CONSOLE=$!
}
