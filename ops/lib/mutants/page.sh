# Sourced by ops/mutants: the page's control and state, by Stryker with its Vitest runner. Stryker changes a copy of the
# page; its dependencies are the page's own, Stryker's lie apart from them. What a run has found out is used again by the
# next one, as far as the mutant and its tests are the same. MUTATE names the files of a smaller run, as Stryker's --mutate
# does (src/control/stick.ts,src/state/pages/week.ts): then the entries of other files are told as stale.
# shellcheck shell=bash disable=SC2034

STRICT='^control/'

# page_dependencies FOLDER: as its lock file says.
page_dependencies() {
  [[ "$1/node_modules/.package-lock.json" -nt "$1/package-lock.json" ]] ||
    (cd "$1" && npm ci --no-audit --no-fund --legacy-peer-deps < /dev/null)
}

measure() {
  local copy="$OUT/page/frontend" tool="$HERE/lib/mutants/page"
  page_dependencies "$ROOT/frontend" || return
  page_dependencies "$tool" || return
  ln -sfn "$ROOT/frontend/node_modules/vitest" "$tool/node_modules/vitest"
  rm -rf "$copy"
  mkdir -p "$copy"
  cp -r "$ROOT/frontend"/{src,package.json,tsconfig.json,tsconfig.test.json,vite.config.ts,index.html} "$copy"
  ln -sfn "$ROOT/frontend/node_modules" "$copy/node_modules"
  ln -sfn "$ROOT/transports" "$OUT/page/transports"
  # Each mutant is a run of Vitest: most of it would be the start of a worker for each file of tests.
  sed -i 's/^    maxWorkers: 2,$/    maxWorkers: 1,\n    isolate: false,/' "$copy/vite.config.ts"
  grep -q 'isolate: false' "$copy/vite.config.ts" || return
  rm -f "$OUT/page/report.json"
  (cd "$copy" && node "$tool/node_modules/@stryker-mutator/core/bin/stryker.js" run "$tool/stryker.config.json" \
    ${MUTATE:+--mutate "$MUTATE"}) || return
  node "$HERE/lib/mutants/page/report.mjs" "$OUT/page/report.json" "$ROOT/frontend/src" "$OUT/page.jsonl"
}
