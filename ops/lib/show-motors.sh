#!/bin/bash
# show-motors.sh FILE: shows that file's line in place on a terminal, else as a line a second.
set -euo pipefail
if [[ -t 1 ]]; then
  while :; do
    printf '\r\033[K%s' "$(cat "$1" 2> /dev/null || true)"
    sleep 0.2
  done
fi
while :; do
  line="$(cat "$1" 2> /dev/null || true)"
  [[ -z "$line" ]] || printf '%s\n' "$line"
  sleep 1
done
