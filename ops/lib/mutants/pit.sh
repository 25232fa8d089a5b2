# Sourced by the Java parts of ops/mutants: runs PIT over one module.
# shellcheck shell=bash

# What decides alone gets the whole set. The last two double the number of mutants, and half of theirs that survive
# elsewhere are texts of messages and logs.
PIT_MUTATORS=STRONGER,REMOVE_CONDITIONALS,EXPERIMENTAL_SWITCH,EXPERIMENTAL_ARGUMENT_PROPAGATION,EXPERIMENTAL_NAKED_RECEIVER,EXPERIMENTAL_MEMBER_VARIABLE
PIT_ALL_MUTATORS=$PIT_MUTATORS,NON_VOID_METHOD_CALLS,INLINE_CONSTS

# pit MODULE MUTATORS CLASSES TESTS EXCLUDED: comma-separated patterns of class names; writes $OUT/$part.jsonl.
pit() {
  local module="$1"
  need_maven
  (
    cd "$ROOT" || return 1
    rm -rf "$module/target/pit-reports"
    mvn -B -ntp -Dstyle.color=never -Pmutants -pl "$module" -am -Dspotless.check.skip=true -Dexec.skip=true test-compile < /dev/null &&
      mvn -B -ntp -Dstyle.color=never -Pmutants -pl "$module" -am -Dexec.skip=true -DmutantsOf="$module" \
        -Dmutators="$2" -DtargetClasses="$3" -DtargetTests="$4" -DexcludedTestClasses="$5" \
        test-compile org.pitest:pitest-maven:mutationCoverage < /dev/null
  ) || return 1
  node "$HERE/lib/mutants/pit.mjs" "$ROOT" "$module/src/main/java" "$ROOT/$module/target/pit-reports/mutations.xml" > "$OUT/$part.jsonl"
}
