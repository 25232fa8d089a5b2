# Sourced after common.sh, toolchain.sh, build.sh and processes.sh: network namespaces of our own, joined by impaired
# links (impair/README.md). Only root may. They go with network_close, which the caller's trap calls; what a killed
# shell leaves goes with the next network_open.
# shellcheck shell=bash disable=SC2034

IMPAIR_BUILD="$ROOT/ops/lib/impair/target/release"
IMPAIR="${HAVATAR_IMPAIR:-$IMPAIR_BUILD/impair}" # another build of it, for its tests

NETWORK_MOST=32 # namespaces hv-… on this machine, of all shells together
NETWORK_MACHINE=machine # the name of the end that is no namespace of ours
NETWORK_LOCK=/run/lock/havatar-network # and those with a number behind, which say that it is taken
NETWORK_SUBNET=0
NETWORK_DIR=
NETWORK_NUMBER=0 # of this network, among those of the machine
declare -A NETWORK_SPACES=() NETWORK_OWN=() NETWORK_INPUTS=() NETWORK_ADDRESSES=()

# One at a time: several networks may begin at once.
build_impair() {
  [[ -z "${HAVATAR_IMPAIR:-}" ]] || return 0
  mkdir -p "$CACHE"
  (
    flock 9
    build_impair_if_changed
  ) 9> "$CACHE/impair.lock"
}

build_impair_if_changed() {
  local hash
  hash="$(content_hash ops/lib/impair transports/protocol/c/cmake)"
  if stamp_is impair "$hash" && [[ -x "$IMPAIR" ]]; then
    return
  fi
  need_c
  say "building the impaired link"
  {
    cmake -S "$ROOT/ops/lib/impair" -B "$IMPAIR_BUILD" -DCMAKE_BUILD_TYPE=Release &&
      cmake --build "$IMPAIR_BUILD" --target impair --parallel 2
  } < /dev/null > "$CACHE/impair-build.log" 2>&1 || {
    tail -n 30 "$CACHE/impair-build.log" >&2
    fail "the impaired link could not be built; .cache/impair-build.log says why"
  }
  set_stamp impair "$hash"
}

# Namespaces are named hv-PID-END after the shell that made them.
network_spaces() {
  find /run/netns -maxdepth 1 -name 'hv-*' -printf '%f\n' 2> /dev/null || true
}

network_open() {
  local space pid
  [[ "$(id -u)" == 0 ]] || fail "only root may make network namespaces: run it with sudo"
  [[ -c /dev/net/tun ]] || fail "there is no /dev/net/tun, which an impaired link needs: load the kernel's module tun"
  need_iproute
  need_command setpriv util-linux
  need_command flock util-linux
  for space in $(network_spaces); do
    pid="${space#hv-}"
    [[ -d "/proc/${pid%%-*}" ]] || ip netns del "$space" 2> /dev/null || true
  done
  NETWORK_DIR="$(mktemp -d)"
  network_take_number
}

# Held as long as this shell lives.
network_take_number() {
  local held
  while :; do
    NETWORK_NUMBER=$((NETWORK_NUMBER + 1))
    [[ "$NETWORK_NUMBER" -lt 255 ]] || fail "there are 254 networks on this machine already: end some"
    exec {held}> "$NETWORK_LOCK-$NETWORK_NUMBER"
    ! flock -n "$held" || return 0
    exec {held}>&-
  done
}

# network_end NAME: makes it unless it is there. It has an address of its own, which is the same over all its links.
network_end() {
  local space="hv-$$-$1"
  [[ "$1" =~ ^[a-z][a-z0-9]{0,8}$ ]] || fail "an end of a link is named by up to 9 letters and digits, not '$1'"
  [[ "$1" != "$NETWORK_MACHINE" && -z "${NETWORK_SPACES[$1]:-}" ]] || return 0
  [[ "$(network_spaces | wc -l)" -lt "$NETWORK_MOST" ]] ||
    fail "there are $NETWORK_MOST network namespaces hv-… already: end what made them"
  ip netns add "$space"
  NETWORK_SPACES[$1]="$space"
  NETWORK_OWN[$1]="198.19.$NETWORK_NUMBER.${#NETWORK_SPACES[@]}"
  ip -n "$space" link set lo up
  ip -n "$space" addr add "${NETWORK_OWN[$1]}/32" dev lo
}

# network_ip END ARGUMENT...: `ip` there.
network_ip() {
  local space="${NETWORK_SPACES[$1]:-}"
  shift
  ip ${space:+-n "$space"} "$@"
}

# The device at END of the link number N towards OTHER.
network_device() {
  if [[ "$1" == "$NETWORK_MACHINE" ]]; then
    printf 'hv%s-%s' "$$" "$3"
  else
    printf 'to-%s' "$2"
  fi
}

