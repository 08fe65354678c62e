// What is covered by default is shown one field at a time, for a purpose, for a minute; every showing is in the ledger.
import { useEffect, useState } from 'react';
import { Button } from 'react-aria-components';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, ask } from '../../api/http';
import { useT, type Key } from '../../i18n';
import { Choose } from '../../parts/fields';
import { ErrorBox } from '../../parts/states';

const fields = ['health', 'will', 'origin', 'place', 'relatives'] as const;
type Field = (typeof fields)[number];
const purposes = ['tracing', 'family', 'medical', 'legal', 'round'] as const;
interface Shown { field: string; seconds: number; values: { label: string; value: string | null; source?: string | null; date?: string | null }[] }

function Value({ shown, hide }: { shown: Shown; hide: () => void }) {
  const { t, day } = useT();
  const [left, setLeft] = useState(shown.seconds);
  useEffect(() => {
    const timer = setInterval(() => setLeft(seconds => seconds - 1), 1000);
    return () => clearInterval(timer);
  }, []);
  useEffect(() => { if (left <= 0) hide(); }, [left <= 0]);
  return (
    <div className="notice attention" role="status">
      <dl className="facts">{shown.values.map(value => <div className="fact" key={value.label}><dt>{value.label}</dt>
        <dd>{value.value ?? t('unknown')} <span className="muted">{value.source ?? ''} {day(value.date)}</span></dd></div>)}</dl>
      {shown.values.length === 0 && <p>{t('unknown')}</p>}
      <p className="muted">{t('reveal_left', { n: Math.max(0, left) })} <Button className="button small" onPress={hide}>{t('cover_now')}</Button></p>
    </div>
  );
}

export function Reveal({ id }: { id: string }) {
  const { t } = useT();
  const client = useQueryClient();
  const [field, setField] = useState<Field>('health');
  const [purpose, setPurpose] = useState<(typeof purposes)[number]>('tracing');
  const [shown, setShown] = useState<Shown | null>(null);
  const reveal = useMutation({
    mutationFn: () => ask(api.POST('/person/{id}/reveal', { params: { path: { id } }, body: { field, purpose: t(`purpose_${purpose}`) } })),
    onSuccess: answer => { setShown(answer); void client.invalidateQueries({ queryKey: ['person', id, 'log'] }); },
  });
  useEffect(() => setShown(null), [id]);
  return (
    <section className="panel stack" aria-labelledby="h-reveal"><h2 id="h-reveal">{t('covered_fields')}</h2>
      <p className="muted">{t('covered_fields_text')}</p>
      <div className="row">
        <Choose label={t('field')} value={field} onChange={value => setField(value as Field)} choices={fields.map(f => ({ id: f, label: t(`reveal_${f}` as Key) }))} />
        <Choose label={t('purpose')} value={purpose} onChange={value => setPurpose(value as typeof purpose)} choices={purposes.map(p => ({ id: p, label: t(`purpose_${p}` as Key) }))} />
        <Button className="button" isDisabled={reveal.isPending} onPress={() => { setShown(null); reveal.mutate(); }}>{t('reveal')}</Button>
      </div>
      {reveal.error ? <ErrorBox error={reveal.error} /> : null}
      {shown && <Value shown={shown} hide={() => setShown(null)} />}
    </section>
  );
}
