# Sourced by ops/mutants: the robot-bridge, but for its start and the devices themselves. BridgeVerticle only wires the rest
# to timers, threads and sockets: what tests it is the system tests with real processes, which PIT can't run.
# shellcheck shell=bash disable=SC2034
# shellcheck source=pit.sh
. "$HERE/lib/mutants/pit.sh"

STRICT='^org\.havatar\.bridge\.(Robot|Steering|BoardLink)($|\$)'

measure() {
  pit robot-bridge "$PIT_MUTATORS" 'org.havatar.bridge.*' 'org.havatar.bridge.*Test' \
    'org.havatar.bridge.*ArchitectureTest,org.havatar.bridge.ManualTest,org.havatar.bridge.*FuzzTest,org.havatar.bridge.PseudoTerminalTest' \
    'org.havatar.bridge.*Test*,org.havatar.bridge.Main*,org.havatar.bridge.JSerialDevice*,org.havatar.bridge.HangUpAction*,org.havatar.bridge.BridgeVerticle*'
}
