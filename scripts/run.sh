#!/bin/sh
# The whole work of the bureau on the founding example: build, load, trace, brief, serve.
set -eu
cd "$(dirname "$0")/.."
sh scripts/build.sh
program=build/homeward
mkdir -p run
rm -f run/bureau.db run/bureau.db-wal run/bureau.db-shm
HOMEWARD_DB=run/bureau.db; export HOMEWARD_DB
sh examples/founding/load.sh "$program" examples/founding
echo
"$program" brief
if [ "${SERVE:-1}" = 0 ] || [ ! -t 1 ]; then
	echo
	echo "To read this in a browser: build/homeward --db run/bureau.db serve   (http://127.0.0.1:8122/)"
	exit 0
fi
exec "$program" serve
