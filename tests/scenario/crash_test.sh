#!/bin/sh
# kill -9 while files are imported: the bureau opens, verifies, and holds the whole batch or none of it.
# usage: crash_test.sh PROGRAM SOURCE_DIR
set -u
program=$1
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 1
unset HOMEWARD_DB HOMEWARD_TOKEN HOMEWARD_CLOCK
failed=0
result() { if [ "$1" = 0 ]; then echo "ok $2"; else echo "not ok $2"; failed=1; fi; }
records() { "$program" --db "$1" status --json | sed -n 's/.*"records": \([0-9]*\).*/\1/p'; }

"$program" example --out data --persons 4000 --seed 3 >/dev/null || { echo "not ok an example is made"; exit 1; }
"$program" --db clean.db init --training >/dev/null
for kind in settings parties sources holders categories circumstances regions places groups; do
	[ -f data/$kind.csv ] && "$program" --db clean.db import $kind data/$kind.csv >/dev/null 2>&1
done
cp clean.db whole.db
"$program" --db whole.db import persons data/persons.csv >out 2>&1
result $? "the whole import passes"
before=$(records clean.db); after=$(records whole.db)
[ "$after" -ge $((before + 4000)) ]; result $? "and brings 4000 records"

none=0; all=0; round=0
for delay in 0.01 0.03 0.05 0.08 0.11 0.15 0.19 0.24 0.30 0.37 0.45 0.60; do
	round=$((round + 1))
	rm -f crash.db crash.db-wal crash.db-shm
	cp clean.db crash.db
	"$program" --db crash.db import persons data/persons.csv >/dev/null 2>&1 &
	child=$!
	sleep $delay
	kill -9 $child 2>/dev/null
	wait $child 2>/dev/null
	"$program" --db crash.db verify >verdict 2>&1
	result $? "killed after $delay s: verify is good"
	found=$(records crash.db)
	if [ "$found" = "$before" ]; then none=$((none + 1)); result 0 "killed after $delay s: nothing of the batch"
	elif [ "$found" = "$after" ]; then all=$((all + 1)); result 0 "killed after $delay s: the whole batch"
	else result 1 "killed after $delay s: $found records, neither $before nor $after"; fi
	"$program" --db crash.db import persons data/persons.csv >/dev/null 2>&1
	[ "$(records crash.db)" = "$after" ]; result $? "killed after $delay s: the import can be repeated"
done
echo "# $none without the batch, $all with it"
[ "$none" -gt 0 ]; result $? "some were killed in time"

# A disk that is full (a limit on the size of files stands for it).
cp clean.db full.db
(ulimit -f 1500; trap '' XFSZ; "$program" --db full.db import persons data/persons.csv >out 2>&1)
code=$?
[ "$code" = 5 ]; result $? "a full disk is exit 5 (was $code)"
[ "$(records full.db)" = "$before" ]; result $? "and changes nothing"
"$program" --db full.db verify >/dev/null; result $? "and the bureau verifies"
exit $failed
