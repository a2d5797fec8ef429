#!/bin/sh
# Every CMP body that openssl can send, and several refusals, against the running stack: run by
# ./run demo cmp. Each exchange is shown in readable form; logs and DER messages stay in
# var/demo/cmp. Ends 1 when anything is answered otherwise than it must be.
set -eu

here=$(cd "$(dirname "$0")/../.." && pwd)
. "$here/launcher/demos/lib.sh"
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM
out=$var/demo/cmp
rm -rf "$out"
mkdir -p "$out"
chmod 700 "$out"
cd "$out"
umask 077
server=${url#*://}
base=.well-known/cmp
stamp=$(date -u +%Y%m%d%H%M%S)-$$

# json FIELD FILE: a text of a JSON answer that names it once
json() {
  sed -n "s/.*\"$1\"[[:space:]]*:[[:space:]]*\"\([^\"]*\)\".*/\1/p" "$2" | head -n 1
}

# post PATH BODY FILE [HEADER]
post() {
  curl -sS --max-time 20 -H 'Content-Type: application/json' ${4:+-H "$4"} -d "$2" -o "$3" \
    -w '%{http_code}' "$url/api/v1/$1"
}

# order MAILBOX NAME: proves the mailbox; sets reference, secret, subject
order() {
  [ "$(post enrolments "{\"mailbox\":\"$1\",\"tier\":\"V1\",\"claims\":{},\"language\":\"en\"}" \
    "$2-enrolment.json")" = 201 ] || fail "no enrolment: $(cat "$2-enrolment.json")"
  id=$(json id "$2-enrolment.json")
  token=$(json token "$2-enrolment.json")
  mail=
  tries=0
  while [ -z "$mail" ]; do
    mail=$(mail_to "$1")
    tries=$((tries + 1))
    [ "$tries" -le 300 ] || fail "no mail to $1 came into $var/mail within 60 seconds"
    [ -n "$mail" ] || sleep 0.2
  done
  code=$(tr -d '\r' <"$mail" | sed -n 's/^Code: //p' | head -n 1)
  [ "$(post "enrolments/$id/mailbox-proof" "{\"code\":\"$code\"}" "$2-proof.json" \
    "Authorization: Enrolment $token")" = 200 ] || fail "no proof: $(cat "$2-proof.json")"
  reference=$(json reference "$2-proof.json")
  secret=$(json secret "$2-proof.json")
  subject=/$(json subject "$2-proof.json")
}

key() {
  openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1" 2>/dev/null
}

# describe ARROW FILE: what kind of message it is, its transaction, its size, its texts
describe() {
  [ -s "$2" ] || return 0
  openssl asn1parse -inform DER -in "$2" >"$work/asn1" 2>/dev/null || fail "$2 is no DER"
  awk -v arrow="$1" -v size="$(wc -c <"$2" | tr -d ' ')" '
    BEGIN {
      n = split("ir ip cr cp p10cr popdecc popdecr kur kup krr krp rr rp ccr ccp ckuann cann rann \
crlann pkiconf nested genm genp error certConf pollReq pollRep", name, " ")
    }
    {
      depth = $0; sub(/^.*d=/, "", depth); depth += 0
      tag = $0; context = sub(/^.*cont \[ /, "", tag); tag += 0
      text = $0; hex = sub(/^.*\[HEX DUMP\]:/, "", text)
    }
    depth == 1 && context && !body { body = name[tag + 1]; inside = 1; next }
    depth == 1 { inside = 0; after = 1 }
    !body && depth == 2 && context { field = tag }
    !body && depth == 3 && field == 4 && hex { id = substr(text, 1, 16) }
    inside && body ~ /^(error|certConf|pollRep)$/ && /UTF8STRING/ { t = $0; sub(/^.*UTF8STRING *:/, "", t); said = said " \"" t "\"" }
    END { printf "   %s %-8s transaction %s…, %d octets%s\n", arrow, body, id, size, said }
  ' "$work/asn1"
}

# exchange NAME ok|no PROFILE-PATH ARGUMENTS…: one transaction, shown and judged
exchange() {
  name=$1 want=$2 path=$3
  shift 3
  requests= responses=
  for n in 1 2 3 4 5 6 7 8; do
    requests="$requests $name-$n-request.der"
    responses="$responses $name-$n-response.der"
  done
  if openssl cmp -config "${config:-}" -batch -server "$server" -path "$base$path" -recipient /CN=CA \
    -msg_timeout 30 -total_timeout 60 -reqout "${requests# }" -rspout "${responses# }" "$@" \
    >"$name.log" 2>&1; then got=ok; else got=no; fi
  for n in 1 2 3 4 5 6 7 8; do
    describe '→' "$name-$n-request.der"
    describe '←' "$name-$n-response.der"
  done
  [ "$got" = "$want" ] || fail "$name: wanted $want, got $got: $(tail -n 3 "$name.log")"
}

# refused FAILINFO: what the last exchange was refused with
refused() {
  grep -q "PKIFailureInfo: $1" "$name.log" ||
    fail "$name was not refused with $1: $(tail -n 3 "$name.log")"
  ok "refused with $1"
}

# issued CERTIFICATE KEY: the certificate has the key and leads to the root
issued() {
  [ "$(openssl x509 -in "$1" -noout -pubkey)" = "$(openssl pkey -in "$2" -pubout)" ] ||
    fail "$1 has another key than was asked for"
  openssl verify -x509_strict -CAfile root.pem -untrusted chain.pem "$1" >"$work/verify" 2>&1 ||
    fail "openssl verify refuses $1: $(cat "$work/verify")"
  ok "$1: $(openssl x509 -in "$1" -noout -subject -serial | tr '\n' ' ')"
}

fetch "$url/pki/root.cer" root.der
fetch "$url/pki/smime.cer" smime.der
fetch "$url/pki/trust.cer" trust.der
openssl x509 -inform DER -in root.der -out root.pem
{
  openssl x509 -inform DER -in smime.der
  openssl x509 -inform DER -in trust.der
} >chain.pem

step "Prove a mailbox: $stamp@example.org"
order "demo-$stamp@example.org" first
ok "reference $reference, subject $subject"
mac() { set -- "$@" -ref "$reference" -secret "pass:$secret"; exchange "$@"; }
key k1.pem

step "Refusals before anything is issued"
exchange wrong-secret no /p/signing -cmd ir -ref "$reference" -secret "pass:not-$secret" \
  -unprotected_errors -subject "$subject" -newkey k1.pem -certout no.pem
refused badMessageCheck
mac other-subject no /p/signing -cmd ir -subject "/CN=somebody else" -newkey k1.pem -certout no.pem
refused badCertTemplate
mac raverified no /p/signing -cmd ir -popo 0 -subject "$subject" -newkey k1.pem -certout no.pem
refused notAuthorized

step "ir, ip, certConf, pkiConf: the first signing certificate, under the secret"
mac ir ok /p/signing -cmd ir -subject "$subject" -newkey k1.pem -certout c1.pem
issued c1.pem k1.pem
mac spent no /p/signing -cmd ir -unprotected_errors -subject "$subject" -newkey k1.pem -certout no.pem
refused badMessageCheck

signed() { set -- "$@" -cert c1.pem -key k1.pem -trusted root.pem -untrusted chain.pem; exchange "$@"; }
step "cr, cp: a further device, under the certificate, confirmed implicitly"
key k2.pem
signed cr ok /p/signing -cmd cr -subject "$subject" -newkey k2.pem -certout c2.pem -implicit_confirm
issued c2.pem k2.pem

step "p10cr, cp: a PKCS #10 request"
key k3.pem
openssl req -new -key k3.pem -subj "$subject" -out p10.pem
signed p10cr ok /p/signing -cmd p10cr -csr p10.pem -certout c3.pem
issued c3.pem k3.pem

step "certConf that rejects: the certificate is revoked and the use given back"
key k4.pem
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout /dev/null \
  -subj /CN=stranger -out stranger.pem 2>/dev/null
signed rejecting no /p/signing -cmd cr -subject "$subject" -newkey k4.pem -certout no.pem \
  -out_trusted stranger.pem
grep -q 'certificate not accepted' rejecting.log ||
  fail "the client did not reject: $(tail -n 3 rejecting.log)"
ok "the client rejected, the server confirmed that"

step "kur, kup: the signing certificate is renewed, once"
key k5.pem
signed kur ok /p/signing -cmd kur -oldcert c1.pem -newkey k5.pem -certout c5.pem
issued c5.pem k5.pem
key k6.pem
signed kur-again no /p/signing -cmd kur -oldcert c1.pem -newkey k6.pem -certout no.pem
refused badRequest

step "genm, genp: the CA's certificates"
signed genm ok '' -cmd genm -infotype caCerts
signed genm-misplaced no /revocation -cmd genm -infotype caCerts
refused badRequest

step "A registration authority enrols under its own certificate"
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ra-ca.key -days 30 \
  -subj "/CN=a CA that nobody here knows" -out ra-ca.pem 2>/dev/null
key ra.key
openssl req -new -key ra.key -subj "/CN=RA of the demo" -out ra-p10.pem
printf '%s\n' 'keyUsage=critical,digitalSignature' 'extendedKeyUsage=1.3.6.1.5.5.7.3.28' \
  'subjectKeyIdentifier=hash' >"$work/ra.ext"
openssl x509 -req -in ra-p10.pem -CA ra-ca.pem -CAkey ra-ca.key -CAcreateserial -days 30 \
  -extfile "$work/ra.ext" -out ra.pem 2>/dev/null
VOUCHSEAL_VAR=$var "$here/run" admin ra add "demo-$stamp" ra.pem --tiers V1 \
  --domains demo.example.org >admin.log 2>&1 || fail "admin ra add: $(cat admin.log)"
sed 's/^/   /' admin.log
sleep 10
printf '[anna]\nsubjectAltName=email:anna@demo.example.org\n[foreign]\nsubjectAltName=email:anna@example.com\n' \
  >ra.cnf
config=ra.cnf
issuer=$(openssl x509 -inform DER -in smime.der -noout -subject -nameopt RFC2253 |
  sed 's/^subject=//; s|/|\\/|g' | awk -F, '{ for (i = NF; i > 0; i--) printf "/%s", $i }')
authority() { set -- "$@" -issuer "$issuer" -cert ra.pem -key ra.key -trusted root.pem -untrusted chain.pem; exchange "$@"; }
key k7.pem
authority ra-ir ok /p/signing -cmd ir -subject /CN=anna@demo.example.org \
  -reqexts anna -newkey k7.pem -certout c7.pem
issued c7.pem k7.pem
key k8.pem
authority ra-foreign-domain no /p/signing -cmd ir -subject /CN=anna@example.com \
  -reqexts foreign -newkey k8.pem -certout no.pem
refused notAuthorized
authority ra-encryption no /p/encryption -cmd cr -subject /CN=anna@demo.example.org \
  -reqexts anna -newkey k8.pem -certout no.pem
refused notAuthorized
authority ra-rr ok '' -cmd rr -oldcert c7.pem -revreason 0
VOUCHSEAL_VAR=$var "$here/run" admin ra remove "demo-$stamp" >admin.log 2>&1 ||
  fail "admin ra remove: $(cat admin.log)"

config=

step "rr, rp: a holder revokes"
signed rr ok '' -cmd rr -oldcert c2.pem -revreason 4
signed rr-twice no '' -cmd rr -oldcert c2.pem -revreason 4
refused certRevoked
signed replay no /p/signing -cmd cr -subject "$subject" -newkey k2.pem -certout no.pem \
  -reqin p10cr-1-request.der
refused transactionIdInUse

if curl -fsS -o conformance-root.der "$url/pki/conformance-root.cer" 2>/dev/null; then
  step "pollReq, pollRep: a request that waits, at the endpoint for suites of others"
  file=${VOUCHSEAL_CONFORMANCE_SECRET_FILE:-}
  [ -n "$file" ] || fail "the endpoint is up: VOUCHSEAL_CONFORMANCE_SECRET_FILE must name its secret here, too"
  case $file in /*) ;; *) file=$here/$file ;; esac
  key k9.pem
  exchange waiting ok /p/conformance-waiting -cmd ir -ref conformance -secret "file:$file" \
    -subject "/CN=who waits" -newkey k9.pem -certout c9.pem
  openssl x509 -inform DER -in conformance-root.der -out conformance-root.pem
  fetch "$url/pki/conformance-smime.cer" conformance-smime.der
  openssl x509 -inform DER -in conformance-smime.der -out conformance-smime.pem
  openssl verify -x509_strict -CAfile conformance-root.pem -untrusted conformance-smime.pem c9.pem \
    >"$work/verify" 2>&1 || fail "openssl verify refuses c9.pem: $(cat "$work/verify")"
  ok "waited, approved, confirmed"
else
  printf '\nPolling is shown when ./run was started with VOUCHSEAL_CONFORMANCE_SECRET_FILE (docs/conformance.md)\n'
fi

step "What is no message"
for octets in '' 'x' '0000'; do
  printf '%s' "$octets" >"$work/body"
  status=$(curl -sS -o /dev/null -w '%{http_code}' -H 'Content-Type: application/pkixcmp' \
    --data-binary "@$work/body" "$url/$base")
  [ "$status" = 400 ] || fail "${#octets} octets of nonsense are answered $status"
done
ok "nothing, one octet, four octets: 400"

printf '\nDONE. Every message and log is in %s\n' "$out"
