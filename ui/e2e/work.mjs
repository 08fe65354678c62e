// The work of each role on the example, from what it opens with to what it leaves behind: a law finding told by two, a statement,
// a file with errors, relatives, a debrief without network, the ledger; and what the page does when the server fails it.
// usage: node work.mjs SITE        SITE: "homeward serve" on a fresh copy of the example in training; it is changed.
import { axe, end, go, launch, ok, open, settle, signIn } from './lib.mjs';

const site = process.argv[2];
const browser = await launch();
const at = await open(browser, site, { language: 'en' });
const { page, context, troubles } = at;
page.setDefaultTimeout(60000);
const button = (name, of = page) => of.getByRole('button', { name, exact: true });
const write = () => page.locator('form').getByRole('button', { name: /^(Write it down|Ask for it)$/ }).click();
const field = name => page.getByRole('textbox', { name, exact: true });
const choose = async (label, option) => { await page.getByRole('button', { name: label }).last().click(); await page.getByRole('option', { name: option }).first().click(); };
const as = async (user, path) => { await context.clearCookies(); await signIn(at, user); await go(at, path); };
/** One flow; what went wrong on the way is said with it. */
async function flow(name, walk, allowed = /$^/) {
  troubles.length = 0;
  try {
    await walk();
    const bad = troubles.filter(line => !allowed.test(line));
    ok(name, bad.length === 0, bad.join('\n'));
  } catch (error) {
    ok(name, false, `${error.message}\n${troubles.join('\n')}`);
  }
}
const must = (good, what) => { if (!good) throw new Error(what); };
const csv = (name, ...lines) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(`${lines.join('\n')}\n`) });

let finding = '';
await flow('the legal officer writes down what the rules raise', async () => {
  await as('legal-officer', '/findings/raised');
  await button('Write them down as findings').click();
  await write();
  await page.waitForSelector('a[data-finding]', { timeout: 60000 });
});
await flow('takes up a finding, confirms it, drafts and reads the letter, and asks to send it', async () => {
  await go(at, '/findings');
  await page.locator('a[data-finding]').first().click();
  await page.getByText('What the law asks').waitFor();
  finding = page.url().split('/').pop();
  await button('Take it up').click(); await write();
  await button('Confirm').click(); await page.getByLabel('Reason').fill('the words are on record'); await write();
  await button('Draft the letter').first().click(); await write();
  await button('Read').click(); await page.getByText('Our reference').waitFor();
  must((await axe(at)).length === 0, (await axe(at)).join('\n'));
  await button('Send').click(); await page.getByLabel('Reason').fill('as the law asks'); await write();
  await page.getByText('It waits for a second person.').waitFor();
});
await flow('cannot confirm what he asked for himself', async () => {
  await go(at, '/pending');
  await page.getByText('Another user has to confirm it.').waitFor();
  must(await button('Confirm').count() === 0, 'there is a button to confirm');
});
await flow('another confirms without having seen the reason of the first', async () => {
  await as('case-officer', '/pending');
  await button('Confirm').first().waitFor();
  must(await page.getByText('as the law asks').count() === 0, 'the reason is shown');
  must((await axe(at)).length === 0, (await axe(at)).join('\n'));
  await button('Confirm').first().click(); await write();
  await page.getByText('Nothing waits for you.').waitFor();
});
await flow('the letter went; it is answered, closed and can be printed', async () => {
  await as('legal-officer', `/findings/${finding}`);
  await page.getByText('released by').waitFor();
  await button('An answer came').click(); await field('What was answered').fill('received'); await write();
  await page.getByText('Written down: An answer came.').waitFor();
  await button('Close').click(); await page.getByLabel('Reason').fill('answered'); await write();
  await button('Open again').waitFor();
  await go(at, `/print/letter/${finding}/agency/en`);
  await page.getByText('Our reference').waitFor();
  must(await button('Print').isDisabled(), 'it prints without a purpose');
});
await flow('a statement is released by two only', async () => {
  await as('legal-officer', '/statements/ST01');
  await button('Release for the public').click(); await page.getByLabel('Reason').fill('counts only'); await write();
  await page.getByText('It waits for a second person.').waitFor();
  await go(at, '/print/statement/ST01/public');
  await page.getByText('It was not released for the public').waitFor();
});

