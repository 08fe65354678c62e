#!/usr/bin/env python3
"""Users of every role ask and change at once, without pause, on "homeward serve" with the example in training.
usage: web_threads.py PORT USERS SECONDS      ends with 1 when an answer was one that no user should get (5xx, or none)"""
import collections, http.client, json, random, sys, threading, time

port, users, seconds = int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
counted, wrong, lock = collections.Counter(), [], threading.Lock()
ROLES = ['case-officer', 'tracing-analyst', 'negotiator', 'legal-officer', 'family-liaison', 'auditor', 'administrator', 'trainee']
QUERIES = ['Коваленко', 'Aliev', 'шевч', 'Мовса', 'bondar', 'Іва', 'A0001']
PERSON = ['', '/where', '/custody', '/log']
LISTS = ['/session', '/brief', '/people', '/people?sort=name&offset=100', '/people?sort=-missing', '/review', '/review/conflicts', '/places', '/parties', '/categories',
         '/interest', '/custody', '/rounds', '/rounds/N1', '/rounds/N1/reconcile', '/rounds/balance', '/findings', '/check', '/protect', '/statements', '/statements/ST01',
         '/inquiries', '/inquiries/H07', '/debriefs', '/remains', '/ledger', '/status', '/settings', '/pending', '/retention', '/holds', '/users', '/import', '/persuasion']


class User:
    def __init__(self, name):
        self.name, self.cookie, self.csrf, self.c = name, None, None, None

    def ask(self, method, path, body=None, language='uk', kind='application/json'):
        if not self.c: self.c = http.client.HTTPConnection('127.0.0.1', port, timeout=300)
        heads = {'Accept-Language': language}
        if self.cookie: heads['Cookie'] = self.cookie
        if method != 'GET': heads['Content-Type'] = kind
        if self.csrf and method != 'GET': heads['X-CSRF-Token'] = self.csrf
        for attempt in (0, 1):
            try:
                self.c.request(method, '/api' + path, body.encode() if isinstance(body, str) else json.dumps(body) if body is not None else None, heads)
                answer = self.c.getresponse()
                told = answer.read()
                break
            except (ConnectionError, http.client.HTTPException, TimeoutError) as error:
                self.c.close()
                if attempt:
                    with lock: wrong.append(f'{self.name} {method} {path}: {error!r}')
                    return 0, None
        with lock:
            counted[f'{method} {answer.status}'] += 1
            # Too busy is an answer: 503 with a time after which to ask again.
            if answer.status >= 500 and not (answer.status == 503 and answer.headers.get('Retry-After')):
                wrong.append(f'{self.name} {method} {path}: {answer.status} {told[:200]!r}')
        if answer.headers.get('Set-Cookie'): self.cookie = answer.headers['Set-Cookie'].split(';')[0]
        kind = answer.headers.get('Content-Type', '')
        return answer.status, json.loads(told) if 'json' in kind and told else None

    def open(self):
        status, told = self.ask('POST', '/session', {'user': self.name})
        self.csrf = told and told.get('csrf')
        return status == 200


def work(number):
    draw = random.Random(number)
    user = User(ROLES[number % len(ROLES)])
    if not user.open(): return
    while time.monotonic() < until:
        kind, language = draw.random(), draw.choice(['uk', 'en'])
        person = f'A{draw.randint(1, 400):04d}'
        if kind < .3: user.ask('GET', draw.choice(LISTS), None, language)
        elif kind < .65: user.ask('GET', f'/person/{person}{draw.choice(PERSON)}', None, language)
        elif kind < .8: user.ask('POST', '/search', {'query': draw.choice(QUERIES), 'top': 20}, language)
        elif kind < .86:
            _, told = user.ask('GET', '/review', None, language)
            if told and told.get('proposals'):
                pair = draw.choice(told['proposals'][:50])
                user.ask('GET', f'/review/{pair["left"]}/{pair["right"]}', None, language)
                if draw.random() < .5: user.ask('POST', '/review', {'left': pair['left'], 'right': pair['right'], 'verdict': 'reject', 'reason': 'another year of birth'})
        elif kind < .90: user.ask('POST', f'/person/{person}/reveal', {'field': 'health', 'purpose': 'exchange'})
        elif kind < .93: user.ask('POST', '/import?kind=persons&name=threads.csv', f'id,side,family,given,born,register\nZ{number}{draw.randint(1, 9999)},ours,Тестовий,Ілля,1990-01-01,missing\n', language, 'text/csv')
        elif kind < .96:
            path, body = draw.choice([('/plan', {'parties': [], 'given': [150], 'seed': 1}), ('/ledger/verify', {})])
            _, told = user.ask('POST', path, body)
            job = told and (told.get('job') or told.get('id'))
            if job:
                for _ in range(draw.randint(0, 3)): user.ask('GET', f'/jobs/{job}')
                if draw.random() < .5: user.ask('DELETE', f'/jobs/{job}')
        else:
            user.ask('DELETE', '/session')
            user.cookie = user.csrf = None
            if not user.open(): return
    user.ask('DELETE', '/session')


until = time.monotonic() + seconds
threads = [threading.Thread(target=work, args=(i,)) for i in range(users)]
for one in threads: one.start()
for one in threads: one.join()
print(f'# {users} users, {seconds:.0f} s: ' + ', '.join(f'{n} x {kind}' for kind, n in sorted(counted.items())))
for line in wrong[:10]: print('#', line)
sys.exit(1 if wrong or not counted['GET 200'] else 0)
