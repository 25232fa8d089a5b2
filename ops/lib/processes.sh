# Sourced: child processes that end with this shell, in the reverse order of their start.
# shellcheck shell=bash

CHILD_NAMES=()
CHILD_PIDS=()

# start_child NAME COMMAND...: redirect at the call. Each has its own session, so that Ctrl-C reaches only this shell
# and the children end in order; the kernel ends them too should this shell be killed.
start_child() {
  local name="$1"
  shift
  setsid setpriv --pdeathsig TERM "$@" <&0 & # without <&0 it would get /dev/null
  CHILD_NAMES+=("$name")
  CHILD_PIDS+=("$!")
}

is_alive() {
  kill -0 "$1" 2> /dev/null
}

# The name of a child that has ended, or nothing.
ended_child() {
  local i
  for i in "${!CHILD_PIDS[@]}"; do
    if ! is_alive "${CHILD_PIDS[$i]}"; then
      printf '%s\n' "${CHILD_NAMES[$i]}"
      return
    fi
  done
}

# stop_child PID: SIGTERM, and SIGKILL after six seconds.
stop_child() {
  local pid="$1" left
  kill -TERM "$pid" 2> /dev/null || true
  kill -CONT "$pid" 2> /dev/null || true
  for ((left = 120; left > 0; left--)); do
    is_alive "$pid" || break
    sleep 0.05
  done
  if is_alive "$pid"; then
    kill -KILL "$pid" 2> /dev/null || true
  fi
  wait "$pid" 2> /dev/null || true
}

stop_children() {
  local i
  for ((i = ${#CHILD_PIDS[@]} - 1; i >= 0; i--)); do
    stop_child "${CHILD_PIDS[$i]}"
  done
  CHILD_PIDS=()
  CHILD_NAMES=()
}

# port_is_taken PORT: somebody answers there, on IPv4 or IPv6 loopback.
port_is_taken() {
  (exec 9<> "/dev/tcp/127.0.0.1/$1") 2> /dev/null || (exec 9<> "/dev/tcp/::1/$1") 2> /dev/null
}
