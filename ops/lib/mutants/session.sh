# Sourced by ops/mutants: the node's sessions, and its adapters of older peers.
# shellcheck shell=bash disable=SC2034
# shellcheck source=pit.sh
. "$HERE/lib/mutants/pit.sh"

STRICT='^org\.havatar\.relay\.session\.(older\..*|robot\.SetpointLane($|\$.*))'

measure() {
  pit relay "$PIT_MUTATORS" 'org.havatar.relay.session.*' 'org.havatar.relay.session.*Test' \
    'org.havatar.relay.session.*FuzzTest,org.havatar.relay.session.HoldersNeverInterleaveTest' 'org.havatar.relay.session.*Test*,org.havatar.relay.session.Fake*'
}
