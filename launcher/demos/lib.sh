# What the demonstrations share; sourced, not run. Expects $here and sets $var, $addresses, $url, $work.
var=${VOUCHSEAL_VAR:-$here/var}
addresses=$var/run/addresses.json

fail() {
  echo "FAILED: $*" >&2
  exit 1
}

step() {
  number=$((${number:-0} + 1))
  printf '\n%s. %s\n' "$number" "$1"
}

look() {
  printf '   look at: %s\n' "$1"
}

ok() {
  printf '   ok: %s\n' "$1"
}

# fetch URL FILE
fetch() {
  if command -v curl >/dev/null 2>&1; then
    curl -fsS --max-time 10 -H 'Cache-Control: no-cache' -o "$2" "$1"
  elif command -v wget >/dev/null 2>&1; then
    wget -q -T 10 --header 'Cache-Control: no-cache' -O "$2" "$1"
  else
    fail "neither curl nor wget is installed: apt-get install curl"
  fi
}

# mail_to MAILBOX: prints the file of the first mail to it, or nothing when none came yet
mail_to() {
  for eml in "$var"/mail/*.eml; do
    [ -e "$eml" ] || continue
    if tr -d '\r' <"$eml" | sed '/^$/q' | grep -qi "^To:.*$1"; then
      echo "$eml"
      return
    fi
  done
}

[ -r "$addresses" ] || fail "no running stack: $addresses is missing. Start it with ./run"
url=$(sed -n 's/.*"publicUrl"[[:space:]]*:[[:space:]]*"\([^"]*\)".*/\1/p' "$addresses" | head -n 1)
[ -n "$url" ] || fail "$addresses names no publicUrl"
command -v openssl >/dev/null 2>&1 || fail "openssl is not installed: apt-get install openssl"
work=$(mktemp -d)
