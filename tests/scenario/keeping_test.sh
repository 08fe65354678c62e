#!/bin/sh
# init, setting, status, verify, backup, restore, user, confirm as their users call them.
# usage: keeping_test.sh PROGRAM SOURCE_DIR
set -u
program=$1
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 1
unset HOMEWARD_DB HOMEWARD_TOKEN HOMEWARD_CLOCK
failed=0
ok() { # ok TEXT COMMAND...: the command must succeed
	text=$1; shift
	if "$@"; then echo "ok $text"; else echo "not ok $text"; failed=1; fi
}
runs() { # runs CODE WORDS ARGUMENTS...: exit code, and the words in stdout or stderr
	code=$1; words=$2; shift 2
	"$program" "$@" >out 2>err </dev/null; got=$?
	[ "$got" = "$code" ] && { [ -z "$words" ] || grep -qF -- "$words" out err; } && return 0
	echo "# $*: exit $got instead of $code, or without \"$words\":"; sed 's/^/#   /' out err; return 1
}

# ---- what is not there, or not a bureau
ok "a missing bureau is told, with the remedy" runs 5 "homeward init" --db none.db status
ok "a directory is told" runs 5 "is a directory" --db . status
printf 'not a database, not a database, not a database, not a database, not a database, not a database, not' >letter
ok "another file is told" runs 5 "not a bureau" --db letter status
: >empty
ok "an empty file is told" runs 5 "is empty" --db empty status
ok "PostgreSQL is refused by name" runs 2 "not before" --db postgresql://office/bureau status
ok "a folder that is not there is told" runs 5 "" --db no/such/bureau.db init
ok "nothing is left behind" test ! -e no

# ---- training
ok "init --training makes a file" runs 0 "TRAINING" init --training
ok "init does not overwrite" runs 5 "already" init --training
for command in "status" "setting" "user list" "verify" "confirm" "setting as_of"; do
	ok "$command says TRAINING" runs 0 "TRAINING" $command
	ok "$command --json says training" sh -c '"$0" $1 --json | grep -q "\"training\": true"' "$program" "$command"
done
ok "a setting is taken" runs 0 "2025-02-28" setting as_of 2025-02-28
ok "and stands" runs 0 "as of 2025-02-28" status
ok "--as-of comes before it" runs 0 "as of 2025-01-01" --as-of 2025-01-01 status
ok "--as-of that is no day is refused" runs 2 "is not a day" --as-of 2025-02-30 status
ok "a setting that is no day is refused" runs 3 "is not a day" setting as_of 30.02.2025x
ok "a number out of range is refused" runs 3 "180" setting protect_days 20
ok "a setting that does not exist is refused" runs 3 "there is no setting" setting as_off 2025-01-01
ok "training cannot be set" runs 3 "cannot be changed" setting training 0
ok "an empty value takes it back" runs 0 "" setting as_of ""
ok "a role has its rights only" runs 4 "may not" --as negotiator setting as_of 2025-02-28
ok "an unknown user is refused, in training too" runs 4 "there is no user" --as nobody status
ok "too many arguments are refused" runs 2 "" status now
ok "user without a verb is refused" runs 2 "" user
ok "user add works in training" runs 0 "added" user add maria --role negotiator --role "legal officer"
ok "a user twice is refused" runs 3 "already" user add maria --role negotiator
ok "an administrator has no other role" runs 3 "no other role" user add petro --role administrator --role negotiator
ok "a role that does not exist is refused" runs 3 "there is no role" user add petro --role spy
ok "a name with odd letters is refused" runs 3 "cannot be" user add "Petro P" --role negotiator
ok "disable works" runs 0 "disabled" user disable maria
ok "a disabled user is out" runs 4 "" --as maria status
ok "the last administrator stays" runs 3 "last administrator" user disable administrator
ok "an unknown user cannot be disabled" runs 3 "there is no user" user disable nobody

