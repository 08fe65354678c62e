#!/bin/sh
# The page with 100,000 people: cold start, memory, questions with 50 users at work beside 500 idle connections.
# usage: run.sh [PERSONS]   (needs python3; about 4 minutes, most of it the making of the bureau, which is kept under build/)
set -eu
cd "$(dirname "$0")/../.."
persons=${1:-100000}
program=$PWD/build/homeward
[ -x "$program" ] || sh scripts/build.sh >/dev/null
program=$(readlink -f "$program")
work=$PWD/build/bench-web-$persons
HOMEWARD_DB=$work/bureau.db; export HOMEWARD_DB
if [ ! -e "$work/ready" ]; then
	rm -rf "$work"; mkdir -p "$work"
	"$program" example --persons "$persons" --founding-from examples/founding/caseload.json --out "$work/files" >/dev/null
	sed 's/^quietly trace$/:/' examples/founding/load.sh >"$work/load.sh"
	sh "$work/load.sh" "$program" "$work/files" >/dev/null
	: >"$work/ready"
fi
memory() { awk -v key="$1" '$1 == key ":" { printf "%d MB", $2 / 1024 }' "/proc/$server/status"; }
: >"$work/served"
begin=$(date +%s%N)
"$program" serve --port 0 --no-link >"$work/served" 2>&1 &
server=$!
trap 'kill $server 2>/dev/null' EXIT
for i in $(seq 1000); do port=$(sed -n 's|.*http://127.0.0.1:\([0-9]*\)/.*|\1|p' "$work/served"); [ -z "$port" ] || break; sleep 0.01; done
[ -n "$port" ] || { cat "$work/served"; exit 1; }
python3 - "$port" "$begin" "$server" <<'END'
import http.client, json, sys, time
port, begin = int(sys.argv[1]), int(sys.argv[2]) / 1e9
server = int(sys.argv[3])
def memory(when):
    with open(f'/proc/{server}/status') as f:
        print(f"memory {when}:", next(int(l.split()[1]) // 1024 for l in f if l.startswith('VmRSS')), 'MB')
c = http.client.HTTPConnection('127.0.0.1', port)
def ask(method, path, body=None, **heads):
    c.request(method, path, json.dumps(body) if body else None, {'Content-Type': 'application/json', **heads})
    r = c.getresponse(); return r, r.read()
ask('GET', '/')
print(f'cold start: first page after {time.time() - begin:.2f} s', end='')
r, b = ask('POST', '/api/session', {'user': 'case-officer'})
cookie, csrf = r.headers['Set-Cookie'].split(';')[0], json.loads(b)['csrf']
r, b = ask('GET', '/api/people', Cookie=cookie)
print(f', first window of the register after {time.time() - begin:.2f} s', end='')
while json.loads(b).get('estimating'):
    time.sleep(.2); r, b = ask('GET', '/api/people', Cookie=cookie)
print(f', with estimates after {time.time() - begin:.2f} s')
memory('with the estimates of everybody')
ask('POST', '/api/search', {'query': 'Коваленко'}, **{'Cookie': cookie, 'X-CSRF-Token': csrf})
memory('with the index of names')
END
python3 bench/web/load.py "$port" --users 50 --idle 500 --seconds 30
echo "memory after the load: $(memory VmRSS), most $(memory VmHWM)"
python3 bench/web/load.py "$port" --users 50 --seconds 10 --think 0.02
# The page itself, in Debian's chromium (ui/node_modules from "sh scripts/ui.sh").
[ ! -d ui/node_modules/playwright-core ] || node bench/web/page.mjs "http://127.0.0.1:$port"
echo "memory at last: $(memory VmRSS)"
