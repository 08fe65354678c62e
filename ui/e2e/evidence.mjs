// Evidence from the file to the bundle, an import that outlives its page, places of a day, a hold, and a session that ends in the
// middle of a form.  usage: node evidence.mjs SITE        SITE: "homeward serve" on a copy of the example in training; it is changed.
import { end, go, launch, ok, open, settle, signIn } from './lib.mjs';

const site = process.argv[2];
const browser = await launch();
const at = await open(browser, site, { language: 'en' });
const { page, context, troubles } = at;
page.setDefaultTimeout(60000);
const button = name => page.getByRole('button', { name, exact: true });
const field = name => page.getByRole('textbox', { name, exact: true });
const choose = async (label, option) => { await page.getByRole('button', { name: new RegExp(label) }).first().click(); await page.getByRole('option', { name: option }).first().click(); };
const must = (good, what) => { if (!good) throw new Error(what); };
async function as(user, path) { await context.clearCookies(); await signIn(at, user); await go(at, path); }
async function flow(name, walk) {
  troubles.length = 0;
  try { await walk(); const bad = troubles.filter(line => !/401|403|422/.test(line)); ok(name, bad.length === 0, bad.join('\n')); } catch (error) {
    ok(name, false, `${error.message}\n${troubles.join('\n')}\n${(await page.locator('main').innerText().catch(() => '')).slice(0, 600)}`);
  }
}
// One pixel.
const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

await flow('an original is taken in, marked as hard to look at', async () => {
  await as('legal-officer', '/evidence/add');
  await page.setInputFiles('input[type=file]', { name: 'wound.png', mimeType: 'image/png', buffer: png });
  await field('Number').fill('E90');
  await choose('Kind of item', 'photo');
  await field('What it shows').fill('a wound');
  await page.getByText('yes', { exact: true }).click();
  await button('Write it down').click();
  await page.getByText('Taken in:').waitFor();
});
await flow('nothing of it is loaded before a press; it comes blurred; two presses show it', async () => {
  const asked = [];
  page.on('request', request => { if (/\/file$/.test(request.url())) asked.push(request.url()); });
  await go(at, '/evidence/item/E90');
  must(asked.length === 0 && await page.locator('img').count() === 0, 'the picture was loaded at once');
  await choose('Purpose', 'work on the case');
  await button('Load the file').click();
  await page.locator('img.blurred').waitFor();
  must(asked.length === 1, `${asked.length} requests`);
  await button('Show it clearly').click();
  must(await page.locator('img.original').count() === 1 && await page.locator('img.blurred').count() === 0, 'it stays blurred');
  await page.getByRole('button', { name: /Cover/ }).last().click();
  await page.locator('img').waitFor({ state: 'detached' });
});
await flow('a likeness waits for a second person, who finds the item from what waits', async () => {
  await button('Note a doubt or a likeness').click();
  await choose('What it is', 'forged media');
  await field('What was seen, by which tool').fill('edges, by eye');
  await page.getByRole('button', { name: /^Ask/ }).click();
  await page.getByText('It waits for a second person.').first().waitFor();
  await as('case-officer', '/pending');
  await page.getByRole('link', { name: 'E90' }).click();
  await page.getByText('edges, by eye').waitFor();
});
await flow('every file is hashed again', async () => {
  await go(at, '/evidence');
  await button('Check all files again').click();
  await page.getByText(/11 files looked at, none differs/).waitFor();
});
await flow('a bundle is asked for with an order, released by another, and fetched', async () => {
  await as('legal-officer', '/evidence/bundles');
  await page.getByText(/^E90:/).click();
  await field('For whom').fill('a court');
  await field('Purpose').fill('case 7');
  await page.getByText('A legal order asks for it').click();
  await field('Which order').fill('7/25, the court, 2025-02-01');
  await page.getByRole('button', { name: /^Ask/ }).click();
  await page.getByText('It waits for a second person.').first().waitFor();
  await as('case-officer', '/pending');
  const card = page.locator('section', { has: page.getByRole('heading', { name: 'Release a bundle of evidence' }) });
  await card.getByRole('button', { name: 'Confirm', exact: true }).click();
  await button('Write it down').click();
  await card.waitFor({ state: 'detached' });
  await as('legal-officer', '/evidence/bundles');
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: /^Fetch the bundle/ }).click()]);
  must(file.suggestedFilename() === 'bundle.tar', file.suggestedFilename());
});
await flow('an item is held by one', async () => {
  await go(at, '/evidence/item/E90');
  await button('Hold this item').click();
  await field('Reason').last().fill('case 7, a court');
  await button('Write it down').click();
  await page.getByText('Written down: Hold this item.').waitFor();
  await go(at, '/inquiries/holds');
  await page.getByRole('cell', { name: 'case 7, a court' }).waitFor();
});