# ---- verify, backup, restore
ok "verify is good" runs 0 "good:" verify
ok "verify names the tree heads' absence" runs 0 "none yet" verify
ok "backup" runs 0 "sha256" backup copy.db
ok "backup does not overwrite" runs 5 "already" backup copy.db
ok "the copy verifies" runs 0 "good:" --db copy.db verify
ok "a change after it" runs 0 "" setting name later
ok "restore" runs 0 "Restored" restore copy.db
ok "what was later is gone" sh -c '! "$0" setting name | grep -q later' "$program"
ok "what stood there was kept" runs 0 "later" --db bureau.db.before-restore-1 setting name
ok "the restored bureau verifies" runs 0 "good:" verify
ok "the ledger tells of backup and restore" test "$(sqlite3 bureau.db "select group_concat(act, ' ') from (select act from ledger_entry where act in ('backup', 'restore') order by sequence)")" = "backup restore"
cp copy.db spoiled.db
sqlite3 spoiled.db "update setting set value = 'spoiled' where name = 'as_of'"
ok "a spoiled copy is not good, exit 1" runs 1 "entry" --db spoiled.db verify
ok "verify --json names the first bad entry" sh -c '"$0" --db spoiled.db verify --json | grep -q "\"first_bad_entry\": [0-9]"' "$program"
ok "a spoiled copy is not restored, exit 1" runs 1 "Nothing was changed" restore spoiled.db
ok "and nothing changed" runs 0 "good:" verify
ok "restore of nothing" runs 5 "there is no bureau" restore nothing.db
cp copy.db moved.db
sqlite3 moved.db "delete from ledger_entry where sequence = 2; delete from ledger_row where sequence = 2"
ok "a removed entry is named" runs 1 "entry 2 is missing" --db moved.db verify
mkdir -p bureau.db.evidence
digest=$(printf 'evidence' | sha256sum | cut -d' ' -f1)
ok "an evidence file that no entry sealed is found" sh -c 'cp copy.db odd.db; sqlite3 odd.db "insert into evidence_item (id, kind, title, file_sha256, stored_as, personal, learned_at) values ('"'e1', 'video', 'x', '$digest'"', '"'../../etc/passwd'"', 0, 0)"; "$0" --db odd.db verify >out; test $? = 1' "$program"

# ---- a bureau in earnest
token=$("$program" --db real.db init --json | sed -n 's/.*"token": "\(.*\)".*/\1/p')
ok "init prints a token once" test ${#token} = 23
ok "no default password: nobody enters without a name" runs 4 "asks who acts" --db real.db status
ok "nor without a token" runs 4 "token" --db real.db --as admin status
HOMEWARD_TOKEN=wrong-token; export HOMEWARD_TOKEN
ok "nor with a wrong token" runs 4 "is not right" --db real.db --as admin status
cp err wrong-token
ok "nor under a wrong name" runs 4 "is not right" --db real.db --as nobody status
ok "and both are told in the same words" cmp -s err wrong-token
HOMEWARD_TOKEN=$token
ok "the right token opens" runs 0 "ledger" --db real.db --as admin status
ok "and nothing says TRAINING" sh -c '! "$0" --db real.db --as admin status | grep -q TRAINING' "$program"
ok "the token stands nowhere in the file" sh -c '! grep -qF "$1" "$0"*' real.db "$token"
olena=$("$program" --db real.db --as admin user add olena --role "case officer" --json | sed -n 's/.*"token": "\(.*\)".*/\1/p')
ok "a user gets a token of his own" test ${#olena} = 23
HOMEWARD_TOKEN=$olena
ok "olena enters" runs 0 "olena" --db real.db --as olena status
ok "olena is not admin" runs 4 "is not right" --db real.db --as admin status
ok "olena cannot add users" runs 4 "may not" --db real.db --as olena user add petro --role negotiator
ok "olena cannot verify" runs 4 "may not" --db real.db --as olena verify
ok "olena cannot restore over it" runs 4 "may not" --db real.db --as olena restore copy.db
HOMEWARD_CLOCK=2020-01-01; export HOMEWARD_CLOCK
ok "nobody sets the clock of a real bureau" runs 2 "training" --db real.db --as olena status
unset HOMEWARD_CLOCK
HOMEWARD_TOKEN=$token
fresh=$("$program" --db real.db --as admin user token olena --json | sed -n 's/.*"token": "\(.*\)".*/\1/p')
HOMEWARD_TOKEN=$olena
ok "an old token ends" runs 4 "is not right" --db real.db --as olena status
HOMEWARD_TOKEN=$fresh
ok "the new one opens" runs 0 "olena" --db real.db --as olena status
HOMEWARD_TOKEN=bad
for i in 1 2 3 4 5; do "$program" --db real.db --as olena status >/dev/null 2>&1; done
HOMEWARD_TOKEN=$fresh
ok "after many wrong tokens he must wait" runs 4 "wait" --db real.db --as olena status
sleep 1.1
ok "but not for long" sh -c 'for i in 1 2 3; do "$0" --db real.db --as olena status >/dev/null 2>&1 && exit 0; sleep 1; done; exit 1' "$program"
HOMEWARD_TOKEN=$token
ok "the real bureau verifies" runs 0 "good:" --db real.db --as admin verify
unset HOMEWARD_TOKEN

# ---- the same acts by a fixed clock give the same ledger
HOMEWARD_CLOCK=2025-01-02T03:04:05Z; export HOMEWARD_CLOCK
for name in one two; do
	"$program" --db $name.db init --training >/dev/null
	"$program" --db $name.db setting as_of 2025-02-28 >/dev/null
	"$program" --db $name.db user add maria --role negotiator >/dev/null
	"$program" --db $name.db verify >$name.verify
done
ok "the same acts at the same time give the same ledger" cmp -s one.verify two.verify
unset HOMEWARD_CLOCK
ok "another time gives another" sh -c '"$0" --db three.db init --training >/dev/null; "$0" --db three.db verify >three.verify; ! cmp -s one.verify three.verify' "$program"
exit $failed
