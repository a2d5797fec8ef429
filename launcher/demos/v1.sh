#!/bin/sh
# The main job, from a mailbox to a revocation that shows: run by ./run demo v1 against the running
# stack. Uses the project's own command and checks every step with openssl. Ends 1 when a check fails.
set -eu

here=$(cd "$(dirname "$0")/../.." && pwd)
. "$here/launcher/demos/lib.sh"
out=$var/demo/v1
vouchseal=$here/sdk/bin/vouchseal
enroller=
cleanup() {
  [ -z "$enroller" ] || kill "$enroller" 2>/dev/null || true
  rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 1' INT TERM

rm -rf "$out"
mkdir -p "$out"
chmod 700 "$out"
mailbox=demo-$(date -u +%Y%m%d%H%M%S)-$$@example.org

step "Enrol $mailbox at $url"
"$vouchseal" enroll --server "$url" --mailbox "$mailbox" --code-from "$work/code" --timeout 120 \
  --out "$out" >"$work/enroll.out" 2>"$work/enroll.err" &
enroller=$!
mail=
tries=0
while [ -z "$mail" ]; do
  mail=$(mail_to "$mailbox")
  [ -n "$mail" ] && break
  kill -0 "$enroller" 2>/dev/null || break
  tries=$((tries + 1))
  [ "$tries" -le 300 ] || fail "no mail to $mailbox came into $var/mail within 60 seconds"
  sleep 0.2
done
if [ -n "$mail" ]; then
  look "$mail, the mail with the one-time code"
  cp "$mail" "$work/code.part"
  mv "$work/code.part" "$work/code"
fi
status=0
wait "$enroller" || status=$?
enroller=
sed 's/^/   /' "$work/enroll.err" "$work/enroll.out"
[ "$status" -eq 0 ] || fail "vouchseal enroll ended with $status"
ok "both certificates are in $out"

step "What was issued"
openssl x509 -in "$out/signing.pem" -noout -subject -serial -enddate \
  -ext subjectAltName,keyUsage,extendedKeyUsage | sed 's/^/   /'
openssl x509 -in "$out/encryption.pem" -noout -serial -ext keyUsage | sed 's/^/   /'
openssl x509 -in "$out/signing.pem" -noout -ext subjectAltName | grep -qF "email:$mailbox" ||
  fail "the signing certificate does not name $mailbox"
look "$out/signing.pem and $out/encryption.pem: two keys, one mailbox"

step "The key file for a mail program"
openssl pkcs12 -info -noout -in "$out/pair.p12" -passin "file:$out/p12-password.txt" \
  >"$work/p12" 2>&1 || fail "openssl pkcs12 cannot open pair.p12: $(cat "$work/p12")"
grep -qi '^MAC: *sha256' "$work/p12" || fail "pair.p12 has no HMAC-SHA256: $(cat "$work/p12")"
encrypted=$(grep -cE '^(PKCS7 Encrypted data|Shrouded Keybag):' "$work/p12" || true)
strong=$(grep -cE ': PBES2, PBKDF2, AES-256-CBC, .*PRF hmacWithSHA256' "$work/p12" || true)
[ "$encrypted" -ge 3 ] && [ "$encrypted" = "$strong" ] ||
  fail "pair.p12 is not all under PBES2 with AES-256: $(cat "$work/p12")"
for part in nokeys nocerts; do
  openssl pkcs12 -in "$out/pair.p12" -passin "file:$out/p12-password.txt" "-$part" -nodes \
    2>/dev/null | sed -n 's/^ *friendlyName: //p' | LC_ALL=C sort -u >"$work/$part"
  for name in encryption signing; do
    grep -qx "$name" "$work/$part" || fail "pair.p12 has no entry $name ($part): $(cat "$work/$part")"
  done
done
ok "openssl pkcs12 -info: entries signing and encryption, PBES2 with AES-256, HMAC-SHA256"
look "openssl pkcs12 -info -noout -in $out/pair.p12 -passin file:$out/p12-password.txt"

step "A relying party checks the chain and the CRL"
crl=$(openssl x509 -in "$out/signing.pem" -noout -ext crlDistributionPoints |
  sed -n 's/.*URI:\(http[^ ]*\).*/\1/p' | head -n 1)
[ -n "$crl" ] || fail "the signing certificate names no CRL"
fetch "$crl" "$work/before.der" || fail "the CRL at $crl cannot be fetched"
openssl crl -inform DER -in "$work/before.der" -out "$work/before.crl"
for pair in signing:smimesign encryption:smimeencrypt; do
  openssl verify -x509_strict -crl_check -purpose "${pair#*:}" -CRLfile "$work/before.crl" \
    -CAfile "$out/root.pem" -untrusted "$out/chain.pem" "$out/${pair%:*}.pem" >"$work/verify" 2>&1 ||
    fail "openssl verify refuses ${pair%:*}.pem: $(cat "$work/verify")"
  ok "openssl verify -x509_strict -crl_check -purpose ${pair#*:} ${pair%:*}.pem"
done
look "$crl"

step "A relying party asks the OCSP responder"
ocsp=$(openssl x509 -in "$out/signing.pem" -noout -ocsp_uri)
[ -n "$ocsp" ] || fail "the signing certificate names no OCSP responder"
# ocsp_says WORD NAME: the answer is signed by whom the CA delegated, and says WORD of NAME.pem
ocsp_says() {
  openssl ocsp -sha256 -issuer "$out/chain.pem" -cert "$out/$2.pem" -url "$ocsp" \
    -CAfile "$out/root.pem" -verify_other "$out/chain.pem" >"$work/ocsp" 2>&1 &&
    grep -q 'Response verify OK' "$work/ocsp" && grep -q "$2.pem: $1" "$work/ocsp"
}
for name in signing encryption; do
  ocsp_says good "$name" || fail "OCSP at $ocsp does not say good: $(cat "$work/ocsp")"
  ok "$ocsp says good of $name.pem"
done
look "openssl ocsp -issuer $out/chain.pem -cert $out/signing.pem -url $ocsp -CAfile $out/root.pem"

step "Sign a message"
{
  echo "Signed and encrypted with Vouchseal for $mailbox"
  date -u +%Y-%m-%dT%H:%M:%SZ
} >"$out/message.txt"
(
  umask 077
  openssl pkcs12 -in "$out/pair.p12" -passin "file:$out/p12-password.txt" -nocerts -nodes \
    -out "$work/keys.pem"
  awk -v folder="$work" '
    /friendlyName:/ { name = $2 }
    /BEGIN PRIVATE KEY/ { inside = 1 }
    inside { print > (folder "/" name ".key") }
    /END PRIVATE KEY/ { inside = 0 }' "$work/keys.pem"
) || fail "pair.p12 cannot be opened"
openssl cms -sign -binary -md sha256 -in "$out/message.txt" -signer "$out/signing.pem" \
  -inkey "$work/signing.key" -certfile "$out/chain.pem" -outform DER -out "$out/message.p7s" ||
  fail "openssl cms -sign"
openssl cms -verify -binary -inform DER -in "$out/message.p7s" -content "$out/message.txt" \
  -CAfile "$out/root.pem" -purpose smimesign -out /dev/null 2>"$work/cms" ||
  fail "openssl cms -verify: $(cat "$work/cms")"
ok "openssl cms -verify -purpose smimesign message.p7s"
look "$out/message.p7s, a detached signature over message.txt"

step "Encrypt a message and read it with the escrowed key"
openssl cms -encrypt -binary -aes256 -in "$out/message.txt" -outform DER \
  -out "$out/message.p7m" "$out/encryption.pem" || fail "openssl cms -encrypt"
openssl cms -decrypt -inform DER -in "$out/message.p7m" -recip "$out/encryption.pem" \
  -inkey "$work/encryption.key" -out "$work/message.txt" || fail "openssl cms -decrypt"
cmp -s "$work/message.txt" "$out/message.txt" || fail "the decrypted message differs"
ok "openssl cms -decrypt message.p7m gives message.txt again"
look "$out/message.p7m"

step "Revoke"
"$vouchseal" revoke --server "$url" --in "$out" --reason keyCompromise >"$work/revoke.out" 2>&1 || {
  status=$?
  sed 's/^/   /' "$work/revoke.out"
  fail "vouchseal revoke ended with $status"
}
sed 's/^/   /' "$work/revoke.out"
serial=$(openssl x509 -in "$out/signing.pem" -noout -serial | sed 's/^serial=//')
shown=
end=$(($(date +%s) + 10))
while [ "$(date +%s)" -le "$end" ]; do
  if fetch "$crl" "$work/after.der" 2>/dev/null &&
    openssl crl -inform DER -in "$work/after.der" -out "$out/after.crl" &&
    openssl crl -in "$out/after.crl" -noout -text | grep -qi "Serial Number: 0*$serial" &&
    ocsp_says revoked signing; then
    shown=yes
    break
  fi
  sleep 0.3
done
[ -n "$shown" ] || fail "CRL and OCSP do not both say revoked within 10 seconds"
ok "the CRL lists $serial and OCSP says revoked"
grep -q -- '-----BEGIN X509 CRL-----' "$out/after.crl" || fail "after.crl is not PEM"
follower=$(openssl x509 -in "$out/encryption.pem" -noout -serial | sed 's/^serial=//')
openssl crl -in "$out/after.crl" -noout -text | grep -qi "Serial Number: 0*$follower" ||
  fail "after.crl does not list $follower, the encryption certificate"
ok "it lists $follower too: the encryption certificate follows the last signing certificate"
grep -E 'Reason|Revocation Time' "$work/ocsp" | sed 's/^[[:space:]]*/   /'
for name in signing encryption; do
  if openssl verify -x509_strict -crl_check -CRLfile "$out/after.crl" -CAfile "$out/root.pem" \
    -untrusted "$out/chain.pem" "$out/$name.pem" >"$work/verify" 2>&1; then
    fail "openssl verify still accepts $name.pem"
  fi
  grep -q 'certificate revoked' "$work/verify" ||
    fail "openssl verify refuses $name.pem for another reason: $(cat "$work/verify")"
  ok "openssl verify -crl_check refuses $name.pem: certificate revoked"
done
look "openssl crl -in $out/after.crl -noout -text"

expected='after.crl chain.pem encryption.pem enrolment.json message.p7m message.p7s message.txt p12-password.txt pair.p12 root.pem signing.pem'
found=$(cd "$out" && ls -A | LC_ALL=C sort | tr '\n' ' ' | sed 's/ $//')
[ "$found" = "$expected" ] || fail "$out holds $found, expected is $expected"

printf '\nDONE. Everything is in %s\n' "$out"
