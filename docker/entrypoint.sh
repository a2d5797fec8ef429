#!/bin/sh
# prepare: makes schemas, accounts, the hierarchy, and fills the server's folder; ends.
# serve:   runs the server with what prepare left in VOUCHSEAL_NODE_VAR.
set -eu

dist=${VOUCHSEAL_DIST:-/opt/vouchseal}
temporary=${TMPDIR:-/tmp}

prepare() {
  exec java -Xmx256m -XX:+UseSerialGC -Duser.timezone=UTC "-Djava.io.tmpdir=$temporary" \
    -cp "$dist/launcher.jar:$dist/lib/*" org.vouchseal.launcher.PrepareCommand
}

serve() {
  node=${VOUCHSEAL_NODE_VAR:?must name the folder that prepare filled}
  if [ ! -r "$node/run/node.env" ]; then
    echo "$node/run/node.env cannot be read; run the command prepare first" >&2
    exit 1
  fi
  set -a
  . "$node/run/node.env"
  set +a
  # a used root folder would deploy its old WAR first
  root=$(mktemp -d "$temporary/payara.XXXXXX")
  # shellcheck disable=SC2086 # several options in one variable
  exec java ${VOUCHSEAL_JAVA_OPTIONS:--Xmx1g} -Duser.timezone=UTC "-Djava.io.tmpdir=$temporary" \
    -jar "$dist/payara-micro.jar" --nocluster --disablephonehome \
    --port "$VOUCHSEAL_HTTP_PORT" --rootdir "$root" --prebootcommandfile "$node/run/payara.boot" \
    --deploy "$dist/ROOT.war" --deploy "$dist/api.war"
}

case ${1:-} in
  prepare) prepare ;;
  serve) serve ;;
  *) echo "usage: entrypoint.sh prepare | serve" >&2; exit 2 ;;
esac
