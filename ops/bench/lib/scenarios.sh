# Sourced by ops/bench/run: what is measured, one function each.
# shellcheck shell=bash

HIGHEST_PAIRS=1000
HIGHEST_SECONDS=3
HIGHEST_P99_MS=50
MEMORY_PAIRS=1000
MOST_PAIRS=0

# Both servers run all the time; the one that is not asked waits, without using its core.
start_servers() {
  local pairs="$1" server
  ((pairs > MOST_PAIRS)) || return 0
  stop_children
  MOST_PAIRS="$pairs"
  for server in "${SERVERS[@]}"; do
    say "starting the $server for $pairs pairs"
    if [[ "$server" == relay ]]; then start_relay "$pairs"; else start_forwarder; fi
  done
}

# As many as the greatest of the scenarios needs, so that one relay serves them all.
pairs_needed() {
  local each most=1
  for each in ${SCENARIOS//,/ }; do
    case "$each" in
      highest) each=$HIGHEST_PAIRS ;;
      memory | connections) each=1 ;;
      *) each="${each%x*}" ;;
    esac
    ((each <= most)) || most="$each"
  done
  printf '%s\n' "$most"
}

# one_run SERVER NAME OPTION...: the generator, then its percentiles. 3: void, 1: nothing was measured.
one_run() {
  local server="$1" name="$2" status=0
  shift 2
  load "$server" --samples "$WORK/samples" "$@" > "$WORK/run.json" || status=$?
  [[ "$status" == 0 || "$status" == 3 ]] || return 1
  node "$HERE/evaluate.mjs" "$WORK/run.json" "$WORK/samples" "$RESULTS/$name" || fail "the run $name could not be evaluated"
  return "$status"
}

steady() {
  local pairs="$1" rate="$2" round server name status
  start_servers "$(pairs_needed)"
  for ((round = 1; round <= ROUNDS; round++)); do
    for server in "${SERVERS[@]}"; do
      name="${pairs}x$rate-$server-$round"
      say "$name"
      status=0
      one_run "$server" "$name" --pairs "$pairs" --rate "$rate" --warmup "$WARMUP" --seconds "$SECONDS_EACH" \
        --seed "$round" || status=$?
      [[ "$status" != 1 ]] || fail "the run $name could not be measured"
      [[ "$status" != 3 ]] || VOID="$VOID $name"
      sleep 1 # the server closes what the generator has left
    done
  done
}

# holds SERVER NAME RATE ROUND: that rate of each pair is carried, with the 99th percentile in time. A connection that
# a server closes because it can't keep up is a rate that it does not hold.
holds() {
  one_run "$1" "$2" --pairs "$HIGHEST_PAIRS" --rate "$3" --warmup 2 --seconds "$HIGHEST_SECONDS" --seed "$4" 2>> "$WORK/highest.log" || return 1
  node -e 'process.exit(JSON.parse(require("fs").readFileSync(process.argv[1])).round_trip.p99 <= process.argv[2] * 1e3 ? 0 : 1)' \
    "$RESULTS/$2.json" "$HIGHEST_P99_MS"
}

# Doubles the rate until it is too much, then halves the interval down to 2 Hz.
find_highest() {
  local server="$1" round="$2" good=0 bad=0 rate=20 name
  while ((good < 100 && (bad == 0 || bad - good > 2))); do
    name="step-$server-$round-$rate"
    if holds "$server" "$name" "$rate" "$round"; then
      good="$rate"
      mv "$RESULTS/$name.json" "$RESULTS/highest-$server-$round.json"
      mv "$RESULTS/$name.hdr" "$RESULTS/highest-$server-$round.hdr"
    else
      bad="$rate"
    fi
    sleep 1
    if ((bad == 0)); then rate=$((rate * 2 > 100 ? 100 : rate * 2)); else rate=$(((good + bad) / 2)); fi
    ((rate > 0)) || break
  done
  ((good > 0)) || fail "the $server does not hold $HIGHEST_PAIRS pairs at 1 Hz; the steps are in $RESULTS"
  say "highest-$server-$round: $((good * HIGHEST_PAIRS)) round trips a second"
}