await flow('a file with errors changes nothing and says row, column, value and remedy', async () => {
  await as('tracing-analyst', '/import');
  await page.setInputFiles('input[type=file]', csv('bad.csv', 'id,source,status,region,happened,received', 'R9101,T1,captive,East,2025-02-31,2025-02-20', 'R9102,T1,nonsense,East,2025-01-19,2025-01-20', 'R9103,NOSUCH,captive,East,2025-01-19,2025-01-20'));
  await page.getByText(/it looks like: reports/).waitFor();
  await button('On to the columns').click();
  await button('Check, change nothing').click();
  await page.getByText('3 rows cannot be taken in').waitFor({ timeout: 60000 });
  const row = page.getByRole('row', { name: /2 happened 2025-02-31/ });
  must(await row.count() === 1, 'line 2, column happened, value 2025-02-31 are not one row');
  must(await page.getByText(/write 1987-06-25/).count() === 1, 'no remedy');
  must((await axe(at)).length === 0, (await axe(at)).join('\n'));
});
await flow('the good rows come in, the bad are set aside, and the batch is taken back', async () => {
  await button('Bring the corrected file').click();
  await page.setInputFiles('input[type=file]', csv('mixed.csv', 'id;source;status;region;happened;received', 'R9201;T1;captive;East;2025-01-19;2025-01-20', 'R9202;T1;nonsense;;2025-01-19;2025-01-20'));
  await button('On to the columns').click();
  await button('Check, change nothing').click();
  await page.getByRole('button', { name: /Take in 1 good row/ }).click({ timeout: 60000 });
  await page.getByRole('heading', { name: 'It was taken in' }).waitFor({ timeout: 60000 });
  await page.getByRole('button', { name: 'Take back mixed.csv' }).click();
  await page.getByLabel('Reason').fill('a trial'); await write();
  await page.getByText(/was taken back/).waitFor();
});

await flow('family liaison writes an inquiry down, tells, and reads the reviewed answer', async () => {
  await as('family-liaison', '/inquiries');
  await button('New inquiry').click();
  await field('Number').fill('H90'); await page.getByLabel(/^Number of the person/).fill('A0485');
  await field('Who asks').fill('Olena'); await field('Relation').fill('sister');
  await page.getByLabel(/How the relative is reached/).fill('+380000'); await page.getByLabel(/Phrase that shows/).fill('iron door');
  await write();
  await page.getByRole('heading', { name: /Inquiry H90/ }).waitFor();
  await button('Tell: what was said').click(); await field('What was said').fill('we search'); await write();
  await page.getByText('Written down: Tell').waitFor();
  await button('Show the answer').click(); await settle(at);
  await page.locator('blockquote').getByText('H90').waitFor();
  await page.keyboard.press('Alt+h');
  must(await page.getByText('Olena').count() === 0 && await page.locator('blockquote').getByText('H90').count() === 0, 'names are seen though they are hidden');
  await page.keyboard.press('Alt+h');
});
await flow('the answer and the extract of a case can be printed, and only with a purpose', async () => {
  for (const paper of ['reply', 'extract']) {
    await go(at, `/print/${paper}/H07`);
    must(await button('Print').isDisabled(), `${paper} prints without a purpose`);
    await choose(/Purpose/, 'to the addressee');
    must(await button('Print').isEnabled(), `${paper} does not print`);
    must((await axe(at)).length === 0, (await axe(at)).join('\n'));
  }
});
await flow('contact and phrase are shown for a purpose, for a while, and covered again', async () => {
  await go(at, '/inquiries/case/H90');
  must(await page.getByText('+380000').count() === 0, 'the contact stands on the page');
  must(await button('Show').isDisabled(), 'it shows without a purpose');
  await choose(/Purpose/, 'a call that was promised');
  await button('Show').click(); await page.getByText('+380000').waitFor();
  await button('Cover now').click();
  must(await page.getByText('+380000').count() === 0, 'still shown');
});

