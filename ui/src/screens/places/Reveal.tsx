// The recorded position of one place: with the right, for a purpose, for a quarter of an hour; written down; never on a paper.
import { useEffect, useState } from 'react';
import { Button } from 'react-aria-components';
import { useMutation } from '@tanstack/react-query';
import { api, ask } from '../../api/http';
import { useMay } from '../../app/session';
import { useT, type Key } from '../../i18n';
import { Choose } from '../../parts/fields';
import { ErrorBox } from '../../parts/states';
import { Timed } from '../../parts/Timed';

const purposes = ['visit', 'notify', 'tracing', 'protect'] as const;
interface Shown { id: string; lat: number | null; lon: number | null; seconds: number }

export function Reveal({ id }: { id: string }) {
  const { t, n } = useT();
  const may = useMay('SEE_EXACT');
  const [purpose, setPurpose] = useState('');
  const [shown, setShown] = useState<Shown | null>(null);
  const reveal = useMutation({
    gcTime: 0, mutationFn: () => ask(api.POST('/places/{id}/reveal', { params: { path: { id } }, body: { purpose: t(`exact_${purpose}` as Key) } })), onSuccess: answer => setShown(answer),
  });
  useEffect(() => { setShown(null); setPurpose(''); reveal.reset(); }, [id]);
  return (
    <section className="stack no-print" aria-labelledby="h-exact"><h3 id="h-exact">{t('exact')}</h3>
      {!may ? <p className="muted">{t('exact_closed')}</p> : <>
        <p className="muted">{t('exact_text')}</p>
        <div className="row"><Choose label={t('purpose')} value={purpose} onChange={setPurpose} choices={purposes.map(p => ({ id: p, label: t(`exact_${p}`) }))} />
          <Button className="button" isDisabled={!purpose || reveal.isPending} onPress={() => { setShown(null); reveal.mutate(); }}>{t('reveal')}</Button></div>
        {reveal.error ? <ErrorBox error={reveal.error} /> : null}
        <div role="status">{shown && <Timed key={`${shown.lat}`} seconds={shown.seconds} hide={() => { setShown(null); reveal.reset(); }}>
          {shown.lat === null || shown.lon === null ? <p>{t('exact_none')}</p> : <p><span className="strong mono">{n(shown.lat, 5)}; {n(shown.lon, 5)}</span></p>}
          <p className="muted">{t('exact_never')}</p></Timed>}</div>
      </>}
    </section>
  );
}
