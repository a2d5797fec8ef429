#!/bin/bash
# Measures the ratios of performance against a stack of its own in var/bench: ./run bench [whole]
# "whole" fills the tables up to a million certificates, which takes several minutes.
set -eu

home=$(cd "$(dirname "$0")/.." && pwd)
cd "$home"
size=${1:-short}
case $size in short | whole) ;; *) echo "usage: ./run bench [whole]" >&2; exit 2 ;; esac

free_port() {
  local port=$1
  while (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do port=$((port + 1)); done
  echo "$port"
}

export VOUCHSEAL_VAR=$home/var/bench
VOUCHSEAL_HTTP_PORT=$(free_port 18480)
VOUCHSEAL_DB_PORT=$(free_port 13706)
VOUCHSEAL_SMTP_PORT=$(free_port 12825)
export VOUCHSEAL_HTTP_PORT VOUCHSEAL_DB_PORT VOUCHSEAL_SMTP_PORT
# as a server in production has it, not as a developer's
export VOUCHSEAL_JAVA_OPTIONS=${VOUCHSEAL_JAVA_OPTIONS:--Xms1g -Xmx1g -XX:+UseParallelGC}
export VOUCHSEAL_DB_BUFFER_MEGABYTES=${VOUCHSEAL_DB_BUFFER_MEGABYTES:-1024}
unset VOUCHSEAL_PUBLIC_URL

start() {
  ./run >"$VOUCHSEAL_VAR.log" 2>&1 &
  until grep -q '^READY ' "$VOUCHSEAL_VAR.log"; do
    kill -0 $! 2>/dev/null || { cat "$VOUCHSEAL_VAR.log"; exit 1; }
    sleep 1
  done
}

mvn -q -B -Pquick -pl benchmarks,launcher,ca-core/server,ra-portal/api -am package
mkdir -p "$home/var"
rm -rf "$VOUCHSEAL_VAR"
trap './run stop >/dev/null 2>&1 || true' EXIT
start
./run stop >/dev/null
# more enrolments are ordered here in a minute than anywhere in a day
sed -i 's/^ra.main.dailyQuota=.*/ra.main.dailyQuota=10000000/' "$VOUCHSEAL_VAR/pki/pki.properties"
start
status=0
java -Xmx1g -XX:+UseParallelGC -Djava.util.logging.config.file=/dev/null \
  -cp "benchmarks/target/benchmarks.jar:benchmarks/target/lib/*" org.vouchseal.benchmarks.Bench \
  "$VOUCHSEAL_VAR" launcher/target/dist/payara-micro.jar "$VOUCHSEAL_VAR/floor" \
  "$VOUCHSEAL_JAVA_OPTIONS" "$size" || status=$?
exit $status
