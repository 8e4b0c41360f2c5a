# For scripts that run commands and look at what they say. Source it; it keeps the last command's
# output in $log and shows it only where something is wrong.
log="$(mktemp)"
trap 'rm -f "$log"' EXIT

fail() {
  cat "$log" >&2
  echo "$0: $*" >&2
  exit 1
}

succeeds() {
  "$@" > "$log" 2>&1 < /dev/null || fail "failed: $*"
}

refused() {
  if "$@" > "$log" 2>&1 < /dev/null; then
    fail "succeeded, and should not have: $*"
  fi
}

# An extended regular expression that a line of the output has to match.
says() {
  grep -Eq -- "$1" "$log" || fail "not said: $1"
}
