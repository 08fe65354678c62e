#!/bin/sh
# usage: load.sh PROGRAM DIR
# Makes the bureau file $HOMEWARD_DB in training mode, imports every file of DIR in the order in which
# they refer to one another, puts the originals of the evidence beside the bureau, and proposes of whom
# the reports may speak that nobody has reviewed.
set -eu
program=$1
folder=$2
: "${HOMEWARD_DB:?set HOMEWARD_DB to the bureau file to be made}"
export HOMEWARD_DB
notes=$(mktemp)
trap 'rm -f "$notes" "$notes.told"' EXIT
# What is only worth reading when it goes wrong (encodings, possible duplicates) is kept back until it does.
quietly() {
	"$program" "$@" 2>"$notes" || {
		status=$?
		cat "$notes" >&2
		exit "$status"
	}
}
quietly init --training >/dev/null
for kind in settings parties sources holders categories circumstances regions places objects relations visits \
	transfers groups persons reports debriefs inquiries claims custody evidence notices statements aggregates \
	interests rounds minutes packages requests lists entries answers deliveries judgements; do
	for file in "$folder/$kind.csv" "$folder/${kind}_"*.csv; do
		[ -f "$file" ] || continue
		# One line a file; the answers to names on lists are for who asks for them (homeward trace --list ID).
		quietly import "$kind" "$file" >"$notes.told"
		sed -n 1p "$notes.told"
	done
done
beside=$(dirname "$HOMEWARD_DB")/evidence
if [ -d "$folder/evidence" ] && [ ! "$folder/evidence" -ef "$beside" ]; then
	mkdir -p "$beside"
	cp "$folder/evidence/"* "$beside/"
fi
quietly trace
