// One way a role, from signing in to the result, with mouse and keyboard as a person does it.
// usage: node flows.mjs SITE [FOLDER FOR PICTURES]      the founding example, in training
import { end, go, launch, ok, open, settle } from './lib.mjs';

const [site, pictures] = process.argv.slice(2);
const browser = await launch();

async function as(role, walk) {
  const at = await open(browser, site, { language: 'en' });
  const { page } = at;
  const steps = {
    at, page,
    picture: name => (pictures ? page.screenshot({ path: `${pictures}/flow-${name}.png` }) : undefined),
    button: name => page.getByRole('button', { name }).first(),
    sees: (text, what) => page.getByText(text).first().waitFor({ timeout: 45000 }).then(() => ok(`${role}: ${what}`, true), error => ok(`${role}: ${what}`, false, error.message)),
    async api(path) { return page.evaluate(async p => (await fetch(`/api${p}`, { headers: { 'accept-language': 'en' } })).json(), path); },
  };
  try {
    await page.goto(`${site}/`);
    await page.getByText('EN', { exact: true }).first().click();
    await steps.button(`Sign in as ${role}`).or(steps.button(new RegExp(`${role}$`))).first().click();
    await page.waitForSelector('nav');
    await settle(at);
    await walk(steps);
  } catch (error) {
    ok(`${role}: walked to the end`, false, `${error.message}\n${(await page.locator('main').innerText().catch(() => '')).slice(0, 800)}`);
    await steps.picture(`broken-${role.replaceAll(' ', '-')}`);
  }
  ok(`${role}: console, policy, server`, at.troubles.length === 0, at.troubles.join('\n'));
  await at.context.close();
}

const list = 'id,side,family,given,born,register\nZZ1,ours,Тестовий,Ілля,1990-01-01,missing\nZZ2,ours,Пробний,Ян,31.02.1990,missing\n';
await as('case officer', async ({ page, at, button, sees, picture }) => {
  await go(at, '/import');
  await page.setInputFiles('input[type=file]', { name: 'list.csv', mimeType: 'text/csv', buffer: Buffer.from(list) });
  await sees(/By its head it looks like/, 'the file is known by its head');
  await button(/On to the columns/).click();
  await button(/Check, change nothing/).click();
  await sees(/1 row cannot be taken in/, 'the row with an error is told before anything changes');
  await sees(/31\.02\.1990/, 'with its value');
  await picture('import');
  await button(/Take in 1 good row/).click();
  await sees(/It was taken in/, 'the good row is taken in');
  await sees(/list\.csv/, 'and stands as a batch');
});

await as('tracing analyst', async ({ page, at, sees, picture, api }) => {
  await go(at, '/review');
  const before = (await api('/review')).open;
  await page.getByText(/bits/).first().waitFor({ timeout: 45000 });
  await picture('review');
  await page.keyboard.press('x');
  await page.getByLabel(/Reason/).first().fill('another year of birth in the file');
  await page.keyboard.press('Enter');
  await page.waitForTimeout(600);
  await settle(at);
  ok('tracing analyst: one proposal less', (await api('/review')).open === before - 1, `${before} before`);
  await page.keyboard.press('u');
  await page.waitForTimeout(800);
  ok('tracing analyst: the judgement can be taken back', (await api('/review')).open === before);
});

