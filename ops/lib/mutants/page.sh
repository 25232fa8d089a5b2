# Sourced by ops/mutants: the page's control and state, by Stryker with its Vitest runner. Stryker changes a copy of the
# page; its dependencies are the page's own, Stryker's lie apart from them.
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
  (cd "$copy" && node "$tool/node_modules/@stryker-mutator/core/bin/stryker.js" run "$tool/stryker.config.json") || return
  node "$HERE/lib/mutants/page/report.mjs" "$OUT/page/report.json" "$ROOT/frontend/src" "$OUT/page.jsonl"
}