await flow('a debrief is written without network, kept in no storage, and sent whole', async () => {
  await as('debriefer', '/inquiries/form');
  await page.getByLabel(/Help that was offered/).fill('physician');
  must(await page.getByText('What he allows').count() === 0, 'he is asked before the gate');
  await page.locator('label:has-text("he wants to be asked")').click();
  await field('Number of the debrief').fill('DB90'); await field('Source').fill('D1');
  await page.getByRole('radiogroup', { name: 'tracing' }).locator('label:has-text("yes")').click();
  await button('One more person').click();
  await field('Name, as he said it').fill('Петро'); await page.locator('label:has-text("he saw it himself")').click();
  await go(at, '/inquiries/debriefs');
  await page.getByText('1 draft was not sent').click();
  await context.setOffline(true);
  await button('Send now').click(); await page.getByText('No connection: nothing was sent.').waitFor();
  await context.setOffline(false);
  const kept = await page.evaluate(async () => [localStorage.length, sessionStorage.length, (await indexedDB.databases()).length, (await caches.keys()).length, document.cookie].join());
  must(kept === '0,0,0,0,', `kept in the browser: ${kept}`);
  await button('Send now').click();
  await page.getByText('What follows tells').waitFor();
  await button('Show').click(); await page.getByText('Петро').waitFor();
}, /ERR_INTERNET_DISCONNECTED/);
await flow('the cover hides a form and loses nothing of it', async () => {
  await go(at, '/inquiries/form');
  await page.getByLabel(/Help that was offered/).fill('kept words');
  await button('Cover the page').click();
  await page.getByText('The page is covered').waitFor();
  must(!(await page.getByLabel(/Help that was offered/).isVisible()), 'it is still seen');
  await page.keyboard.press('g'); await page.keyboard.press('d');
  await button('Show again').click();
  must(await page.getByLabel(/Help that was offered/).inputValue() === 'kept words', 'the words are gone');
});
await flow('signing out asks about a draft and takes it away', async () => {
  let asked = '';
  page.once('dialog', dialog => { asked = dialog.message(); void dialog.accept(); });
  await button('Sign out').click();
  await page.getByText('There is no password in training').waitFor();
  must(/draft/.test(asked), 'it did not ask');
  await as('debriefer', '/inquiries/form');
  must(await page.getByLabel(/Help that was offered/).inputValue() === '', 'the draft is still there');
});

await flow('after a session that ran out the same user finds the draft again, another does not', async () => {
  await page.getByLabel(/Help that was offered/).fill('begun');
  await context.clearCookies();
  await page.evaluate(() => fetch('/api/session'));
  await page.getByText('There is no password in training').waitFor({ timeout: 70000 });
  await page.getByRole('button', { name: 'Enter as debriefer' }).click();
  await page.getByLabel(/Help that was offered/).waitFor();
  must(await page.getByLabel(/Help that was offered/).inputValue() === 'begun', 'the draft is gone');
  await context.clearCookies();
  await page.getByText('There is no password in training').waitFor({ timeout: 70000 });
  await page.getByRole('button', { name: 'Enter as case officer' }).click();
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
  await context.clearCookies();
  await page.getByText('There is no password in training').waitFor({ timeout: 70000 });
  await page.getByRole('button', { name: 'Enter as debriefer' }).click();
  await page.getByLabel(/Help that was offered/).waitFor();
  must(await page.getByLabel(/Help that was offered/).inputValue() === '', 'another user came between, and the draft is still there');
}, /401/);
await flow('a list is not copied, a cell is; no name stands in address or title', async () => {
  await as('case-officer', '/inquiries');
  await page.keyboard.press('Control+a'); await page.keyboard.press('Control+c');
  await page.getByText('A list is not copied').waitFor();
  must(!/[А-яҐґЄєІіЇї]/.test(decodeURIComponent(page.url())), page.url());
  must(await page.title() === 'TRAINING · Homeward', await page.title());
});
await flow('do not transmit holds at once; lifting it waits for a second person', async () => {
  await go(at, '/inquiries/rights/A0485');
  await button('Do not transmit').click(); await field('Reason').fill('the family asks'); await write();
  await page.getByText('Written down: Do not transmit.').waitFor();
  await button('Lift a “do not transmit”').click(); await choose(/Which/, /./); await field('Reason').fill('they agree now'); await write();
  await page.getByText('It waits for a second person.').waitFor();
});
await flow('data go to no prosecutor without consent or order', async () => {
  await go(at, '/inquiries/rights/A4108');
  await button('To a prosecutor or a service').click();
  await choose(/To whom/, 'a prosecutor'); await choose(/On what ground/, 'his consent');
  await field('The form he signed, or number and court of the order').fill('F1'); await field('Purpose').fill('a case'); await write();
  await page.getByRole('alert').getByText('Nothing was saved.').waitFor();
}, /403/);
await flow('the auditor verifies the ledger', async () => {
  await as('auditor', '/admin/ledger');
  await button('Verify').click();
  await page.getByText(/Chain verified from entry 1/).waitFor({ timeout: 90000 });
});
await flow('the administrator adds a user, who is no administrator and something else', async () => {
  await as('administrator', '/admin/users');
  await button('Add a user').click(); await field('User').fill('new.user');
  await page.locator('label:has-text("auditor:")').click();
  await page.locator('label:has-text("administrator:")').click();
  await page.getByText('An administrator has no other role').waitFor();
  must(await page.locator('form').getByRole('button', { name: 'Write it down' }).isDisabled(), 'both roles can be given');
  await page.locator('label:has-text("administrator:")').click(); await write();
  await page.getByText('new.user was added.').or(page.getByText('Token of new.user')).waitFor();
});

