#!/bin/sh
# usage: load.sh PROGRAM DIR
# Makes the bureau file $HOMEWARD_DB in training mode, imports every file of DIR in the order in which
# they refer to one another, and proposes who the reports that nobody has reviewed may speak of.
set -eu
program=$1
folder=$2
: "${HOMEWARD_DB:?set HOMEWARD_DB to the bureau file to be made}"
export HOMEWARD_DB
"$program" init --training >/dev/null
for kind in settings parties sources holders categories circumstances regions places objects relations visits \
	groups persons reports debriefs inquiries claims custody evidence notices statements aggregates interests \
	rounds minutes packages requests lists entries answers deliveries judgements; do
	for file in "$folder/$kind.csv" "$folder/${kind}_"*.csv; do
		[ -f "$file" ] || continue
		"$program" import "$kind" "$file"
	done
done
"$program" trace
