# Sourced by ops/mutants: the robot-bridge, but for its start, its files of settings and the devices themselves.
# shellcheck shell=bash disable=SC2034
# shellcheck source=pit.sh
. "$HERE/lib/mutants/pit.sh"

STRICT='^org\.havatar\.bridge\.(Robot|Steering|BoardLink)($|\$)'

measure() {
  pit robot-bridge "$PIT_MUTATORS" 'org.havatar.bridge.*' 'org.havatar.bridge.*Test' \
    'org.havatar.bridge.*ArchitectureTest,org.havatar.bridge.ManualTest,org.havatar.bridge.*FuzzTest,org.havatar.bridge.PseudoTerminalTest' \
    'org.havatar.bridge.*Test*,org.havatar.bridge.Main*,org.havatar.bridge.JSerialDevice*,org.havatar.bridge.HangUpAction*'
}