// When the server fails: what was written stays, and the page says what was not saved.
for (const [status, head] of [[500, 'It did not work.'], [403, 'This is not permitted.'], [409, 'Somebody else changed this meanwhile.']])
  await flow(`${status} in the middle of writing`, async () => {
    await as('legal-officer', '/statements/ST03');
    await page.route('**/api/statements/ST03', route => (route.request().method() === 'POST'
      ? route.fulfill({ status, contentType: 'application/problem+json', body: JSON.stringify({ type: 'urn:homeward:fault', title: 'x', status }) }) : route.continue()));
    await button('Release for the public').click(); await page.getByLabel('Reason').fill('my words'); await write();
    await page.getByRole('alert').getByText(head).waitFor();
    await page.getByText('Nothing was saved.').waitFor();
    must(await page.getByLabel('Reason').inputValue() === 'my words', 'the words are gone');
    must((await axe(at)).length === 0, (await axe(at)).join('\n'));
    await page.unroute('**/api/statements/ST03');
  }, /\b(500|403|409)\b/);
await flow('a page that cannot be read says so and can be tried again', async () => {
  await page.route('**/api/inquiries*', route => route.abort());
  await as('family-liaison', '/inquiries');
  await page.getByText('The server does not answer.').waitFor({ timeout: 20000 });
  must((await axe(at)).length === 0, (await axe(at)).join('\n'));
  await page.unroute('**/api/inquiries*');
  await button('Try again').click();
  await page.getByText('H07').waitFor();
}, /ERR_FAILED/);
await flow('by the keyboard alone: to the findings, into one, a form opened and left, focus back', async () => {
  await as('legal-officer', '/statements');
  await page.keyboard.press('g'); await page.keyboard.press('c');
  await page.getByRole('heading', { name: 'Findings', level: 1 }).waitFor();
  await page.locator('a[data-finding]').first().waitFor();
  await page.keyboard.press('j'); await page.keyboard.press('j'); await page.keyboard.press('Enter');
  await page.getByText('What the law asks').waitFor();
  const move = page.locator('main [role=group] button').first();
  await move.focus(); await page.keyboard.press('Enter');
  await page.locator('main form').waitFor();
  await page.locator('main form').getByRole('button', { name: 'Cancel' }).focus();
  await page.keyboard.press('Escape');
  must(await page.locator('main form').count() === 0, 'Escape leaves the form open');
  must(await move.evaluate(element => element === document.activeElement), 'focus is not back on the button');
});
await browser.close();
end();