highest_rate() {
  local round server
  start_servers "$(pairs_needed)"
  for ((round = 1; round <= ROUNDS; round++)); do
    for server in "${SERVERS[@]}"; do
      find_highest "$server" "$round"
    done
  done
}

resident_kb() {
  sed -n 's/^VmRSS:[[:space:]]*\([0-9]*\) kB/\1/p' "/proc/$1/status"
}

# Of the Java heap, after a full collection, in kB.
heap_kb() {
  "$JAVA_HOME/bin/jcmd" "$1" GC.run > /dev/null
  "$JAVA_HOME/bin/jcmd" "$1" GC.heap_info |
    awk '/total [0-9]+K, used [0-9]+K/ { for (i = 1; i < NF; i++) if ($i == "used") sum += $(i + 1) } END { print sum + 0 }'
}

# memory_of SERVER PID: kB of heap and resident, "heap resident".
memory_of() {
  local heap=0
  if [[ "$1" == relay ]]; then
    heap="$(heap_kb "$2")"
    ((heap > 0)) || fail "jcmd does not tell the heap of this collector; use -XX:+UseSerialGC"
  fi
  printf '%s %s\n' "$heap" "$(resident_kb "$2")"
}

# Fresh servers: a heap that has grown before says nothing about connections.
memory() {
  local server pid empty full idle
  stop_children
  MOST_PAIRS=0
  for server in "${SERVERS[@]}"; do
    say "memory of the $server with $MEMORY_PAIRS idle pairs"
    if [[ "$server" == relay ]]; then
      JAVA_OPTIONS="-Xms16m -Xmx512m -XX:+UseSerialGC" start_relay "$MEMORY_PAIRS"
      pid="$RELAY_PID"
    else
      start_forwarder
      pid="$FORWARDER_PID"
    fi
    empty="$(memory_of "$server" "$pid")"
    mkfifo "$WORK/idle-$server"
    load "$server" --idle --pairs "$MEMORY_PAIRS" < "$WORK/idle-$server" > "$WORK/idle.log" &
    idle=$!
    exec 7> "$WORK/idle-$server"
    until grep -q ready "$WORK/idle.log"; do
      is_alive "$idle" || fail "the idle pairs could not connect to the $server"
      sleep 0.1
    done
    sleep 3 # lists of robots and the like are sent
    full="$(memory_of "$server" "$pid")"
    exec 7>&-
    wait "$idle" || fail "the idle pairs lost their connections to the $server"
    node -e '
      const [server, pairs, heap, resident, heapFull, residentFull] = process.argv.slice(1);
      const each = (before, after) => (after - before) / (2 * pairs);
      console.log(JSON.stringify({ server, pairs: +pairs, heap_kb: [+heap, +heapFull], resident_kb: [+resident, +residentFull],
        heap_kb_each: each(heap, heapFull), resident_kb_each: each(resident, residentFull) }));' \
      "$server" "$MEMORY_PAIRS" ${empty} ${full} > "$RESULTS/memory-$server.json"
    stop_children
  done
}

# Nothing about time: only that it runs, and that every command has a fate, nearly all accepted. Leaves a JUnit report.
quick() {
  local server counts
  JAVA_OPTIONS="-Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1"
  SCENARIOS=20x20
  start_servers 20
  for server in "${SERVERS[@]}"; do
    one_run "$server" "quick-$server" --pairs 20 --rate 20 --warmup 1 --seconds 2 --most-lost 10000 ||
      fail "more than a tenth of the commands through the $server was not accepted"
    counts="$(sed -n 's/.*"steady":{"sent":\([0-9]*\),"accepted":\([0-9]*\).*/\1 sent, \2 accepted/p' "$RESULTS/quick-$server.json")"
    printf 'quick: %s: %s, all accounted for\n' "$server" "$counts"
  done
  {
    printf '<testsuite name="bench">\n'
    printf '  <testcase classname="bench" name="every command through the %s has its fate"/>\n' "${SERVERS[@]}"
    printf '</testsuite>\n'
  } > "$RESULTS/quick.xml"
}
