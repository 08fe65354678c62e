// The main screens as they look, against the pictures that are kept: a fixed window, a fixed clock, one state of the example.
// usage: node pictures.mjs SITE      SITE: "homeward serve" on a fresh example, loaded and served under HOMEWARD_CLOCK
// HOMEWARD_CLOCK   the same clock for the browser
// KEPT             the folder of the pictures that are kept
// SEEN             a folder for what was seen instead and what differs
// HOMEWARD_WRITE=1 keeps what is seen now (make ui-pictures): look at it before it is committed
import { mkdirSync, readFileSync, writeFileSync, existsSync } from 'node:fs';
import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';
import { end, go, launch, ok, open, settle, signIn } from './lib.mjs';

const [site] = process.argv.slice(2);
const { KEPT: kept, SEEN: seen, HOMEWARD_CLOCK: clock, HOMEWARD_WRITE: write } = process.env;
const screens = [['uk', '/', 'dashboard'], ['uk', '/people', 'people'], ['uk', '/person/A0001', 'person'], ['uk', '/person/A0001/where', 'where'],
  ['uk', '/review', 'review'], ['uk', '/places', 'places'], ['uk', '/plan', 'plan'], ['uk', '/rounds/N1', 'round'], ['uk', '/findings/raised', 'findings'],
  ['uk', '/statements/ST01', 'statement'], ['en', '/', 'dashboard-en'], ['en', '/person/A0001', 'person-en']];
// What may differ: the colour of one point by `shade` (pixelmatch's measure, 0 to 1), and points that differ more as a share of
// the whole picture and of its worst field of 32 x 32.  docs/decisions/089 has what was measured.
const shade = 0.12, share = 0.02, field = 0.25, side = 32, times = 3;

/** Half the width and height, each point the mean of four: the rounding of an edge fades, a picture that is kept is small. */
function half(picture) {
  const width = picture.width >> 1, height = picture.height >> 1, out = new PNG({ width, height });
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) for (let c = 0; c < 4; c++) {
    const at = (2 * y * picture.width + 2 * x) * 4 + c, below = at + picture.width * 4, d = picture.data;
    out.data[(y * width + x) * 4 + c] = (d[at] + d[at + 4] + d[below] + d[below + 4] + 2) >> 2;
  }
  return out;
}
/** A picture of the page once it has come to rest: the same three times over a second, nothing still loading. */
async function still(page) {
  // Keys and hashes are drawn by lot when the example is loaded: their place is compared, not their letters.
  const take = () => page.screenshot({ animations: 'disabled', caret: 'hide', style: '.hash { visibility: hidden }' });
  let last = await take(), same = 0;
  for (const until = performance.now() + 30000; same < 2 && performance.now() < until;) {
    await page.waitForTimeout(400);
    const next = await take(), loading = await page.locator('.skeleton, [aria-busy="true"], .loading').count();
    same = next.equals(last) && !loading ? same + 1 : 0;
    last = next;
  }
  return last;
}
/** The share of points that differ, in all and in the worst field; the picture of the difference. */
function compare(was, is) {
  const { width, height } = was, diff = new PNG({ width, height });
  const points = pixelmatch(was.data, is.data, diff.data, width, height, { threshold: shade, diffMask: true });
  const fields = new Map();
  for (let i = 0; i < width * height; i++) if (diff.data[i * 4 + 3]) {
    const key = `${Math.floor(i % width / side)},${Math.floor(Math.floor(i / width) / side)}`;
    fields.set(key, (fields.get(key) ?? 0) + 1);
  }
  const [where, most] = [...fields].reduce((a, b) => (b[1] > a[1] ? b : a), ['', 0]);
  return { diff, all: points / (width * height), worst: most / (side * side), where: where.split(',').map(n => n * side * 2) };
}

const browser = await launch(['--font-render-hinting=none', '--disable-lcd-text', ...(process.env.CHROMIUM_FLAGS?.split(' ') ?? [])]);
mkdirSync(write ? kept : seen, { recursive: true });
for (const language of ['uk', 'en']) {
  const at = await open(browser, site, { language });
  await at.page.clock.setFixedTime(new Date(clock));
  await signIn(at, 'trainee');
  for (const [, path, name] of screens.filter(screen => screen[0] === language)) {
    await go(at, path);
    if (process.env.STYLE) await at.page.evaluate(css => { const s = new CSSStyleSheet(); s.replaceSync(css); document.adoptedStyleSheets = [s]; }, process.env.STYLE);
    await at.page.evaluate(() => document.fonts.ready);
    await at.page.mouse.move(0, 0);
    await settle(at);
    const shot = await still(at.page);
    const picture = half(PNG.sync.read(shot));
    const file = `${kept}/${name}.png`, now = PNG.sync.write(picture, { deflateLevel: 9, colorType: 2 });
    if (write) { writeFileSync(file, now); console.log(`ok ${file} is kept, ${now.length} bytes`); continue; }
    if (!existsSync(file)) { ok(`${name} looks as it did`, false, `${file} is missing: make ui-pictures`); continue; }
    const was = PNG.sync.read(readFileSync(file));
    if (was.width !== picture.width || was.height !== picture.height) { ok(`${name} looks as it did`, false, `${file} is of another size`); continue; }
    let seenNow = compare(was, picture), last = now;
    for (let i = 1; i < times && (seenNow.all > share || seenNow.worst > field); i++) { // a slow machine: once more from the beginning
      await go(at, '/account');
      await go(at, path);
      await at.page.mouse.move(0, 0);
      await settle(at);
      const again = half(PNG.sync.read(await still(at.page)));
      seenNow = compare(was, again);
      last = PNG.sync.write(again, { deflateLevel: 9, colorType: 2 });
    }
    const { diff, all, worst, where } = seenNow;
    const told = `${(all * 100).toFixed(2)} % of the points differ (${share * 100} may), ${(worst * 100).toFixed(0)} % about ${where} (${field * 100} may)`;
    if (process.env.TELL) console.log(`# ${name}: ${told}`);
    const good = all <= share && worst <= field;
    if (!good) { writeFileSync(`${seen}/${name}.png`, last); writeFileSync(`${seen}/${name}.differs.png`, PNG.sync.write(diff)); }
    ok(`${name} looks as it did`, good, `${told}\nseen: ${seen}/${name}.png, what differs: ${name}.differs.png; if it is meant: make ui-pictures`);
  }
  await at.context.close();
}
await browser.close();
end();
