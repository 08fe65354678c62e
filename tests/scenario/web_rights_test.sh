#!/bin/sh
# Who gets what through the page: every route of ui/openapi.yaml asked as every role and as a stranger; tests/data/web_rights.txt
# holds the answers (HOMEWARD_WRITE=1 writes it anew, to be read before it is committed).  And marked words that only some may see
# are looked for in all that each of them was sent.
# usage: web_rights_test.sh PROGRAM SOURCE_DIR
set -u
program=$1
source=$2
folder=$(mktemp -d) || exit 1
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null; rm -rf "$folder"' EXIT
unset HOMEWARD_TOKEN HOMEWARD_CLOCK
HOMEWARD_DB=$folder/bureau.db
export HOMEWARD_DB
table=$source/tests/data/web_rights.txt
failed=0
ok() { text=$1; shift; if "$@"; then echo "ok $text"; else echo "not ok $text"; failed=1; fi; }
load() {
	cat >"$folder/$1.csv"
	"$program" import "$1" "$folder/$1.csv" >/dev/null 2>"$folder/err" || { cat "$folder/err"; echo "not ok import $1"; kill $$; }
}
"$program" init --training >/dev/null || exit 1
printf 'key,value\nas_of,2025-02-28\nus,U\n' | load settings
printf 'id,name,side,kind\nU,Own,ours,state\nS,Other,theirs,state\n' | load parties
printf 'id,name,party\nR,Northland,S\n' | load regions
printf 'id,name,region,kind,party,lat,lon\nPL,Camp nine,R,camp,S,47.123456,38.765432\n' | load places
printf 'id,name,kind,grade,confidential\nSRC,source-mark,relative,B,\nAG,agency-source-mark,agency,A,yes\n' | load sources
printf 'id,name,axis,sensitive\nk1,infantry,service,\nkh,health-mark,health,yes\nko,origin-mark,origin,yes\n' | load categories
cat <<'END' | load persons
id,side,family,given,born,register,missing_since,categories,holder,wounded
A1,ours,Personmark,Mykola,1987-06-25,missing,2023-01-10,k1;kh;ko,S,serious
B1,theirs,Othermark,Oleh,1980,,,k1,U,
END
cat <<'END' | load reports
id,person,name,source,happened,received,status,place,text
R1,A1,Personmark Mykola,SRC,2024-06-01,2024-06-02,captive,PL,seen
R2,A1,Personmark Mykola,AG,2024-07-01,2024-07-02,captive,,agency-text-mark
END
printf 'left,right,verdict,reason\nreports:R1,persons:A1,same,x\nreports:R2,persons:A1,same,x\n' | load judgements
printf 'id,person,relative,relation,contact,authorised,opened\nQ1,A1,Relativemark,mother,contact-mark,yes,2024-01-01\n' | load inquiries
printf 'id,happened,venue,parties\nN1,2024-12-01,a crossing,U;S\n' | load rounds
printf 'id,speaker,happened,kind,words\nST1,a spokesman,2024-12-02,claim,all are well\n' | load statements
printf 'the paper itself' >"$folder/proof.txt"
hash=$(sha256sum "$folder/proof.txt" | cut -d' ' -f1)
cat <<END | load evidence
id,kind,title,received,source,file,sha256,persons
E1,document,a paper,2024-12-01,SRC,proof.txt,$hash,A1
E2,document,another paper,2024-12-01,SRC,proof2.txt,,
EA,document,a paper of the agency,2024-12-01,AG,proof.txt,$hash,
END

"$program" serve --port 0 --no-link >"$folder/served" 2>&1 &
server=$!
for i in $(seq 100); do
	port=$(sed -n 's|.*http://127.0.0.1:\([0-9]*\)/.*|\1|p' "$folder/served" | head -1); [ -n "$port" ] && break; sleep 0.1
done
site=http://127.0.0.1:$port

# ---- the table and the interface speak of the same routes
awk '/^  \/[^ ]*:$/ { path = substr($1, 1, length($1) - 1) } /^    (get|post|delete):$/ { m = toupper($1); sub(":", "", m); print m, path }
	/^components:/ { exit }' "$source/ui/openapi.yaml" | sort >"$folder/described"
