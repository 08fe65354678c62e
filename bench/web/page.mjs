// The page as a slow laptop has it: first paint, the longest event, and from a key to the rows of a search.
// usage: node bench/web/page.mjs SITE [SLOW]   (a bureau of 100,000 people behind it; playwright-core of ui/, Debian's chromium)
import { createRequire } from 'node:module';
const { chromium } = createRequire(new URL('../../ui/package.json', import.meta.url))('playwright-core');
const [site, slow = '4'] = process.argv.slice(2);
const flags = ['--disable-dev-shm-usage', '--disable-gpu', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])];
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: flags });
const middle = list => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];
const rate = async (page, times) => (await page.context().newCDPSession(page)).send('Emulation.setCPUThrottlingRate', { rate: times });

async function open(times) {
  const context = await browser.newContext({ viewport: { width: 1366, height: 820 }, locale: 'uk-UA' });
  const page = await context.newPage();
  await page.addInitScript(() => {
    window.seen = { paint: 0, events: [], tasks: [] };
    new PerformanceObserver(list => list.getEntries().forEach(e => { if (e.name === 'first-contentful-paint') window.seen.paint = e.startTime; })).observe({ type: 'paint', buffered: true });
    new PerformanceObserver(list => list.getEntries().forEach(e => window.seen.events.push([e.name, e.duration, e.startTime]))).observe({ type: 'event', durationThreshold: 16, buffered: true });
    new PerformanceObserver(list => list.getEntries().forEach(e => window.seen.tasks.push(e.duration))).observe({ type: 'longtask', buffered: true });
  });
  await rate(page, times);
  return { context, page };
}
async function signIn(page) {
  await page.goto(`${site}/`);
  await page.evaluate(() => fetch('/api/session', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"user":"case-officer"}' }));
}

for (const times of [1, Number(slow)]) {
  // First paint, without anything kept from before: a new context each time.
  const paints = [];
  for (let i = 0; i < 5; i++) {
    const { context, page } = await open(times);
    await page.goto(`${site}/`);
    await page.waitForFunction(() => window.seen.paint > 0);
    paints.push(await page.evaluate(() => window.seen.paint));
    await context.close();
  }
  const { context, page } = await open(times);
  await signIn(page);
  await page.goto(`${site}/#/people`);
  await page.reload();
  await page.waitForSelector('.vrow[aria-rowindex="3"]');
  await page.waitForTimeout(1500);
  // From a key to the rows: names of the register, their first letters typed.
  const names = await page.evaluate(async () => (await (await fetch('/api/people?offset=5000')).json()).rows.map(r => r.name).filter(Boolean).slice(0, 12));
  const waits = [];
  const box = page.locator('[data-search]').first();
  for (const name of names) {
    await box.fill(name.slice(0, 3));
    await page.waitForTimeout(900);
    await page.evaluate(() => {
      window.begun = 0; window.ended = 0;
      document.addEventListener('keydown', () => { window.begun ||= performance.now(); }, { capture: true, once: true });
      const inRows = node => (node.nodeType === 1 ? node : node.parentElement)?.closest?.('tbody');
      const watch = new MutationObserver(list => {
        if (window.begun && list.some(one => inRows(one.target) || [...one.addedNodes].some(node => node.nodeName === 'TABLE'))) { window.ended ||= performance.now(); watch.disconnect(); }
      });
      watch.observe(document.querySelector('main'), { subtree: true, childList: true, characterData: true });
    });
    await box.press('End');
    await box.pressSequentially(name.slice(3, 4) || 'а');
    await page.waitForFunction(() => window.ended > 0, null, { timeout: 2500 }).catch(() => {});
    const wait = await page.evaluate(() => window.ended - window.begun);
    if (wait > 0) waits.push(wait);
  }
  // Work: rows up and down, screens one after the other.
  await box.fill('');
  await page.waitForSelector('[role=grid]').catch(() => {});
  const grid = page.locator('[role=grid]');
  if (await grid.count()) { await grid.focus(); for (let i = 0; i < 30; i++) await page.keyboard.press('PageDown'); await page.keyboard.press('End'); await page.keyboard.press('Home'); }
  for (const path of ['review', 'places', 'statements', 'findings', 'import', 'people']) {
    const link = page.locator(`nav a[href="#/${path}"]`);
    if (await link.count()) { await link.click(); await page.waitForTimeout(700); }
  }
  const seen = await page.evaluate(() => window.seen);
  const longest = seen.events.toSorted((a, b) => b[1] - a[1])[0] ?? ['none', 0];
  console.log(`CPU x${times}: first contentful paint ${Math.round(middle(paints))} ms (median of 5, most ${Math.round(Math.max(...paints))}); ` +
    `key to rows ${Math.round(middle(waits))} ms (median of ${waits.length}, most ${Math.round(Math.max(...waits))}); ` +
    `longest event ${Math.round(longest[1])} ms (${longest[0]}), of ${seen.events.length} over 16 ms; longest task ${Math.round(Math.max(0, ...seen.tasks))} ms`);
  await context.close();
}
await browser.close();
