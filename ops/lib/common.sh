# Sourced by the commands in ops/: where the checkout is, how to speak, how to install a Debian package.
# shellcheck shell=bash

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
CACHE="$ROOT/.cache"
COMMAND="ops/$(basename "$0")"

say() {
  printf '%s: %s\n' "$COMMAND" "$*" >&2
}

# One sentence for a person, then the end.
fail() {
  say "$*"
  exit 1
}

can_install() {
  [[ "$(id -u)" == 0 ]] && command -v apt-get > /dev/null
}

APT_UPDATED=
apt_update() {
  [[ -n "$APT_UPDATED" ]] && return
  say "updating the list of Debian packages"
  DEBIAN_FRONTEND=noninteractive apt-get update -qq < /dev/null >&2 || say "the list could not be updated; trying with the old one"
  APT_UPDATED=yes
}

# apt_install PACKAGE...: root only.
apt_install() {
  apt_update
  say "installing $*"
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" < /dev/null >&2
}

# The newest of these packages that apt knows, or nothing.
apt_newest_of() {
  local name
  for name in "$@"; do
    if [[ -n "$(apt-cache madison "$name" 2> /dev/null)" ]]; then
      printf '%s\n' "$name"
      return
    fi
  done
}

# need_command COMMAND PACKAGE...: installs the packages when the command is missing.
need_command() {
  local wanted="$1"
  shift
  command -v "$wanted" > /dev/null && return
  if can_install; then
    apt_install "$@" || fail "could not install $*; it is needed for '$wanted'"
  fi
  hash -r
  command -v "$wanted" > /dev/null || fail "'$wanted' is missing: install the package(s) $* (sudo apt-get install $*)"
}
