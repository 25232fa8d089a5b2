# Sourced: one class of ops/system-tests, repeated as often as asked.
# shellcheck shell=bash

# parse_times USAGE DEFAULT "$@": sets TIMES from --times N; --help prints the usage and ends.
parse_times() {
  local usage="$1"
  TIMES="$2"
  shift 2
  while [[ $# -gt 0 ]]; do
    case "$1" in
      --times)
        [[ "${2:-}" =~ ^[1-9][0-9]{0,3}$ ]] || fail "--times wants a number from 1 to 9999"
        TIMES="$2"
        shift
        ;;
      --help | -h)
        printf '%s\n' "$usage"
        exit 0
        ;;
      *) fail "unknown option '$1'; --help lists them" ;;
    esac
    shift
  done
}

# system_test CLASS PROPERTY: builds what has changed, runs that class with the property set to TIMES and shows what
# it prints. Its exit code is the test's.
system_test() {
  need_jdk
  need_maven
  need_node
  need_c
  need_curl
  build_sim
  (cd "$ROOT" && mvn -q -B -ntp -pl ops/system-tests -am verify -Dtest="$1" -D"$2=$TIMES" \
    -Dsurefire.failIfNoSpecifiedTests=false -Dspotless.check.skip=true < /dev/null)
}
