# Sourced: builds what the running programs need, and only when a source has changed since.
# shellcheck shell=bash

RELAY_JAR="$ROOT/relay/target/relay.jar"
BRIDGE_JAR="$ROOT/robot-bridge/target/robot-bridge.jar"
FIRMWARE_BUILD="$ROOT/robot-bridge/firmware/target/release"
SIM="$FIRMWARE_BUILD/sim/esp32-sim"

# content_hash PATH...: of all files below these paths of the checkout, by name and content.
content_hash() {
  (
    cd "$ROOT"
    { find "$@" \( -name target -o -name node_modules -o -name dist -o -name .cache \) -prune -o -type f -print0 2> /dev/null || true; } |
      LC_ALL=C sort -z | xargs -0 --no-run-if-empty sha256sum | sha256sum | cut -d ' ' -f 1
  )
}

# stamp_is NAME HASH: true when the last good build of that name had this hash.
stamp_is() {
  [[ "$(cat "$CACHE/stamps/$1" 2> /dev/null || true)" == "$2" ]]
}

set_stamp() {
  mkdir -p "$CACHE/stamps"
  printf '%s\n' "$2" > "$CACHE/stamps/$1"
}

# JAVA_HOME belongs to it: another JDK is another build.
programs_hash() {
  printf '%s %s\n' "$JAVA_HOME" "$(content_hash pom.xml transports/pom.xml transports/src/main frontend relay/pom.xml \
    relay/src/main robot-bridge/pom.xml robot-bridge/src/main)"
}

# Maven compares times of files: a source that went back to an older version would stay compiled as it was.
# forget_classes MODULE...
forget_classes() {
  local module
  for module in "$@"; do
    rm -rf "$ROOT/$module"/target/{classes,test-classes}
  done
}

# Relay, bridge and page.
build_programs() {
  local hash
  hash="$(programs_hash)"
  if stamp_is programs "$hash" && [[ -f "$RELAY_JAR" && -f "$BRIDGE_JAR" ]]; then
    return
  fi
  need_maven
  need_node
  say "building relay, robot-bridge and page (the first time takes a few minutes)"
  rm -f "$CACHE/stamps/programs"
  forget_classes transports relay robot-bridge ops/system-tests
  (
    cd "$ROOT"
    mvn -q -B -ntp -Dmaven.test.skip=true -Dspotless.check.skip=true -pl transports,frontend,relay,robot-bridge package < /dev/null
  ) > "$CACHE/build.log" 2>&1 || {
    grep -v '^$' "$CACHE/build.log" | tail -n 40 >&2
    fail "the build failed; the whole output is in .cache/build.log"
  }
  set_stamp programs "$hash"
}

build_sim() {
  local hash
  hash="$(content_hash robot-bridge/firmware transports/protocol/c)"
  if stamp_is sim "$hash" && [[ -x "$SIM" ]]; then
    return
  fi
  need_c
  say "building the simulated board"
  {
    cmake -S "$ROOT/robot-bridge/firmware" -B "$FIRMWARE_BUILD" -DCMAKE_BUILD_TYPE=Release &&
      cmake --build "$FIRMWARE_BUILD" --target esp32-sim --parallel 2
  } < /dev/null > "$CACHE/sim-build.log" 2>&1 || {
    tail -n 30 "$CACHE/sim-build.log" >&2
    fail "the simulated board could not be built; .cache/sim-build.log says why"
  }
  set_stamp sim "$hash"
}
