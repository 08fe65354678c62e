#!/usr/bin/env python3
"""Users at work on the page's API: each asks, reads for a while, asks again.  Standard library alone.

usage: load.py PORT [--users 50] [--idle 500] [--seconds 20] [--think 1.0]
Prints, for each kind of question, how many, the median and the 99th percentile in milliseconds."""
import argparse, asyncio, json, random, time

p = argparse.ArgumentParser()
p.add_argument('port', type=int)
p.add_argument('--users', type=int, default=50)
p.add_argument('--idle', type=int, default=0)
p.add_argument('--seconds', type=float, default=20)
p.add_argument('--think', type=float, default=1.0)
p.add_argument('--persons', default='')
o = p.parse_args()
random.seed(1)


class User:
    def __init__(self):
        self.cookie = self.csrf = None

    async def open(self):
        self.r, self.w = await asyncio.open_connection('127.0.0.1', o.port)

    async def ask(self, method, path, body=None):
        data = json.dumps(body).encode() if body is not None else b''
        head = f'{method} /api{path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Language: uk\r\n'
        if self.cookie: head += f'Cookie: {self.cookie}\r\n'
        if method != 'GET': head += f'Content-Type: application/json\r\nContent-Length: {len(data)}\r\n'
        if self.csrf and method != 'GET': head += f'X-CSRF-Token: {self.csrf}\r\n'
        for attempt in (0, 1):
            try:
                self.w.write(head.encode() + b'\r\n' + data)
                await self.w.drain()
                raw = (await self.r.readuntil(b'\r\n\r\n')).decode()
                break
            except (ConnectionError, asyncio.IncompleteReadError):
                if attempt: raise
                await self.open()  # the server closes connections that are idle
        status = int(raw.split()[1])
        heads = {k.lower(): v for k, v in (l.split(': ', 1) for l in raw.split('\r\n')[1:] if ': ' in l)}
        body = await self.r.readexactly(int(heads.get('content-length', 0)))
        return status, heads, body

    async def sign_in(self, name):
        status, heads, body = await self.ask('POST', '/session', {'user': name})
        assert status == 200, body
        self.cookie, self.csrf = heads['set-cookie'].split(';')[0], json.loads(body)['csrf']


ROLES = ['case-officer', 'tracing-analyst']
times, wrong, others = {}, 0, {}
ids, names = [], []


async def work(until, role):
    global wrong
    user = User()
    await user.open()
    await user.sign_in(role)
    await asyncio.sleep(random.random() * o.think)
    while time.monotonic() < until:
        kind = random.choices(['list', 'person', 'search', 'review', 'session'], [3, 4, 3, 1, 1])[0]
        method, path, body = 'GET', '/session', None
        if kind == 'list': path = f'/people?offset={random.randrange(max(1, len(ids) * 100)) // 100 * 100}&sort={random.choice(["id", "name", "-missing"])}'
        elif kind == 'person': path = f'/person/{random.choice(ids)}'
        elif kind == 'review': path = '/review'
        elif kind == 'search':
            name = random.choice(names)
            method, path, body = 'POST', '/search', {'query': name[:random.randint(3, len(name))], 'top': 50}
        begin = time.perf_counter()
        status, _, _ = await user.ask(method, path, body)
        times.setdefault(kind, []).append((time.perf_counter() - begin) * 1000)
        if status != 200:
            wrong += 1
            others[f'{kind} {status}'] = others.get(f'{kind} {status}', 0) + 1
        await asyncio.sleep(random.uniform(.5, 1.5) * o.think)
    await user.ask('DELETE', '/session')


async def stay():
    user = User()
    await user.open()
    await user.ask('GET', '/session')
    return user


async def main():
    first = User()
    await first.open()
    await first.sign_in('case-officer')
    total = json.loads((await first.ask('GET', '/people'))[2])['total']
    for _ in range(40):
        rows = json.loads((await first.ask('GET', f'/people?offset={random.randrange(total)}'))[2])['rows']
        ids.extend(r['id'] for r in rows)
        names.extend(r['name'] for r in rows if r['name'])
    for role in ROLES:  # what is made once for each role: orders of the register, the index of names
        one = User()
        await one.open()
        await one.sign_in(role)
        for sort in ('id', 'name', '-missing'): await one.ask('GET', f'/people?sort={sort}')
        await one.ask('POST', '/search', {'query': names[0]})
        await one.ask('DELETE', '/session')
    idle = [await stay() for _ in range(o.idle)]
    until = time.monotonic() + o.seconds
    await asyncio.gather(*(work(until, ROLES[i % len(ROLES)]) for i in range(o.users)))
    print(f'{total} people, {o.users} users, {len(idle)} idle connections, {o.seconds:.0f} s; answers other than 200: {wrong} {others or ""}')
    for kind, t in sorted(times.items()):
        t.sort()
        print(f'{kind:8} {len(t):6}  median {t[len(t) // 2]:7.1f} ms  p99 {t[min(len(t) - 1, int(len(t) * .99))]:7.1f} ms')


asyncio.run(main())
