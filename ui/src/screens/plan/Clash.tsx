// A wish that cannot be met is not an error: the smallest set of conditions that clash, and for each the least change that
// would do, with a button to try it.  A rule of law is never among them.
import { useState } from 'react';
import { Button, Form, Input, Label, NumberField } from 'react-aria-components';
import type { Plan, Repair } from '../../api/types';
import { useT } from '../../i18n';
import { Choose } from '../../parts/fields';
import { ErrorBox } from '../../parts/states';
import { useJob } from './data';
import { ruleWords } from './rules';
import { Running } from './Running';
import type { Wish } from './wish';

export function Clash({ wish, set, labels }: { wish: Wish; set: (wish: Wish) => void; labels: Record<string, string> }) {
  const { t, n, chance } = useT();
  const words = (rule: string) => ruleWords(rule, labels, { t, chance });
  const run = useJob('require');
  const ids = Object.keys(labels);
  const [chosen, setChosen] = useState('');
  const [least, setLeast] = useState(20);
  const id = chosen || ids.find(x => x.startsWith('c')) || ids[0] || '';
  const answer = run.result as (Plan & { repairs?: Repair[]; clash?: string[] }) | undefined;
  const cell = answer?.frontier.find(c => c.max_given === wish.given && Math.abs(c.acceptance - wish.acceptance) < 1e-9) ?? answer?.frontier[0];
  const ask = (given: number, acceptance: number, number: number) =>
    run.start({ require: [`${id}:${number}`], given: [given], acceptance: [acceptance], ...(wish.joint ? { parties: ['*'] } : {}) });
  const change = (repair: Repair) => (repair.change === 'acceptance' ? chance(repair.to) : n(repair.to));
  const attempt = (repair: Repair) => {
    const given = repair.change === 'max_given' ? repair.to : wish.given;
    const acceptance = repair.change === 'acceptance' ? repair.to : wish.acceptance;
    const number = repair.change === 'min' ? repair.to : least;
    setLeast(number);
    if (repair.change === 'max_given') set({ ...wish, given });
    ask(given, acceptance, number);
  };
  return (
    <section className="panel stack" aria-labelledby="h-require"><h2 id="h-require">{t('require')}</h2><p className="muted">{t('require_text')}</p>
      <Form className="row" onSubmit={event => { event.preventDefault(); ask(wish.given, wish.acceptance, least); }}>
        <Choose label={t('class')} value={id} onChange={setChosen} choices={ids.map(x => ({ id: x, label: labels[x] ?? x }))} />
        <NumberField className="field" minValue={1} value={least} onChange={value => !Number.isNaN(value) && setLeast(value)}><Label>{t('at_least')}</Label>
          <div className="row tight"><Button slot="decrement" className="button">−</Button><Input className="input number" /><Button slot="increment" className="button">+</Button></div></NumberField>
        <Button type="submit" className="button" isDisabled={!id || run.running}>{t('is_it_possible')}</Button>
      </Form>
      {run.running && <Running run={run} />}
      {run.error ? <ErrorBox error={run.error} /> : null}
      {cell && !run.running && (cell.feasible
        ? <p role="status" className="notice">{t('possible', { g: cell.given ?? 0, r: cell.returned ?? 0 })}</p>
        : <div role="status" className="notice attention stack">
          <p className="strong">{t('clash')}</p><ul>{(cell.clash ?? answer?.clash ?? []).map(rule => <li key={rule}>{words(rule)}</li>)}</ul>
          <p className="strong">{t('repairs')}</p>
          <ul className="list">{(cell.repairs ?? answer?.repairs ?? []).map(repair => <li key={repair.rule + repair.change}><div className="item row"><span>{t('repair', { r: words(repair.rule), to: change(repair) })}</span>
            <Button className="button small" onPress={() => attempt(repair)}>{t('try_it')}</Button></div></li>)}</ul>
          <p className="muted">{t('law_not_offered')}</p></div>)}
    </section>
  );
}
