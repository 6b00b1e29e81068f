# Runs claimx check with the action's inputs, which come as environment variables; lists are one item a line.
set -euo pipefail
claimx="${CLAIMX:-$RUNNER_TEMP/claimx/bin/claimx}"

arguments=()
while IFS= read -r argument; do
  if [ -n "$argument" ]; then arguments+=("$argument"); fi
done <<< "${ARGS:-}"
if [ -n "${GOLD:-}" ]; then arguments+=(--gold "$GOLD"); fi
if [ -n "${BASELINE:-}" ]; then arguments+=(--baseline "$BASELINE"); fi

paths=()
while IFS= read -r path; do
  if [ -n "$path" ]; then paths+=("$path"); fi
done <<< "$PATHS"

if [ -n "${SARIF:-}" ]; then
  "$claimx" check ${arguments[@]+"${arguments[@]}"} --exit-zero --format sarif --output "$SARIF" -- "${paths[@]}"
fi
"$claimx" check ${arguments[@]+"${arguments[@]}"} --fail-on "${FAIL_ON:-warning}" --format github -- "${paths[@]}"
