// Conditions as sentences.  Those of law are said and cannot be switched; none of them is ever offered for relaxation.
import { Button, Checkbox, Input, Label, NumberField, Radio, RadioGroup } from 'react-aria-components';
import { useT } from '../../i18n';
import { className, levels } from './data';
import type { Wish } from './wish';

function Tick({ on, set, children }: { on: boolean; set: (on: boolean) => void; children: string }) {
  return <Checkbox className="tick" isSelected={on} onChange={set}>{({ isSelected }) => <><span aria-hidden="true" className="box-mark">{isSelected ? '☑' : '☐'}</span><span>{children}</span></>}</Checkbox>;
}

export function Conditions({ wish, set, labels }: { wish: Wish; set: (wish: Wish) => void; labels: Record<string, string> }) {
  const { t, chance } = useT();
  return (
    <section className="panel stack" aria-labelledby="h-conditions"><h2 id="h-conditions">{t('conditions')}</h2>
      <NumberField className="field" minValue={1} maxValue={5000} value={wish.given} onChange={given => !Number.isNaN(given) && set({ ...wish, given })}>
        <Label>{t('at_most_given')}</Label>
        <div className="row tight"><Button slot="decrement" className="button">−</Button><Input className="input number" /><Button slot="increment" className="button">+</Button></div>
      </NumberField>
      <RadioGroup className="field" value={String(wish.acceptance)} onChange={value => set({ ...wish, acceptance: Number(value) })}>
        <Label>{t('least_acceptance')}</Label>
        {levels.map(level => <Radio key={level} value={String(level)} className="tick">{({ isSelected }) => <><span aria-hidden="true" className="box-mark">{isSelected ? '◉' : '○'}</span><span>{chance(level)}</span></>}</Radio>)}
      </RadioGroup>
      <div className="stack tight">
        <Tick on={wish.joint} set={joint => set({ ...wish, joint })}>{t('with_every_holder')}</Tick>
        {wish.joint && <p className="notice attention">{t('joint_warning')}</p>}
        <Tick on={wish.unrequested} set={unrequested => set({ ...wish, unrequested })}>{t('only_unrequested')}</Tick>
      </div>
      {Object.keys(wish.locked).length > 0 && <div><h3>{t('locked')}</h3><p className="muted">{t('locked_text')}</p>
        <ul className="list">{Object.entries(wish.locked).map(([key, n]) => { const name = className(key, labels, t('class_not_asked')); return (
          <li key={key}><div className="item row"><span>{t('locked_n', { n, c: name })}</span>
            <Button className="button small" aria-label={t('unlock_class', { c: name })} onPress={() => set({ ...wish, locked: Object.fromEntries(Object.entries(wish.locked).filter(([k]) => k !== key)) })}>✕</Button></div></li>); })}</ul></div>}
      <div><h3>{t('without_class')}</h3>
        <div className="stack tight">{Object.entries(labels).map(([id, label]) => (
          <Tick key={id} on={!wish.without.includes(id)} set={on => set({ ...wish, without: on ? wish.without.filter(x => x !== id) : [...wish.without, id] })}>{label}</Tick>
        ))}</div></div>
      <div className="notice law"><p className="strong">{t('law_always')}</p>
        <ul><li>{t('law_wounded')}</li><li>{t('law_will')}</li><li>{t('law_civilians')}</li></ul></div>
    </section>
  );
}
