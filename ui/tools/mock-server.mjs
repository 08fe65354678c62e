// A stand-in for "homeward serve" while screens are drawn: the built page and answers out of saved --json files.
//   node tools/mock-server.mjs FOLDER [PORT]      FOLDER: brief.json, person.json, ... as the commands print them
import http from 'node:http';
import { existsSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { extname, join, normalize } from 'node:path';

const folder = process.argv[2] ?? '.';
const port = Number(process.argv[3] ?? 8710);
const saved = name => JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
const types = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json', '.woff2': 'font/woff2' };

const rightsOf = {
  trainee: 'BRIEF SEE_PERSONS SEE_WILL SEE_HEALTH SEE_ORIGIN SEE_PLACES SEE_EXACT SEE_INTEREST SEE_ROUNDS SEE_CONFIDENTIAL IMPORT JUDGE CONFIRM EVIDENCE INQUIRE DEBRIEF PLAN NEGOTIATE CHECK PROTECT EXPORT AUDIT SET USERS BACKUP',
};
const state = { user: null };
const session = () => ({
  user: state.user, display: state.user, roles: state.user ? ['case officer'] : [], rights: state.user ? rightsOf.trainee.split(' ') : [],
  training: true, as_of: '2025-02-28', version: '0.1.0', needs_first_user: false, ledger: { entries: 41 }, csrf: 'x', totp: false,
  users: saved('user_list').users,
});
// The same content laid out, with keys for headings.
const laidOut = (kind, object) => ({
  kind, title: kind,
  fields: Object.entries(object).filter(([, v]) => !Array.isArray(v)).map(([key, v]) => ({ key, heading: key.replace(/_/g, ' '), words: v === null ? null : String(v), restricted: false })),
  lists: Object.entries(object).filter(([k, v]) => Array.isArray(v) && k !== 'notes').map(([key, rows]) => {
    const keys = [...new Set(rows.flatMap(row => Object.keys(row)))];
    return { key, heading: key.replace(/_/g, ' '), empty: null, columns: keys.map(k => ({ key: k, heading: k.replace(/_/g, ' '), number: rows.every(r => typeof r[k] === 'number') })), rows: rows.map(row => keys.map(k => (row[k] === null || row[k] === undefined ? null : String(row[k])))) };
  }),
  notes: object.notes ?? [],
});
const sheet = (name, kind) => ({ sheet: laidOut(kind, saved(name)[kind]) });
const people = Array.from({ length: 6162 }, (_, i) => ({
  id: `A${String(i + 1).padStart(4, '0')}`, person: `p-${i}`, name: `Вигаданий Сергій ${i + 1}`, born: '1990-05-01', side: 'ours', unit: 'b23', holder: 'F',
  official: i % 3 ? 'missing' : 'captive', estimate: { captive: .3 + (i % 7) / 10, dead: .1, free: .05, region: 'Chechnya', region_label: 'Chechnya', region_p: .6, word: 'likely' },
  reports: i % 4, last_news: '2025-01-19',
}));
const pair = () => {
  const of = saved('review').proposals[0];
  const fields = of.reasons.map(reason => {
    const [field, rest] = [reason.slice(0, reason.indexOf(':')), reason.slice(reason.indexOf(':') + 2)];
    const [left, right] = rest.split(':')[0].split(' = ');
    return { field, label: field, left, right: right ?? left, bits: Number(/\(([+-][\d.]+) bits/.exec(rest)?.[1] ?? 0), words: rest.split(': ')[1] ?? '' };
  });
  fields.push({ field: 'patronymic', label: 'patronymic', left: null, right: 'Іванович', bits: null, words: 'only one has it' });
  return { id: of.id, state: 'open', left: { id: of.left, kind: 'entries', person: null, values: { family: 'Aliev', list: 'L2' } }, right: { id: of.right, kind: 'persons', person: 'p-1', records: 2, values: { family: 'ALIEV' } }, prior_bits: -12.4, total_bits: fields.reduce((s, f) => s + (f.bits ?? 0), -12.4), probability: of.probability, fields, rivals: [], judged: [] };
};
const routes = [
  ['GET', /^brief$/, () => saved('brief')],
  ['GET', /^people$/, (_, query) => ({ total: people.length, offset: +query.get('offset'), rows: people.slice(+query.get('offset'), +query.get('offset') + 100) })],
  ['POST', /^search$/, () => saved('search')],
  ['GET', /^person\/[^/]+$/, () => sheet('p2156', 'person')],
  ['GET', /^person\/[^/]+\/where$/, () => saved('w2156')],
  ['GET', /^person\/[^/]+\/custody$/, () => sheet('c2156', 'custody')],
  ['GET', /^person\/[^/]+\/log$/, () => ({ log: [] })],
  ['POST', /reveal$/, () => ({ field: 'health', seconds: 60, values: [{ label: 'health', value: 'serious' }] })],
  ['GET', /^review$/, () => saved('review')],
  ['GET', /^review\/[^/]+\/[^/]+$/, pair],
  ['POST', /^review$/, () => ({ verdict: 'accept', pending: null, conflicts: 0 })],
  ['GET', /^pending$/, () => ({ ...saved('confirm'), findings_waiting: 2 })],
  ['GET', /^places$/, () => ({ coarse_km: 10, places: [] })],
  ['GET', /^rounds$/, () => saved('round_list')],
  ['GET', /^rounds\/balance$/, () => sheet('balance', 'balance')],
  ['GET', /^rounds\/[^/]+\/reconcile$/, () => ({ sheet: laidOut('reconciliation', Object.values(saved('reconcile')).find(v => v && typeof v === 'object' && !Array.isArray(v)) ?? {}) })],
  ['GET', /^rounds\/[^/]+$/, () => sheet('round_show', 'round')],
  ['GET', /^findings$/, () => sheet('finding_list', 'findings')],
  ['GET', /^findings\/[^/]+$/, () => sheet('finding_show', 'finding')],
  ['GET', /^check$/, (_, query) => saved(query.get('own') === '1' ? 'check_own' : 'check')],
  ['GET', /^statements$/, () => saved('statement_list')],
  ['GET', /^statements\/[^/]+$/, () => ({ ...sheet('statement_show', 'statement'), statements: saved('statement_show').statements })],
  ['POST', /^plan/, path => ({ id: path.replace('/', '-'), kind: 'plan', state: 'running', done: 1, of: 4 })],
  ['GET', /^jobs\//, path => ({ id: path.slice(5), kind: 'plan', state: 'done', done: 4, of: 4, result: saved({ plan: 'plan', 'plan-require': 'require2', 'plan-evaluate': 'evaluate' }[path.slice(5)]) })],
  ['DELETE', /^jobs\//, () => ({ done: 'cancelled' })],
  ['GET', /^import$/, () => saved('import_list')],
  ['GET', /^users$/, () => ({ ...saved('user_list'), roles: [] })],
];

http.createServer((request, response) => {
  const url = new URL(request.url, 'http://x');
  let body = '';
  request.on('data', data => { body += data; });
  request.on('end', () => {
    const answer = (status, object) => {
      response.writeHead(status, { 'content-type': status < 400 ? 'application/json' : 'application/problem+json', 'cache-control': 'no-store' });
      response.end(status === 204 ? undefined : JSON.stringify(object));
    };
    if (url.pathname.startsWith('/api/')) {
      const path = url.pathname.slice(5);
      if (path === 'session') {
        if (request.method === 'POST') state.user = JSON.parse(body).user;
        if (request.method === 'DELETE') { state.user = null; return answer(204); }
        return answer(200, session());
      }
      const found = routes.find(([method, pattern]) => method === request.method && pattern.test(path));
      return found ? answer(200, found[2](path, url.searchParams)) : answer(404, { title: 'no such path', status: 404 });
    }
    const file = join('dist', normalize(url.pathname === '/' ? '/index.html' : url.pathname));
    if (!file.startsWith('dist') || !existsSync(file)) { response.writeHead(404); return response.end(); }
    const raw = readFileSync(file);
    const zip = extname(file) !== '.woff2';
    response.writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream', ...(zip ? { 'content-encoding': 'gzip' } : {}), 'content-security-policy': policy, 'x-content-type-options': 'nosniff' });
    response.end(zip ? gzipSync(raw) : raw);
  });
}).listen(port, '127.0.0.1', () => console.log(`http://127.0.0.1:${port}`));
