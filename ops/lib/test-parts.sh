# Sourced by ops/test: which parts there are, what each needs, and which were asked for.
# shellcheck shell=bash disable=SC2034

PARTS=(firmware impair tools transports relay bridge system bench advisories page browser)

part_does() {
  case "$1" in
    firmware) echo 'the C tests of the board under sanitizers' ;;
    impair) echo 'the impaired link, in network namespaces, against captures' ;;
    tools) echo "the commands' own tools and the models" ;;
    transports) echo 'the Java tests of transports/' ;;
    relay) echo 'the Java tests of relay/' ;;
    bridge) echo 'the Java tests of robot-bridge/' ;;
    system) echo 'real processes: ops/system-tests' ;;
    bench) echo 'the C tests of the load tool and a short run of it' ;;
    advisories) echo 'the shipped libraries against published advisories' ;;
    page) echo "the page's linters and tests" ;;
    browser) echo 'Chromium, headless and on a virtual screen, on what ops/demo starts' ;;
  esac
}

# What a part can't do without; the need_ functions of toolchain.sh.
part_needs() {
  case "$1" in
    firmware) echo c ;;
    impair) echo c python iproute ;;
    tools) echo node python ;;
    transports) echo jdk maven ;;
    relay) echo jdk maven node redis ;;
    bridge) echo jdk maven socat ;;
    system) echo jdk maven node c curl python_websockets iproute redis nginx ;;
    bench) echo jdk maven node c curl ;;
    advisories) echo jdk maven node ;;
    page) echo node ;;
    browser) echo jdk maven node c curl chromium xvfb ;;
  esac
}

NEEDS=(jdk maven node python c curl socat python_websockets iproute redis nginx chromium xvfb)

# The Maven module whose tests a part is, or nothing.
part_module() {
  case "$1" in
    transports | relay) echo "$1" ;;
    bridge) echo robot-bridge ;;
    system) echo ops/system-tests ;;
  esac
}

# The modules that Maven has to build before that one.
module_after() {
  case "$1" in
    relay) echo transports frontend ;;
    robot-bridge) echo transports ;;
    ops/system-tests) echo transports frontend relay robot-bridge ;;
  esac
}

# Whoever asks for what isn't there gets the list, and nothing runs.
refuse() {
  say "$*"
  exit 2
}

declare -A CHOSEN=() CLASSES=()

# choose_parts ARGUMENT...: PART or PART=CLASS,…; fills CHOSEN, and CLASSES with Maven's patterns of the classes.
choose_parts() {
  local argument part
  for argument in "$@"; do
    part="${argument%%=*}"
    [[ "$part" =~ ^[a-z]+$ && " ${PARTS[*]} " == *" $part "* ]] || refuse "there is no part '$part'; the parts are: ${PARTS[*]}"
    if [[ "$argument" == *=* ]]; then
      choose_classes "$part" "${argument#*=}"
    else
      CLASSES[$part]=
    fi
    CHOSEN[$part]=yes
  done
}

choose_classes() {
  local part="$1" module tests each class found names=()
  module="$(part_module "$part")"
  [[ -n "$module" ]] || refuse "the part '$part' runs whole; classes can be named of transports, relay, bridge and system"
  [[ -z "${CHOSEN[$part]:-}" || -n "${CLASSES[$part]:-}" ]] || return 0 # all of it was asked for already
  tests="$ROOT/$module/src/test/java"
  IFS=, read -ra names <<< "$2"
  [[ ${#names[@]} -gt 0 ]] || refuse "'$part=' wants a class, as in $part=$(basename "$(find "$tests" -name '*Test.java' | LC_ALL=C sort | head -n 1)" .java)"
  for each in "${names[@]}"; do
    class="${each%%#*}"
    found=
    [[ ! "$class" =~ ^[A-Za-z0-9_]+Test$ ]] || found="$(find "$tests" -name "$class.java" | head -n 1)"
    if [[ -z "$found" ]]; then
      refuse "the part '$part' has no test class '$class'; its classes are: $(find "$tests" -name '*Test.java' -printf '%f\n' | LC_ALL=C sort | sed 's/\.java$//' | paste -sd ' ')"
    fi
    found="${found#"$tests/"}"
    CLASSES[$part]+="${CLASSES[$part]:+,}${found%.java}${each#"$class"}"
  done
}

chosen() {
  [[ ${#CHOSEN[@]} -eq 0 || -n "${CHOSEN[$1]:-}" ]]
}

# For the last line: the parts that ran, or nothing when all did.
chosen_parts() {
  local part names=()
  for part in "${PARTS[@]}"; do
    [[ -z "${CHOSEN[$part]:-}" ]] || names+=("$part${CLASSES[$part]:+=${CLASSES[$part]//+([a-z0-9])\//}}")
  done
  printf '%s' "${names[*]}"
}

install_needs() {
  local need part wanted=' '
  for part in "${PARTS[@]}"; do
    ! chosen "$part" || wanted+="$(part_needs "$part") "
  done
  for need in "${NEEDS[@]}"; do
    [[ "$wanted" != *" $need "* ]] || "need_$need"
  done
}

# Sets MODULES, whose tests run, REACTOR, the modules that Maven builds, and PATTERNS, what runs of them when not all does.
choose_modules() {
  local part module package
  MODULES=() REACTOR=() PATTERNS=()
  for part in transports relay bridge system; do
    chosen "$part" || continue
    module="$(part_module "$part")"
    MODULES+=("$module")
    for package in $(module_after "$module") "$module"; do
      [[ " ${REACTOR[*]} " == *" $package "* ]] || REACTOR+=("$package")
    done
    if [[ -n "${CLASSES[$part]:-}" ]]; then
      PATTERNS+=("${CLASSES[$part]}")
    else
      for package in "$ROOT/$module"/src/test/java/org/havatar/*/; do
        PATTERNS+=("org/havatar/$(basename "$package")/**/*Test")
      done
    fi
  done
}