await flow('an import goes on when its page is closed, and its report is found again', async () => {
  await as('tracing-analyst', '/import');
  const rows = Array.from({ length: 4000 }, (_, i) => `R${70000 + i},T1,captive,East,2025-0${i % 2 ? 1 : 9}-31,2025-01-20`);
  await page.setInputFiles('input[type=file]', { name: 'many.csv', mimeType: 'text/csv', buffer: Buffer.from(`id,source,status,region,happened,received\n${rows.join('\n')}\n`) });
  await button('On to the columns').click();
  await button('Check, change nothing').click();
  await page.reload();
  await page.waitForSelector('h1');
  await page.getByText('EN', { exact: true }).first().click();
  await settle(at);
  await page.getByText(/many\.csv/).first().waitFor();
  await button('Show the report').click();
  await page.getByText(/rows? (was|were) refused/).waitFor();
  const [file] = await Promise.all([page.waitForEvent('download'), button('Save the report of errors').click()]);
  must(file.suggestedFilename() === 'report.csv', file.suggestedFilename());
});
await flow('places are shown as they were known on a day, with access and, for today, numbers', async () => {
  await go(at, '/places');
  await page.getByText(/visit refused/).first().waitFor();
  await page.locator('.place-list a').filter({ hasText: /\(\d+.\d+\)/ }).first().waitFor({ timeout: 60000 });
  const before = await page.locator('.place-list a').count();
  await page.getByRole('slider').fill('10');
  await page.getByRole('button', { name: 'Back to today' }).waitFor();
  await page.waitForTimeout(500);
  await settle(at);
  const then = await page.locator('.place-list').innerText();
  must(!/visit refused/.test(then), 'a refusal of later is told');
  must(await page.locator('.place-list a').count() <= before, 'more places than today');
});
await flow('a session that ends in a form gives its text back to the same user, and to nobody else', async () => {
  await as('legal-officer', '/evidence/item/E01');
  await button('Hand on').click();
  await field('To').fill('archive of the court');
  await context.clearCookies();
  await page.getByRole('textbox', { name: 'Reason', exact: true }).first().fill('kept there');
  await button('Write it down').click();
  await page.getByText(/The session has ended/).waitFor();
  must(await page.getByText('archive of the court').count() === 0, 'the text is on the page');
  must(await page.evaluate(() => localStorage.length + sessionStorage.length) === 0, 'something is stored');
  await page.getByRole('button', { name: /legal officer$/ }).click();
  await page.getByText(/stands in its form again/).waitFor();
  must(await field('To').inputValue() === 'archive of the court', 'the text did not come back');
  await context.clearCookies();
  await button('Write it down').click();
  await page.getByText(/The session has ended/).waitFor();
  await page.getByRole('button', { name: /case officer$/ }).click();
  await page.waitForSelector('nav');
  await settle(at);
  must(await page.getByText(/stands in its form again/).count() === 0 && await field('To').count() === 0, 'another user finds it');
});

await context.close();
await browser.close();
end();
