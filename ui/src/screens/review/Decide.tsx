// A judgement has a reason and can be taken back.  Accepting asks what speaks for it beside the name.
import { useState } from 'react';
import { Button, Form } from 'react-aria-components';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, ask, Problem } from '../../api/http';
import type { Pair } from '../../api/types';
import { useKeys } from '../../app/keys';
import { useT } from '../../i18n';
import { TextInput } from '../../parts/fields';
import { ErrorBox } from '../../parts/states';
import type { Verdict } from './data';

interface Last { left: string; right: string; verdict: Verdict; pending: string | null }
const memory: { last: Last | null } = { last: null };

export function Decide({ pair, judged, swap }: { pair: Pair; judged: () => void; swap: () => void }) {
  const { t } = useT();
  const client = useQueryClient();
  const [verdict, setVerdict] = useState<Verdict | null>(null);
  const [reason, setReason] = useState('');
  const [besides, setBesides] = useState('');
  const send = useMutation({
    mutationFn: (body: { verdict: Verdict; left: string; right: string; reason: string; besides?: string }) => ask(api.POST('/review', { body })),
    onSuccess: (answer, body) => {
      memory.last = body.verdict === 'undo' ? null : { left: body.left, right: body.right, verdict: body.verdict, pending: answer.pending };
      if (body.verdict === 'undo') void client.invalidateQueries({ queryKey: ['review'] });
      void client.invalidateQueries({ queryKey: ['pending'] });
      if (body.verdict !== 'undo') judged();
    },
  });
  const begin = (which: Verdict) => () => { setVerdict(which); setReason(''); setBesides(''); };
  const undo = () => { const last = memory.last; if (last) send.mutate({ verdict: 'undo', left: last.left, right: last.right, reason: t('undo_reason') }); };
  useKeys({ KeyA: begin('accept'), KeyX: begin('reject'), KeyH: begin('unsure'), KeyU: undo, KeyT: swap });
  const fields = send.error instanceof Problem ? send.error.fields : {};
  return (
    <section className="panel stack" aria-label={t('decision')}>
      <div className="row">
        <Button className="button" onPress={begin('accept')}>{t('accept')} <kbd aria-hidden="true">A</kbd></Button>
        <Button className="button" onPress={begin('reject')}>{t('reject')} <kbd aria-hidden="true">X</kbd></Button>
        <Button className="button" onPress={begin('unsure')}>{t('unsure')} <kbd aria-hidden="true">H</kbd></Button>
        <Button className="button" onPress={swap}>{t('swap_sides')} <kbd aria-hidden="true">T</kbd></Button>
        {memory.last && <Button className="button end" onPress={undo}>{t('undo_last')} <kbd aria-hidden="true">U</kbd></Button>}
      </div>
      {memory.last && <p role="status" className="muted">{memory.last.pending ? t('judged_pending') : t('judged_done', { l: memory.last.left, r: memory.last.right })}</p>}
      {send.error ? <ErrorBox error={send.error} unsaved /> : null}
      {verdict && verdict !== 'undo' && (
        <Form className="form" onSubmit={event => {
          event.preventDefault();
          send.mutate({ verdict, left: pair.left.id, right: pair.right.id, reason, ...(besides ? { besides } : {}) });
        }}>
          <h3>{t(verdict === 'accept' ? 'accept_head' : verdict === 'reject' ? 'reject_head' : 'unsure_head')}</h3>
          {verdict === 'accept' && <p>{t('accept_text')}</p>}
          <TextInput name="reason" label={t(verdict === 'unsure' ? 'what_is_missing' : 'reason')} value={reason} onChange={setReason} required autoFocus error={fields.reason} />
          {verdict === 'accept' && <TextInput name="besides" label={t('besides')} help={t('besides_help')} value={besides} onChange={setBesides} error={fields.besides} />}
          <div className="row"><Button type="submit" className="button main-act" isDisabled={!reason.trim() || send.isPending}>{t('write_down')}</Button>
            <Button className="button" onPress={() => setVerdict(null)}>{t('cancel')}</Button></div>
        </Form>
      )}
    </section>
  );
}