await as('case officer', async ({ page, at, sees, picture, api }) => {
  const people = (await api('/people?side=ours&limit=100&sort=-missing')).rows;
  let there = people.find(row => row.estimate?.region === 'Chechnya' && row.estimate.region_p > .9);
  for (let offset = 0; !there && offset < 9000; offset += 100) there = (await api(`/people?side=ours&offset=${offset}`)).rows.find(row => row.estimate?.region === 'Chechnya' && row.estimate.region_p > .9);
  await go(at, '/people');
  await page.getByRole('searchbox').or(page.getByRole('textbox')).first().fill(there.name);
  await page.getByRole('link', { name: new RegExp(there.name.split(' ')[0]) }).or(page.getByText(there.name)).first().waitFor({ timeout: 45000 });
  await picture('people');
  await go(at, `/person/${there.id}/where`);
  await page.getByRole('heading', { name: 'In which region' }).waitFor({ timeout: 45000 });
  const regions = await page.locator('main table').nth(1).locator('tbody tr').first().innerText();
  ok(`case officer: ${there.id} is likeliest in Chechnya, with 90 % and more`, /^Chechnya/.test(regions) && /(9[05]|>95) %/.test(regions), regions);
  const said = (await api(`/person/${there.id}/where`)).persons[0].reports.map(report => report.id);
  const shown = await page.locator('main').innerText();
  ok(`case officer: and each of the ${said.length} reports that move it is shown`, said.length > 0 && said.every(id => shown.includes(id)), said.join(' '));
  await picture('where');
});

await as('negotiator', async ({ page, at, button, sees, picture, api }) => {
  await go(at, '/plan');
  await page.getByText(/for 40/).or(page.getByText(/40 given/)).or(page.getByRole('table')).first().waitFor({ timeout: 30000 });
  await settle(at);
  const plan = await page.locator('main').innerText();
  ok('negotiator: the frontier holds 150 and more for 40', /1[5-9]\d/.test(plan), plan.slice(0, 600));
  await picture('plan');
  await page.getByRole('textbox', { name: 'At least' }).fill('900');
  await page.keyboard.press('Tab');
  await button(/Is it possible/).click();
  await sees(/These conditions together are impossible/, 'an impossible wish names the conditions that clash');
  await picture('clash');
  const person = (await api('/people?side=ours&register=captive&limit=1')).rows[0];
  await go(at, '/rounds/N1');
  await button(/^Send a list/).click();
  await page.getByRole('textbox', { name: /^Number of the list|^Id of the list|list/i }).first().fill('L99');
  await page.getByRole('button', { name: /To whom|To$|^To / }).first().click();
  await page.getByRole('option').first().click();
  await page.getByRole('textbox', { name: /names/i }).first().fill(`${person.name}; ${person.born ?? ''}`);
  await button(/^Read/).click();
  await page.getByRole('button', { name: new RegExp(person.id) }).first().click();
  await page.locator('#h-preview').waitFor(); // what the other side would read, before it is asked for
  ok('negotiator: the line that the other side would read is shown', (await page.locator('section[aria-labelledby=h-preview] tbody').innerText()).includes(person.id));
  await picture('send');
  await button(/^Ask/).click();
  await sees(/waits? for a second person; nothing was sent yet/, 'the list waits for a second person');
  await page.getByRole('tab', { name: /Reconciliation/ }).or(page.getByRole('link', { name: /Reconciliation/ })).first().click();
  await settle(at);
  const balance = (await api('/rounds/N1')).rounds[0];
  const told = await page.locator('main').innerText();
  ok('negotiator: a delivery is held against what was agreed', told.includes(String(balance.agreed)) && told.includes(String(balance.delivered)) && balance.agreed > balance.delivered, told.slice(0, 600));
  await picture('reconcile');
});

await as('legal officer', async ({ page, at, button, sees, picture }) => {
  await go(at, '/findings');
  await picture('findings');
  await page.getByRole('link', { name: /^f-/ }).first().click();
  await settle(at);
  await sees(/wrongly translated|withdrawn in public|\w+ \/ \w+/, 'an indication says what would rebut it');
  await sees(/threatens|kind of the statement/, 'and on which facts it rests');
  await button(/^Take/).click();
  await button(/Write it down/).click();
  await page.waitForTimeout(600);
  await settle(at);
  await sees(/under review/i, 'it is under review once taken');
  await picture('finding');
});

await as('auditor', async ({ page, at, button, sees, picture }) => {
  await go(at, '/admin/ledger');
  await button(/^Verify/).click();
  await sees(/Chain verified from entry 1/, 'the ledger holds');
  await picture('ledger');
});

await browser.close();
end();
