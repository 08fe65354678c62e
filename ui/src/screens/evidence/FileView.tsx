// An original for one's own eyes: nothing of it is loaded before a press; what is hard to look at comes blurred; it covers
// itself again.
import { useEffect, useState } from 'react';
import { Button } from 'react-aria-components';
import { useMutation } from '@tanstack/react-query';
import { useMay } from '../../app/session';
import { useT } from '../../i18n';
import { Choose } from '../../parts/fields';
import { ErrorBox } from '../../parts/states';
import { Timed } from '../../parts/Timed';
import { fetchFile, type Item } from './data';
import { lookAt, type Shown } from './look';

const purposes = ['case', 'court', 'doubt', 'custody'] as const;
const SECONDS = 300;

function Picture({ of: shown, url, blurred, name }: { of: Shown; url: string; blurred: boolean; name: string }) {
  const { t } = useT();
  const hidden = blurred ? 'original blurred' : 'original';
  switch (shown.kind) {
    case 'image': return <img className={hidden} src={url} alt={t(blurred ? 'file_alt_blurred' : 'file_alt', { n: name })} />;
    case 'video': return <video className={hidden} src={url} controls preload="metadata" aria-label={t('file_alt', { n: name })} />;
    case 'audio': return <audio src={url} controls preload="metadata" aria-label={t('file_alt', { n: name })} />;
    case 'text': return blurred ? <p className="covered">{t('file_text_covered')}</p> : <pre className="original" tabIndex={0} role="region" aria-label={t('file_alt', { n: name })}>{shown.text}</pre>;
    default: return <p>{t('file_other')}</p>;
  }
}

/** Whoever took it in may not have said how hard it is: a picture or a film of which nobody did is blurred, too. */
const isHard = (item: Item) => item.graphic ?? ['video', 'photo', 'imagery'].includes(item.kind ?? '');

export function FileView({ id, item }: { id: string; item: Item }) {
  const { t } = useT();
  const may = useMay('EVIDENCE');
  const [purpose, setPurpose] = useState('');
  const [got, setGot] = useState<{ shown: Shown; url: string; clear: boolean } | null>(null);
  const load = useMutation({
    gcTime: 0,
    mutationFn: async () => { const blob = await fetchFile(id, t(`look_${purpose as (typeof purposes)[number]}`)); return { blob, shown: await lookAt(blob) }; },
    onSuccess: ({ blob, shown }) => setGot({ shown, url: 'type' in shown ? URL.createObjectURL(blob.slice(0, blob.size, shown.type)) : '', clear: !isHard(item) }),
  });
  const hide = () => { setGot(null); load.reset(); };
  useEffect(() => hide, [id]);
  useEffect(() => () => { if (got?.url) URL.revokeObjectURL(got.url); }, [got?.url]);
  return (
    <section className="panel stack no-print" aria-labelledby="h-file"><h2 id="h-file">{t('evidence_file')}</h2>
      {!may ? <p className="muted">{t('file_closed')}</p> : !item.file && !item.kept_as ? <p className="muted">{t('file_none')}</p> : <>
        {isHard(item) && <p className="notice attention">{t(item.graphic ? 'file_hard' : 'file_hard_unsaid')}</p>}
        {!got && <><p className="muted">{t('file_text')}</p>
          <div className="row"><Choose name="purpose" label={t('purpose')} value={purpose} onChange={setPurpose} choices={purposes.map(p => ({ id: p, label: t(`look_${p}`) }))} />
            <Button className="button" isDisabled={!purpose || load.isPending} onPress={() => load.mutate()}>{t('file_load')}</Button></div></>}
        {load.error ? <ErrorBox error={load.error} /> : null}
        <div role="status">{got && <Timed seconds={SECONDS} hide={hide}>
          <Picture of={got.shown} url={got.url} blurred={!got.clear} name={id} />
          {isHard(item) && got.shown.kind !== 'other' && <p><Button className="button" onPress={() => setGot({ ...got, clear: !got.clear })}>{t(got.clear ? 'file_blur' : 'file_clear')}</Button></p>}
          {item.identifiable && <p className="strong">{t('file_never_public')}</p>}
        </Timed>}</div>
      </>}
    </section>
  );
}