"$program" serve --routes | cut -d' ' -f1,2 | sort >"$folder/built"
ok "the program has the routes that openapi.yaml describes" diff "$folder/described" "$folder/built"
# A question's path with its names put back: /person/A1/log is /person/{id}/log.
covered() {
	cut -f1 "$table" | grep -v '^#' | while read -r method path; do
		bare=${path%%\?*}
		while read -r m p; do
			shape=$(printf '%s' "$p" | sed 's/{[^}]*}/[^\/]*/g')
			[ "$m" = "$method" ] && printf '%s\n' "$bare" | grep -qx "$shape" && { printf '%s %s\n' "$m" "$p"; [ "$p" = "$bare" ] && break; }
		done <"$folder/built"
	done | sort -u
}
covered >"$folder/asked"
printf 'DELETE /session\nGET /session\nPOST /first\nPOST /session\n' | sort - "$folder/asked" | uniq >"$folder/all" # these: web_door_test.sh
ok "every route is in the table" diff "$folder/all" "$folder/built"

# ---- ask
roles="stranger case-officer tracing-analyst negotiator legal-officer family-liaison intelligence-liaison debriefer auditor administrator mediator"
ask_as() {
	: >"$folder/config.$1"
	cookie=; csrf=
	if [ "$1" != stranger ]; then
		curl -s -D "$folder/head" -H 'Content-Type: application/json' -d "{\"user\":\"$1\"}" "$site/api/session" >"$folder/session" || return 1
		cookie=$(sed -n 's/^[Ss]et-[Cc]ookie: \([^;]*\);.*/\1/p' "$folder/head"); csrf=$(jq -r .csrf "$folder/session")
	fi
	while IFS="$(printf '\t')" read -r question body rest; do
		case $question in \#*) continue ;; esac
		method=${question%% *}; path=${question#* }
		{
			printf 'next\nurl = "%s/api%s"\nrequest = "%s"\nsilent\noutput = "%s/body.%s"\nwrite-out = "%%{http_code}\\n"\n' "$site" "$path" "$method" "$folder" "$1"
			[ -z "$cookie" ] || printf 'header = "Cookie: %s"\nheader = "X-CSRF-Token: %s"\n' "$cookie" "$csrf"
			if [ "$body" != - ]; then
				case $body in {*) type=application/json ;; *) type=text/csv ;; esac
				printf 'header = "Content-Type: %s"\ndata-binary = "%s"\n' "$type" "$(printf '%s' "$body" | sed 's/\\n/\\\\n/; s/"/\\"/g; s/\\\\\\n/\\n/')"
			fi
		} >>"$folder/config.$1"
	done <"$table"
	sed -i 1d "$folder/config.$1"
	curl -K "$folder/config.$1" >"$folder/codes.$1" 2>/dev/null
}
# Bodies one by one, so that each may be searched: curl appends nothing to a file that is written anew.
for role in $roles; do
	ask_as "$role"
	n=0
	: >"$folder/sent.$role"
done
set -- ; for role in $roles; do set -- "$@" "$folder/codes.$role"; done
{ sed -n '/^#/p' "$table"; grep -v '^#' "$table" | cut -f1,2 | paste - "$@" | awk -F'\t' '{ printf "%s\t%s\t", $1, $2; for (i = 3; i <= NF; i++) printf "%s%s", $i, i < NF ? " " : "\n" }'; } >"$folder/now"
[ -z "${HOMEWARD_WRITE:-}" ] || cp "$folder/now" "$table"
ok "each role gets what the table says ($(grep -cv '^#' "$table") questions, 11 askers)" diff "$table" "$folder/now"

