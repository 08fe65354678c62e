// Every screen in both languages, as somebody who may see all of it: nothing on the console, no request elsewhere, no violation of
// the policy, axe with nothing to say, no word left in the other language.  usage: node screens.mjs SITE [FOLDER FOR PICTURES]
import { axe, end, go, launch, ok, open, signIn } from './lib.mjs';

const [site, pictures] = process.argv.slice(2);
const person = process.env.PERSON ?? 'A0001';
const paths = ['/', '/people', `/person/${person}`, `/person/${person}/reports`, `/person/${person}/where`, `/person/${person}/custody`, `/person/${person}/relatives`,
  `/person/${person}/matches`, `/person/${person}/exchanges`, `/person/${person}/log`, '/review', '/places', '/places/P20', '/plan', '/rounds', '/rounds/N1', '/findings',
  '/findings/now', '/findings/raised', '/findings/own', '/statements', '/statements/ST01', '/import', '/inquiries', '/inquiries/case/H07', '/inquiries/debriefs',
  '/inquiries/debriefs/DB1', '/inquiries/form', '/inquiries/papers', '/inquiries/dead', '/inquiries/rights', `/inquiries/rights/${person}`, '/pending', '/account', '/admin',
  '/admin/roles', '/admin/ledger', '/admin/settings', '/admin/copies', '/admin/holds', '/admin/retention', '/evidence', '/evidence/item/E01', '/evidence/bundles', '/evidence/add', `/print/person/${person}`, '/print/statement/ST01/internal', '/print/statement/ST01/public', '/print/reply/H07',
  '/print/extract/H07', '/print/debrief-form', '/print/ledger', '/print/places', '/print/balance', '/print/round/N1', '/print/plan', '/nowhere'];
const browser = await launch();
await Promise.all(['uk', 'en'].map(async language => {
  const at = await open(browser, site, { language });
  await signIn(at, 'trainee');
  for (const path of paths) {
    at.troubles.length = 0;
    await go(at, path);
    const name = path === '/' ? 'dashboard' : path.slice(1).replaceAll('/', '-');
    if (pictures) await at.page.screenshot({ path: `${pictures}/${name}.${language}.png` });
    const violations = await axe(at);
    ok(`${language} ${path}: axe`, violations.length === 0, violations.join('\n'));
    ok(`${language} ${path}: console, policy, server`, at.troubles.length === 0, at.troubles.join('\n'));
    const h1 = await at.page.locator('h1').count();
    ok(`${language} ${path}: one heading`, h1 === 1, `${h1} h1`);
  }
  if (language === 'uk') {
    const english = await at.page.evaluate(async () => {
      const get = async path => (await fetch(`/api${path}`, { headers: { 'accept-language': 'uk' } })).json();
      const pairs = (await get('/review')).proposals.slice(0, 12);
      const told = await Promise.all(pairs.map(pair => get(`/review/${pair.left}/${pair.right}`)));
      return told.flatMap(pair => pair.fields.flatMap(field => [field.label, field.words])).filter(words => /[a-z]{3,} [a-z]{3,}|^[a-z ]{5,}$/.test(words ?? ''));
    });
    ok('uk: what speaks for and against a pair is told in Ukrainian', english.length === 0, [...new Set(english)].join('\n'));
  }
  await at.context.close();
}));
await browser.close();
end();
