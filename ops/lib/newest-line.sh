#!/bin/bash
# newest-line.sh FILE: keeps the newest line of standard input in FILE, so that whoever shows it can't slow the writer.
set -euo pipefail
while IFS= read -r line; do
  printf '%s\n' "$line" > "$1"
done