# network_address END DEVICE OWN OTHER: 198.18/15 is for tests of networks (RFC 2544); fd00::/8 nobody routes. Who the
# neighbour is, is known from the start: while the kernel asks, it lets packets overtake each other.
network_address() {
  local mac=02:00:c6:12 neighbour addresses=()
  mac="$mac:$(printf '%02x' "$NETWORK_SUBNET")"
  network_ip "$1" link set "$2" address "$mac:0$3" txqueuelen 5000 up
  network_ip "$1" addr add "198.18.$NETWORK_SUBNET.$3/24" dev "$2"
  network_ip "$1" addr add "fd00:198:18:$NETWORK_SUBNET::$3/64" dev "$2" nodad 2> /dev/null || true
  addresses=("198.18.$NETWORK_SUBNET.$4" "fd00:198:18:$NETWORK_SUBNET::$4")
  [[ "$4" != 1 ]] || addresses+=("198.18.$NETWORK_SUBNET".{101,102,103})
  for neighbour in "${addresses[@]}"; do
    network_ip "$1" neigh replace "$neighbour" lladdr "$mac:0$4" dev "$2" nud permanent 2> /dev/null || true
  done
}

# network_route FROM TO DEVICE NUMBER: to the other end's own address over this link.
network_route() {
  local from="${NETWORK_OWN[$1]:-}" to="${NETWORK_OWN[$2]:-}"
  [[ -z "$to" ]] || network_ip "$1" route add "$to/32" via "198.18.$NETWORK_SUBNET.$4" dev "$3" ${from:+src "$from"}
}

# The next subnet in which this machine has no address.
network_next_subnet() {
  local taken
  taken="$(ip -4 -o addr show)"
  while :; do
    NETWORK_SUBNET=$((NETWORK_SUBNET + 1))
    [[ "$NETWORK_SUBNET" -lt 255 ]] || fail "no subnet of 198.18.0.0/16 is left"
    [[ "$taken" == *" 198.18.$NETWORK_SUBNET."* ]] || return 0
  done
}

# network_link A B [PROFILE [SEED]]: A is the near end, from which "up" goes. Its answers come on standard output, each
# after the link's name, A-B. For rebindings A has the addresses 198.18.N.101 to .103 as well.
network_link() {
  local a="$1" b="$2" profile="${3:-none}" seed="${4:-1}" name="$1-$2" near far input lock left address
  [[ "$a" != "$NETWORK_MACHINE" ]] || fail "$NETWORK_MACHINE is always the far end: say $b-$a"
  [[ "$a" != "$b" && -z "${NETWORK_INPUTS[$name]:-}${NETWORK_INPUTS[$b-$a]:-}" ]] || fail "there can't be (another) link $name"
  network_end "$a"
  network_end "$b"
  exec {lock}> "$NETWORK_LOCK"
  flock "$lock"
  network_next_subnet
  near="$(network_device "$a" "$b" "$NETWORK_SUBNET")"
  far="$(network_device "$b" "$a" "$NETWORK_SUBNET")"
  mkfifo "$NETWORK_DIR/$name"
  exec {input}<> "$NETWORK_DIR/$name"
  # Without the shell's end of the pipe, so that the link ends with the shell.
  start_child "link $name" \
    "$IMPAIR" "${NETWORK_SPACES[$a]}:$near" "${NETWORK_SPACES[$b]:-}:$far" "$seed" "both profile $profile" \
    < "$NETWORK_DIR/$name" > >(exec {input}>&- {lock}>&- && sed -u "s/^/$name /") {input}>&- {lock}>&-
  for ((left = 200; left > 0; left--)); do
    network_ip "$a" link show "$near" > /dev/null 2>&1 && network_ip "$b" link show "$far" > /dev/null 2>&1 && break
    is_alive "${CHILD_PIDS[-1]}" || fail "the link $name did not start; is there a profile '$profile'?"
    sleep 0.05
  done
  [[ "$left" -gt 0 ]] || fail "the link $name did not start within 10 s"
  network_address "$a" "$near" 1 2
  network_address "$b" "$far" 2 1
  network_route "$a" "$b" "$near" 2
  network_route "$b" "$a" "$far" 1
  flock -u "$lock"
  exec {lock}>&-
  for address in 101 102 103; do
    network_ip "$a" addr add "198.18.$NETWORK_SUBNET.$address/32" dev lo
  done
  NETWORK_INPUTS[$name]="$input"
  NETWORK_ADDRESSES[$name]="198.18.$NETWORK_SUBNET.1 198.18.$NETWORK_SUBNET.2"
  NETWORK_ADDRESSES[$name]+=" fd00:198:18:$NETWORK_SUBNET::1 fd00:198:18:$NETWORK_SUBNET::2"
}

# network_tell LINK COMMAND...: its answer comes on the link's output.
network_tell() {
  local input="${NETWORK_INPUTS[$1]:-}"
  if [[ -z "$input" ]]; then
    printf '%s {"refused":"there is no such link; there are: %s"}\n' "${1//[^a-z0-9-]/}" "${!NETWORK_INPUTS[*]}"
    return
  fi
  printf '%s\n' "${*:2}" >&"$input"
}

# network_exec END COMMAND...: in place of this shell, so that signals reach the command.
network_exec() {
  local space="${NETWORK_SPACES[$1]:-}"
  shift
  exec nsenter ${space:+--net="/run/netns/$space"} -- "$@"
}

network_close() {
  local end input
  stop_children
  for input in "${NETWORK_INPUTS[@]}"; do
    exec {input}>&-
  done
  for end in "${!NETWORK_SPACES[@]}"; do
    ip netns del "${NETWORK_SPACES[$end]}" 2> /dev/null || true
  done
  NETWORK_SPACES=() NETWORK_OWN=() NETWORK_INPUTS=() NETWORK_ADDRESSES=()
  [[ -z "$NETWORK_DIR" ]] || rm -rf "$NETWORK_DIR"
}
