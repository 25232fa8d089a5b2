# Sourced by the Java parts of ops/mutants: runs PIT over one module.
# shellcheck shell=bash disable=SC2034,SC2154

PIT_MUTATORS=STRONGER,REMOVE_CONDITIONALS,EXPERIMENTAL_SWITCH,EXPERIMENTAL_ARGUMENT_PROPAGATION,EXPERIMENTAL_NAKED_RECEIVER,EXPERIMENTAL_MEMBER_VARIABLE
# These two double the number of mutants; elsewhere than in the smallest rules half of their survivors are sentences,
# log lines and capacities.
PIT_ALL_MUTATORS=$PIT_MUTATORS,NON_VOID_METHOD_CALLS,INLINE_CONSTS

# pit MODULE MUTATORS CLASSES TESTS [EXCLUDED-TESTS [EXCLUDED-CLASSES]]: comma-separated patterns of class names;
# writes $OUT/$part.jsonl.
pit() {
  local module="$1"
  need_maven
  rm -rf "$ROOT/$module/target/pit-reports"
  (
    cd "$ROOT" &&
      mvn -B -ntp -Dstyle.color=never -Pmutants -pl "$module" -am -Dspotless.check.skip=true -Dmutators="$2" \
        -DtargetClasses="$3" -DtargetTests="$4" -DexcludedTestClasses="${5:-}" -DexcludedClasses="${6:-}" \
        test-compile org.pitest:pitest-maven:mutationCoverage < /dev/null
  ) || return
  node "$HERE/lib/mutants/pit.mjs" "$ROOT" "$module/src/main/java" "$ROOT/$module/target/pit-reports/mutations.xml" \
    > "$OUT/$part.jsonl"
}
