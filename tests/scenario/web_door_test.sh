#!/bin/sh
# The door of the page: first run, passwords, second factor, lockout, forged requests, ended sessions, tags, long work, TLS.
# usage: web_door_test.sh PROGRAM SOURCE_DIR
set -u
program=$1
source=$2
folder=$(mktemp -d) || exit 1
servers=
trap 'for s in $servers; do kill "$s" 2>/dev/null; done; rm -rf "$folder"' EXIT
unset HOMEWARD_TOKEN HOMEWARD_CLOCK
HOMEWARD_DB=$folder/bureau.db
export HOMEWARD_DB
failed=0
ok() { text=$1; shift; if "$@"; then echo "ok $text"; else echo "not ok $text"; failed=1; [ ! -s "$folder/body" ] || head -c 600 "$folder/body" | sed 's/^/# /'; fi; }
serve() { # NAME OPTIONS...: sets site
	name=$1; shift
	"$program" serve --port 0 "$@" >"$folder/$name" 2>&1 &
	servers="$servers $!"; last=$!
	site=
	for i in $(seq 100); do
		site=$(sed -n 's|.*serving \(https*://[^ ]*\)/ .*|\1|p' "$folder/$name"); [ -z "$site" ] || break; sleep 0.1
	done
}
cookie=; csrf=
ask() { # CODE METHOD PATH [BODY] [curl options...]: the body in $folder/body, heads in $folder/head
	want=$1; method=$2; path=$3; body=${4:--}; [ $# -lt 4 ] && shift 3 || shift 4
	[ "$body" = - ] || set -- "$@" -H 'Content-Type: application/json' --data-binary "$body"
	[ -z "$cookie" ] || set -- "$@" -H "Cookie: $cookie"
	[ -z "$csrf" ] || set -- "$@" -H "X-CSRF-Token: $csrf"
	got=$(curl -s -o "$folder/body" -D "$folder/head" -w '%{http_code}' -X "$method" "$@" "$site/api$path")
	[ "$got" = "$want" ] && return 0
	echo "# $method $path: $got instead of $want"; return 1
}
in_body() { jq -e "$1" "$folder/body" >/dev/null; }
keep() { cookie=$(sed -n 's/^[Ss]et-[Cc]ookie: \([^;]*\);.*/\1/p' "$folder/head"); csrf=$(jq -r .csrf "$folder/body"); }
sign_in() { cookie=; csrf=; ask 200 POST /session "$1" && keep; }
link_of() { sed -n 's|.*/#/first/\([^ ]*\)$|\1|p' "$folder/$1"; }

# ---- a bureau with users: the first administrator sets his password through the link
"$program" init >"$folder/made" 2>&1 || { cat "$folder/made"; exit 1; }
serve first
key=$(link_of first)
ok "a stranger learns that nobody can sign in yet, and no names" ask 200 GET /session
ok "... no names" in_body '.needs_first_user and (has("users") | not) and .user == null and .ledger == null'
ok "a wrong key opens nothing" ask 403 POST /first '{"key":"nonsense","user":"admin","password":"correct horse battery"}'
ok "a short password is refused with its field" ask 422 POST /first "{\"key\":\"$key\",\"user\":\"admin\",\"password\":\"short\"}"
ok "... that names the field" in_body '.errors[0].pointer == "/new" or .errors[0].pointer == "/password"'
ok "the link sets the first password" ask 200 POST /first "{\"key\":\"$key\",\"user\":\"admin\",\"password\":\"correct horse battery\"}"
keep
ok "the cookie is HttpOnly, SameSite, of this site" grep -qi '^set-cookie: homeward=.*; Path=/; .*HttpOnly; SameSite=Strict' "$folder/head"
ok "... and signs in" ask 200 GET /session
ok "... as him" in_body '.user == "admin" and (.rights | index("USERS")) and (.rights | index("SEE_PERSONS") | not)'
cookie=; csrf=
ok "the link serves once" ask 403 POST /first "{\"key\":\"$key\",\"user\":\"admin\",\"password\":\"another long password\"}"

# ---- passwords, tokens, lockout
ok "his password signs him in" sign_in '{"user":"admin","password":"correct horse battery"}'
ok "he adds a case officer" ask 200 POST /users '{"act":"add","user":"olena","display":"O.","roles":["case officer"]}'
token=$(jq -r .token "$folder/body")
admin_cookie=$cookie; admin_csrf=$csrf
cookie=; csrf=
ok "a wrong password" ask 401 POST /session '{"user":"olena","password":"guess"}'
ok "... in the same words as a wrong name" in_body '.type == "urn:homeward:wrong-password"'
ok "a wrong name" ask 401 POST /session '{"user":"nobody","password":"guess"}'
ok "... the same words" in_body '.type == "urn:homeward:wrong-password" and .title == "the name or the password is not right"'
ok "the token serves until a password is set" sign_in "{\"user\":\"olena\",\"password\":\"$token\"}"
ok "she sets one" ask 204 POST /session/password "{\"old\":\"$token\",\"new\":\"eight little boats\"}"
ok "her session goes on" ask 200 GET /people
old_cookie=$cookie; old_csrf=$csrf
cookie=; csrf=
ok "the token is no password any more" ask 401 POST /session "{\"user\":\"olena\",\"password\":\"$token\"}"
ok "the password is" sign_in '{"user":"olena","password":"eight little boats"}'
ok "a change of it" ask 204 POST /session/password '{"old":"eight little boats","new":"nine little boats now"}'
ok "... ends her other sessions" sh -c "[ \"\$(curl -s -o /dev/null -w '%{http_code}' -H 'Cookie: $old_cookie' $site/api/people)\" = 401 ]"
ok "a wrong present password is named" ask 422 POST /session/password '{"old":"wrong","new":"nine little boats two"}'
ok "... as old" in_body '.errors[0].pointer == "/old"'

# ---- second factor
if command -v oathtool >/dev/null; then
	ok "a second factor begins" ask 200 POST /session/totp '{"act":"begin"}'
	secret=$(jq -r .secret "$folder/body")
	ok "... and does not stand yet" in_body '.totp == false and (.uri | startswith("otpauth://totp/"))'
	ok "a wrong code does not confirm it" ask 422 POST /session/totp '{"act":"confirm","code":"000000"}'
	code=$(oathtool --totp -b "$secret")
	ok "a code confirms it" ask 200 POST /session/totp "{\"act\":\"confirm\",\"code\":\"$code\"}"
	ok "it stands" in_body '.totp'
	cookie=; csrf=
	ok "the password alone is not enough" ask 401 POST /session '{"user":"olena","password":"nine little boats now"}'
	ok "... and says so" in_body '.type == "urn:homeward:second-factor"'
	ok "the code that served does not serve again" ask 401 POST /session "{\"user\":\"olena\",\"password\":\"nine little boats now\",\"code\":\"$code\"}"
	code=$(oathtool --totp -b -N "now + 30 seconds" "$secret")
	ok "the next code does" ask 200 POST /session "{\"user\":\"olena\",\"password\":\"nine little boats now\",\"code\":\"$code\"}"
	keep
	ok "who copies the bureau alone has no secret" sh -c "! sqlite3 '$HOMEWARD_DB' 'select * from user_secret' | grep -q '$secret' && [ \"\$(stat -c %a '$HOMEWARD_DB.doorkey')\" = 600 ]"
fi
officer_cookie=$cookie; officer_csrf=$csrf
if command -v oathtool >/dev/null; then # who has the password must not try code after code
	cookie=$admin_cookie; csrf=$admin_csrf
	ok "one more user" ask 200 POST /users '{"act":"add","user":"taras","roles":["auditor"]}'
	taras=$(jq -r .token "$folder/body")
	sign_in "{\"user\":\"taras\",\"password\":\"$taras\"}"; ask 200 POST /session/totp '{"act":"begin"}'; secret=$(jq -r .secret "$folder/body")
	ok "... with a second factor" ask 200 POST /session/totp "{\"act\":\"confirm\",\"code\":\"$(oathtool --totp -b "$secret")\"}"
	taras_cookie=$cookie; taras_csrf=$csrf; cookie=; csrf=
	for i in 1 2 3 4 5 6; do ask 401 POST /session "{\"user\":\"taras\",\"password\":\"$taras\",\"code\":\"00000$i\"}" >/dev/null; done
	ok "wrong codes with the right password make wait" ask 429 POST /session "{\"user\":\"taras\",\"password\":\"$taras\",\"code\":\"$(oathtool --totp -b -N 'now + 30 seconds' "$secret")\"}"
	cookie=$taras_cookie; csrf=$taras_csrf
	ok "... and at an open session, too" ask 422 POST /session/totp "{\"act\":\"remove\",\"code\":\"$(oathtool --totp -b -N 'now + 30 seconds' "$secret")\"}"
	ok "... in these words" in_body '.detail | test("wait")'
fi

# ---- an administrator ends sessions, and lockout delays
cookie=$admin_cookie; csrf=$admin_csrf
ok "the administrator ends her sessions" ask 200 POST /users '{"act":"end-sessions","user":"olena"}'
cookie=$officer_cookie; csrf=$officer_csrf
ok "she is signed out" ask 401 GET /people
cookie=; csrf=
for i in 1 2 3 4 5 6; do ask 401 POST /session '{"user":"olena","password":"guess"}' >/dev/null; done
ok "failures in a row make wait, even with the right password" ask 429 POST /session '{"user":"olena","password":"nine little boats now"}'
ok "... for a time that is said" grep -qi '^retry-after: [1-9]' "$folder/head"
cookie=$admin_cookie; csrf=$admin_csrf
ok "a disabled user" ask 200 POST /users '{"act":"disable","user":"olena"}'
ok "the administrator sees no person" ask 403 GET /people
ok "... and is told whom to ask" in_body '.remedy | test("case officer")'

# ---- forged requests
csrf=
ok "a request without the token of the page is refused" ask 403 POST /settings '{"name":"small_count","value":"6"}'
ok "... as forged" in_body '.type == "urn:homeward:csrf"'
csrf=$admin_csrf
ok "one from another origin, too" ask 403 POST /settings '{"name":"small_count","value":"6"}' -H 'Origin: https://evil.example'
ok "signing in from another origin, too" ask 403 POST /session '{"user":"admin","password":"x"}' -H 'Origin: https://evil.example'
ok "one from the page is not" ask 200 POST /settings '{"name":"small_count","value":"6"}' -H "Origin: $site"
ok "a body that is no JSON" ask 422 POST /settings '{"name":'
ok "a body that is a form" ask 400 POST /settings - -H 'Content-Type: application/x-www-form-urlencoded' --data 'name=small_count'
ok "too large a body" sh -c "head -c 1100000 /dev/zero | tr '\\0' ' ' >'$folder/large'; [ \"\$(curl -s -o /dev/null -w '%{http_code}' -H 'Cookie: $cookie' -H 'X-CSRF-Token: $csrf' -H 'Content-Type: application/json' -H 'Expect:' --data-binary @'$folder/large' $site/api/settings)\" = 413 ]"
ok "a method that the path has not" ask 405 DELETE /settings
ok "... names those that it has" grep -qi '^allow: .*GET.*POST' "$folder/head"
ok "a path that is none" ask 404 GET /nothing
ok "signing out" ask 204 DELETE /session
ok "... takes the cookie away" grep -qi '^set-cookie: homeward=; .*Max-Age=0' "$folder/head"
ok "... and the session" ask 401 GET /users
kill "$last"; wait "$last"; code=$?
ok "the server stops cleanly" [ $code = 0 -o $code = 130 -o $code = 143 ]
ok "nothing secret was printed" sh -c "! grep -q 'little boats\\|battery\\|$token' '$folder/first'"

# ---- training: a name is enough; tags and long work
HOMEWARD_DB=$folder/training.db
"$program" init --training >/dev/null || exit 1
printf 'id,name,side,kind\nU,Own,ours,state\nS,Other,theirs,state\n' >"$folder/p.csv"; "$program" import parties "$folder/p.csv" >/dev/null 2>&1
printf 'key,value\nus,U\n' >"$folder/s.csv"; "$program" import settings "$folder/s.csv" >/dev/null 2>&1
serve training; key=$(link_of training); cookie=; csrf=
ok "in training a name is enough" sign_in '{"user":"negotiator"}'
ok "a user who is not there does not use the link up" ask 403 POST /first "{\"key\":\"$key\",\"user\":\"nobody\"}"
ok "the link signs in whom it is asked for" ask 200 POST /first "{\"key\":\"$key\",\"user\":\"trainee\"}"
keep
ask 200 GET /parties >/dev/null; tag=$(sed -n 's/^[Ee][Tt]ag: \([^\r]*\).*/\1/p' "$folder/head")
ok "an answer that the page has is not sent again" ask 304 GET /parties - -H "If-None-Match: $tag"
ok "... until it changes" sh -c "printf 'id,name,side,kind\nV,Third,ours,state\n' >'$folder/v.csv'; '$program' import parties '$folder/v.csv' >/dev/null 2>&1"
ok "... then it is" ask 200 GET /parties - -H "If-None-Match: $tag"
ok "... with what came" in_body '.parties | map(.id) | index("V")'
ok "long work is a job" ask 202 POST /ledger/verify '{}'
job=$(jq -r .id "$folder/body")
for i in 1 2 3 4 5 6 7 8 9 10; do ask 200 GET "/jobs/$job" >/dev/null; in_body '.state == "done"' && break; sleep 0.2; done
ok "... that ends with its result" in_body '.result.good == true'
mine=$cookie; sign_in '{"user":"auditor"}' >/dev/null
ok "... and is nobody else's" ask 404 GET "/jobs/$job"
cookie=$mine
# ---- a backup is restored while the server runs: nothing of what was before is shown, and nothing is written beside it
sign_in '{"user":"trainee"}' >/dev/null
"$program" backup "$folder/copy.db" >/dev/null 2>&1
vendor() { printf 'id,name,side,kind\n%s,%s,ours,state\n' "$1" "$2" >"$folder/v.csv"; "$program" import parties "$folder/v.csv" >/dev/null 2>&1; }
vendor W Before
ask 200 GET /parties >/dev/null
ok "a party that came after the backup is there" in_body '.parties | map(.id) | index("W")'
"$program" restore "$folder/copy.db" >/dev/null 2>&1
ask 200 GET /parties >/dev/null
ok "... gone at once when the backup is restored" in_body '.parties | map(.id) | index("W") | not'
vendor W After
ask 200 GET /parties >/dev/null
ok "... and a ledger of the same length with other entries is another" in_body '.parties | map(select(.id == "W").name) == ["After"]'
ok "what is written through the page goes into the restored bureau" ask 200 POST /settings '{"name":"small_count","value":"7"}'
ok "... where the command finds it" sh -c "'$program' setting small_count | grep -q '= 7'"
cp "$folder/copy.db" "$folder/other.db"; mv "$HOMEWARD_DB" "$folder/aside.db"; rm -f "$HOMEWARD_DB"-*; mv "$folder/other.db" "$HOMEWARD_DB"
ask 200 GET /parties >/dev/null
ok "a file put in the place of the bureau's is opened anew" in_body '.parties | map(.id) | index("W") | not'
ok "... and written" ask 200 POST /settings '{"name":"small_count","value":"9"}'
ok "... not the one that was moved aside" sh -c "'$program' setting small_count | grep -q '= 9' && ! '$program' --db '$folder/aside.db' setting small_count | grep -q '= 9'"

# ---- a list that is refused is called by its name, and a killed server leaves nothing for long
ok "a refused list is called as the page called it" ask 422 POST '/import?kind=parties&name=office.csv' - -H 'Content-Type: text/csv' --data-binary 'no,such,columns'
ok "... not by where it lay" sh -c "! grep -q 'shm\|/tmp/homeward' '$folder/body'"
sh -c 'exit 0' & gone=$!; wait "$gone"
mkdir -p "/dev/shm/homeward-$gone-ABCDEF" && echo left >"/dev/shm/homeward-$gone-ABCDEF/came"
training_site=$site; training_server=$last
serve sweep
ok "what a killed server left in memory is swept away" [ ! -e "/dev/shm/homeward-$gone-ABCDEF" ]
kill "$last"; wait "$last" 2>/dev/null
site=$training_site
last=$training_server
ok "the page itself" sh -c "curl -s $site/ | grep -q '<div id=\"root\">'"
asset=$(curl -s "$site/" | sed -n 's|.*src="\./\(assets/index-[^"]*\)".*|\1|p')
ok "its files are packed and may be kept" sh -c "curl -s -D - -o /dev/null -H 'Accept-Encoding: gzip' $site/$asset | tr -d '\\r' | grep -ci '^content-encoding: gzip\\|^cache-control: public, max-age=31536000, immutable' | grep -qx 2"
ok "... packed or not they are the same" sh -c "[ \"\$(curl -s $site/$asset | sha256sum)\" = \"\$(curl -s --compressed $site/$asset | sha256sum)\" ]"
kill "$last"; wait "$last" 2>/dev/null

# ---- TLS: needed elsewhere, and it works
"$program" serve --port 0 --address 0.0.0.0 >"$folder/plain" 2>&1; code=$?
ok "no plain text on a network" [ $code = 4 ]
openssl req -x509 -newkey rsa:2048 -nodes -keyout "$folder/key.pem" -out "$folder/cert.pem" -days 2 -subj /CN=localhost -addext 'subjectAltName=DNS:localhost,IP:127.0.0.1' >/dev/null 2>&1
"$program" serve --port 0 --certificate "$folder/cert.pem" --key "$folder/p.csv" >"$folder/bad" 2>&1; code=$?
ok "a file that is no key is named" sh -c "[ $code = 3 ] && grep -q p.csv '$folder/bad'"
serve tls --certificate "$folder/cert.pem" --key "$folder/key.pem" --host localhost
cookie=; csrf=
site=$(echo "$site" | sed 's/127.0.0.1/localhost/')
ok "over TLS" ask 200 POST /session '{"user":"trainee"}' --cacert "$folder/cert.pem"
ok "... the cookie is Secure" grep -qi '^set-cookie: .*; Secure' "$folder/head"
ok "... and TLS is asked for next time" grep -qi '^strict-transport-security:' "$folder/head"
[ $failed = 0 ]
