# Sourced by ops/mutants: the robot's register and what belongs to it.
# shellcheck shell=bash disable=SC2034
# shellcheck source=pit.sh
. "$HERE/lib/mutants/pit.sh"

STRICT='^org\.havatar\.transports\.authority\.'

measure() {
  pit transports "$PIT_ALL_MUTATORS" 'org.havatar.transports.authority.*' 'org.havatar.transports.authority.*Test'
}
