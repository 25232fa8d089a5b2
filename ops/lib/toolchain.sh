# Sourced: finds the tools this project is built with, or installs them where it may.
# shellcheck shell=bash disable=SC2034

JDK_LEAST=21
NODE_LEAST=20

# The major version of the JDK in that folder; nothing when there is no compiler in it.
jdk_major() {
  [[ -x "$1/bin/javac" && -x "$1/bin/java" ]] || return 0
  "$1/bin/javac" -version 2>&1 | sed -n 's/^javac \([0-9]*\).*/\1/p'
}

# Prints the folder of a JDK that is new enough: JAVA_HOME, then PATH, then the newest under /usr/lib/jvm.
find_jdk() {
  local candidates=() candidate major best= best_major=0
  [[ -n "${JAVA_HOME:-}" ]] && candidates+=("$JAVA_HOME")
  if command -v javac > /dev/null; then
    candidates+=("$(dirname "$(dirname "$(readlink -f "$(command -v javac)")")")")
  fi
  for candidate in "${candidates[@]}"; do
    major="$(jdk_major "$candidate")"
    if [[ "${major:-0}" -ge "$JDK_LEAST" ]]; then
      printf '%s\n' "$candidate"
      return
    fi
  done
  for candidate in /usr/lib/jvm/*; do
    major="$(jdk_major "$candidate")"
    if [[ "${major:-0}" -ge "$JDK_LEAST" && "$major" -gt "$best_major" ]]; then
      best="$candidate"
      best_major="$major"
    fi
  done
  [[ -z "$best" ]] || printf '%s\n' "$best"
}

# Sets JAVA_HOME and JAVA.
need_jdk() {
  local home package
  home="$(find_jdk)"
  if [[ -z "$home" ]] && can_install; then
    apt_update
    package="$(apt_newest_of openjdk-25-jdk-headless openjdk-21-jdk-headless)"
    [[ -n "$package" ]] || fail "no JDK $JDK_LEAST or newer is here and apt offers none: unpack one under /usr/lib/jvm or set JAVA_HOME (e.g. Temurin 25)"
    apt_install "$package" || fail "could not install $package"
    home="$(find_jdk)"
  fi
  [[ -n "$home" ]] || fail "no JDK $JDK_LEAST or newer found in JAVA_HOME, PATH or /usr/lib/jvm: install openjdk-25-jdk-headless or openjdk-21-jdk-headless, or set JAVA_HOME"
  export JAVA_HOME="$home"
  JAVA="$home/bin/java"
}

need_maven() {
  need_command mvn maven
}

node_major() {
  node --version 2> /dev/null | sed -n 's/^v\([0-9]*\).*/\1/p'
}

node_is_new_enough() {
  local major
  command -v npm > /dev/null || return 1
  major="$(node_major)"
  [[ "${major:-0}" -ge "$NODE_LEAST" ]]
}

# Puts Node and npm on PATH: what is there, apt's (Debian 13), or the npm package `node` (Debian 12 offers 18 only).
need_node() {
  PATH="$CACHE/node/node_modules/.bin:$PATH"
  node_is_new_enough && return
  if can_install; then
    apt_install nodejs npm || true
    hash -r
    node_is_new_enough && return
  fi
  if command -v npm > /dev/null; then
    say "installing Node $NODE_LEAST into .cache/node"
    npm install --silent --no-audit --no-fund --no-save --prefix "$CACHE/node" "node@$NODE_LEAST" < /dev/null >&2 || true
    hash -r
    node_is_new_enough && return
  fi
  fail "Node $NODE_LEAST or newer with npm is missing: install it (nodejs and npm of Debian 13, or from nodejs.org) and put it on PATH"
}

# A C11 compiler, make and CMake, for the firmware's host build.
need_c() {
  need_command gcc gcc libc6-dev
  need_command make make
  need_command cmake cmake
}

# A pseudo-terminal pair for the robot-bridge's own test.
need_socat() {
  need_command socat socat
}

# For the models.
need_python() {
  need_command python3 python3
}

# Debian's Python with its WebSockets, for the older robot of the system tests.
need_python_websockets() {
  need_command /usr/bin/python3 python3
  /usr/bin/python3 -c 'import websockets' 2> /dev/null && return
  if can_install; then
    apt_install python3-websockets || fail "could not install python3-websockets; the system tests' older robot needs it"
  fi
  /usr/bin/python3 -c 'import websockets' 2> /dev/null || fail "Python's websockets are missing: install the package python3-websockets (sudo apt-get install python3-websockets)"
}

# `ip`, for the path of its own on which the system tests lose a segment.
need_iproute() {
  PATH="$PATH:/usr/sbin"
  need_command ip iproute2
}

# For the tests of the store that several relays share; each starts its own, so a service that Debian starts is stopped.
need_redis() {
  command -v redis-server > /dev/null && return
  need_command redis-server redis-server
  if command -v systemctl > /dev/null; then
    systemctl disable --now redis-server > /dev/null 2>&1 || true
  fi
}

# A reverse proxy for the system tests; only the program is needed, not the service.
need_nginx() {
  PATH="$PATH:/usr/sbin"
  need_command nginx nginx-light
}

need_curl() {
  need_command curl curl ca-certificates
}

# Sets CHROMIUM.
need_chromium() {
  local name
  for name in "${CHROMIUM:-}" /usr/bin/chromium /usr/bin/chromium-browser /usr/bin/google-chrome; do
    if [[ -n "$name" && -x "$name" ]]; then
      export CHROMIUM="$name"
      return
    fi
  done
  need_command chromium chromium
  CHROMIUM="$(command -v chromium)"
  export CHROMIUM
}

# A screen with real keys and a real mouse for the browser tests, and a window manager, which gives a window the focus.
need_xvfb() {
  need_command Xvfb xvfb
  need_command xdotool xdotool
  need_command openbox openbox
}
