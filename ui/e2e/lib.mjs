// What the walks through the page share: a browser on a page of "homeward serve", and everything that went wrong in it.
import { chromium } from 'playwright-core';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let failed = 0;
export const ok = (text, good, more = '') => {
  console.log(`${good ? 'ok' : 'not ok'} ${text}`);
  if (!good) { failed++; if (more) console.log(String(more).split('\n').slice(0, 30).map(line => `# ${line}`).join('\n')); }
  return good;
};
export const end = () => process.exit(failed ? 1 : 0);

// Root needs no sandbox of the browser's own; small machines have little shared memory.
const flags = ['--disable-dev-shm-usage', '--disable-gpu', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])];
export const launch = (more = []) => chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: [...flags, ...more] });

/** A page that notes what the console, the policy and the server complained of. */
export async function open(browser, site, { width = 1366, height = 820, language = 'uk' } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, locale: language === 'uk' ? 'uk-UA' : 'en-GB', ignoreHTTPSErrors: true, reducedMotion: 'reduce' });
  const page = await context.newPage();
  const troubles = [];
  page.on('console', message => { if (message.type() === 'error' || /Content Security Policy/.test(message.text())) troubles.push(`console: ${message.text()}`); });
  page.on('pageerror', error => troubles.push(`error: ${error.message}`));
  page.on('response', response => { if (response.status() >= 500) troubles.push(`${response.status()} ${response.url()}`); });
  page.on('request', request => { if (!request.url().startsWith(site) && !/^(data|blob):/.test(request.url())) troubles.push(`outside: ${request.url()}`); });
  return { page, context, troubles, site, language };
}

export async function signIn(at, user) {
  await at.page.goto(`${at.site}/`);
  await at.page.evaluate(async name => {
    const answer = await fetch('/api/session', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ user: name }) });
    if (!answer.ok) throw new Error(`sign-in ${answer.status}`);
  }, user);
  await at.page.reload();
  await at.page.waitForSelector('h1');
  if (at.language !== 'uk') await at.page.getByText(at.language.toUpperCase(), { exact: true }).first().click();
  await at.page.waitForFunction(language => document.documentElement.lang === language, at.language);
}

/** Goes to a path of the application and waits until nothing loads any more. */
export async function go(at, path) {
  await at.page.goto(`${at.site}/#${path}`);
  await at.page.waitForTimeout(250); // the page before is gone by then
  await settle(at);
}
export async function settle(at) {
  await at.page.waitForFunction(() => document.querySelector('h1') && !document.querySelector('.skeleton, [aria-busy="true"]'), null, { timeout: 20000 }).catch(() => {});
  await at.page.waitForLoadState('networkidle').catch(() => {});
  await at.page.waitForTimeout(300);
}

export async function axe(at) {
  if (!(await at.page.evaluate(() => 'axe' in window))) await at.context.addInitScript(axeSource).then(() => at.page.evaluate(axeSource));
  return at.page.evaluate(async () => {
    const result = await window.axe.run(document, { resultTypes: ['violations'] });
    return result.violations.map(v => `${v.id}: ${v.nodes.length} x ${v.nodes[0].html.slice(0, 160)}`);
  });
}
