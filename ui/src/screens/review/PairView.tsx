import { useState } from 'react';
import { Button } from 'react-aria-components';
import { useQuery } from '@tanstack/react-query';
import type { Pair } from '../../api/types';
import { Name } from '../../app/privacy';
import { useT } from '../../i18n';
import { Chance } from '../../parts/Estimate';
import { Loaded } from '../../parts/states';
import { Waterfall } from '../../charts/Waterfall';
import { pairQuery } from './data';
import { Decide } from './Decide';
import { Rivals } from './Rivals';

const names = new Set(['family', 'given', 'patronymic', 'name']);
/** Fields whose values are fixed words of the program. */
const fixed = new Set(['side', 'register', 'status', 'verdict', 'kind', 'wounded']);
function Value({ field, of: value }: { field: string; of: string | null }) {
  const { t, w, day } = useT();
  if (!value) return <span className="muted">{t('missing_here')}</span>;
  if (names.has(field)) return <Name>{value}</Name>;
  if (field === 'sex') return <>{value === 'm' ? t('sex_m') : value === 'f' ? t('sex_f') : w(value)}</>;
  return <>{fixed.has(field) ? w(value) : day(value)}</>;
}

function Agreement({ bits }: { bits: number | null }) {
  const { t } = useT();
  const [mark, word] = bits === null ? ['·', t('agree_missing')] : bits > 3 ? ['=', t('agree_strong')] : bits > 0 ? ['≈', t('agree_some')] : ['≠', t('agree_against')];
  return <span className="nowrap"><span aria-hidden="true">{mark}</span> {word}</span>;
}

function Fields({ pair, lit, light, swapped }: { pair: Pair; lit: string | null; light: (field: string) => void; swapped: boolean }) {
  const { t, w, maybe } = useT();
  const kindOf = (kind: string) => maybe(`kind_${kind}`) ?? w(kind);
  const [a, b] = swapped ? [pair.right, pair.left] : [pair.left, pair.right];
  const scored = new Set(pair.fields.map(field => field.field));
  const others = [...new Set([...Object.keys(a.values), ...Object.keys(b.values)])].filter(key => !scored.has(key) && (a.values[key] || b.values[key]));
  return (
    <div className="scroll tall" tabIndex={0} role="group" aria-label={t('side_by_side')}><table className="table">
      <thead><tr><th scope="col">{t('field')}</th><th scope="col"><span className="mono">{a.id}</span> ({kindOf(a.kind)})</th><th scope="col">{t('agreement')}</th>
        <th scope="col"><span className="mono">{b.id}</span> ({kindOf(b.kind)})</th></tr></thead>
      <tbody>
        {pair.fields.map(field => (
          <tr key={field.field} aria-selected={lit === field.field} onClick={() => light(field.field)}>
            <th scope="row">{field.label}</th>
            <td><Value field={field.field} of={swapped ? field.right : field.left} /></td>
            <td><Agreement bits={field.bits} /><span className="muted block">{field.words}</span></td>
            <td><Value field={field.field} of={swapped ? field.left : field.right} /></td></tr>
        ))}
        {others.map(key => (
          <tr key={key}><th scope="row">{w(key.replace(/_/g, ' '))}</th><td><Value field={key} of={a.values[key] ?? null} /></td>
            <td className="muted">{t('not_compared')}</td><td><Value field={key} of={b.values[key] ?? null} /></td></tr>
        ))}
      </tbody></table></div>
  );
}

/** The sum is shown after the reviewer has looked: it would otherwise decide before he does. */
export function PairView({ left, right, judged }: { left: string; right: string; judged: () => void }) {
  const { t } = useT();
  const query = useQuery(pairQuery(left, right));
  const [lit, light] = useState<string | null>(null);
  const [swapped, setSwapped] = useState(false);
  const [open, setOpen] = useState(false);
  return (
    <Loaded query={query}>{pair => <>
      <div className="stack">
        <section className="panel stack">
          <h2>{t('side_by_side')}</h2>
          {pair.judged && pair.judged.length > 0 && <div className="notice attention">{pair.judged.map((one, i) => <p key={i}>{t('judged_before', { v: one.verdict ?? '', w: one.by ?? '', r: one.reason ?? '' })}</p>)}</div>}
          <Fields pair={pair} lit={lit} light={light} swapped={swapped} />
        </section>
        <Decide pair={pair} judged={judged} swap={() => setSwapped(was => !was)} />
      </div>
      <div className="stack">
        <section className="panel stack"><h2>{t('waterfall')}</h2>
          <Waterfall pair={pair} lit={lit} light={light} />
          <p className="muted">{t('waterfall_note')}</p>
          {open ? <p role="status">{t('sum_is')}: {pair.probability === null ? t('unknown') : <Chance p={pair.probability} />}. {t('sum_note')}</p>
            : <Button className="button" onPress={() => setOpen(true)}>{t('sum_show')}</Button>}
        </section>
        <Rivals pair={pair} />
      </div>
    </>}</Loaded>
  );
}
