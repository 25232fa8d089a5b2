# Sourced by ops/mutants: the firmware's core, by a mutator of our own on the host's compiler.
# shellcheck shell=bash disable=SC2034

STRICT='^(board|ramp)\.c$'

measure() {
  need_c
  need_command /usr/bin/python3 python3
  /usr/bin/python3 "$HERE/lib/mutants/firmware.py" "$ROOT" "$OUT/firmware" "$OUT/firmware.jsonl"
}