# ---- words that only some may see, in the same answers
ask_again() { # role: the bodies of all GETs and of search, without reveal
	cookie=; csrf=
	curl -s -D "$folder/head" -H 'Content-Type: application/json' -d "{\"user\":\"$1\"}" "$site/api/session" >"$folder/session"
	cookie=$(sed -n 's/^[Ss]et-[Cc]ookie: \([^;]*\);.*/\1/p' "$folder/head"); csrf=$(jq -r .csrf "$folder/session")
	grep '^GET' "$table" | cut -f1 | while read -r method path; do printf 'url = "%s/api%s"\nurl = "%s/api%s%sform=sheet"\n' "$site" "$path" "$site" "$path" "$(case $path in *\?*) echo '&' ;; *) echo '?' ;; esac)"; done >"$folder/urls"
	printf 'header = "Cookie: %s"\nsilent\n' "$cookie" >>"$folder/urls"
	curl -K "$folder/urls" >"$folder/sent.$1" 2>/dev/null
	curl -s -H "Cookie: $cookie" -H "X-CSRF-Token: $csrf" -H 'Content-Type: application/json' -d '{"query":"Mykola"}' "$site/api/search" >>"$folder/sent.$1"
}
for role in $roles; do [ "$role" = stranger ] || ask_again "$role"; done
may() { # WORD ROLES...: these see the word, nobody else does
	word=$1; shift; wrong=
	for role in $roles; do
		[ "$role" = stranger ] && continue
		if grep -qF -- "$word" "$folder/sent.$role"; then seen=1; else seen=0; fi
		case " $* " in *" $role "*) want=1 ;; *) want=0 ;; esac
		[ $seen = $want ] || wrong="$wrong $role"
	done
	[ -z "$wrong" ] || { echo "# $word:$wrong"; return 1; }
}
ok "names of persons: who may see persons" may Personmark case-officer tracing-analyst negotiator legal-officer family-liaison debriefer
ok "health: who may see it" may health-mark case-officer legal-officer debriefer
ok "origin: who may see it" may origin-mark case-officer legal-officer
ok "why a person was looked at: who sees persons, and the auditor; not who keeps the users" may purpose-mark case-officer tracing-analyst negotiator legal-officer family-liaison debriefer auditor
ok "words told in confidence: nobody's page" may agency-text-mark
ok "names of sources: nobody" may source-mark
ok "how a relative is reached: nobody without a purpose" may contact-mark
ok "exact positions: nobody without a purpose" may 47.1234
# ---- sheets in Ukrainian have no English heading
curl -s -D "$folder/head" -H 'Content-Type: application/json' -d '{"user":"trainee"}' "$site/api/session" >"$folder/session"
cookie=$(sed -n 's/^[Ss]et-[Cc]ookie: \([^;]*\);.*/\1/p' "$folder/head")
grep '^GET' "$table" | cut -f1 | while read -r method path; do
	curl -s -H "Cookie: $cookie" -H 'Accept-Language: uk' "$site/api$path$(case $path in *\?*) echo '&' ;; *) echo '?' ;; esac)form=sheet" | jq -r --arg path "$path" '.sheet? // empty |
		[.fields[].heading, (.lists[] | .heading, .empty // "", .columns[].heading)] | .[] | select(test("[A-Za-z]{4,}") and (test("homeward|SHA|JSON") | not)) | "# " + $path + ": " + .' 2>/dev/null
done >"$folder/english"
ok "headings of sheets are Ukrainian in Ukrainian" [ ! -s "$folder/english" ]
cat "$folder/english"
# ---- refusals in Ukrainian are told in Ukrainian, and name no command of a shell
for role in mediator case-officer tracing-analyst negotiator legal-officer family-liaison debriefer administrator; do
	curl -s -D "$folder/head" -H 'Content-Type: application/json' -d "{\"user\":\"$role\"}" "$site/api/session" >"$folder/session"
	cookie=$(sed -n 's/^[Ss]et-[Cc]ookie: \([^;]*\);.*/\1/p' "$folder/head"); csrf=$(jq -r .csrf "$folder/session")
	sed 's|^output = .*|header = "Accept-Language: uk"|; s|^write-out = .*|write-out = "\\n"|; s|^header = "Cookie: .*|header = "Cookie: '"$cookie"'"|; s|^header = "X-CSRF-Token: .*|header = "X-CSRF-Token: '"$csrf"'"|' "$folder/config.$role" >"$folder/config.uk"
	curl -K "$folder/config.uk" 2>/dev/null | jq -R -r --arg role "$role" 'fromjson? | select(type == "object" and (.type? // "" | tostring | startswith("urn:homeward"))) |
		[.title, .detail, .remedy, (.errors[]?.detail)] | .[] | strings | select((test("[a-z]{2,} [a-z]{2,} [a-z]{2,}") and (test("JSON: ") | not)) or test("homeward ")) | "# " + $role + ": " + .' 2>/dev/null
done | sort -u >"$folder/english"
ok "refusals are Ukrainian in Ukrainian" [ ! -s "$folder/english" ]
cat "$folder/english"
[ $failed = 0 ]
