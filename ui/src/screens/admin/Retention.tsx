// What the time of keeping has come for: told with its ground and with what stops it, applied by two, opened again by two.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api, ask } from '../../api/http';
import { useMay } from '../../app/session';
import { useT } from '../../i18n';
import { Acts } from '../../parts/Acts';
import { SheetView } from '../../parts/Sheet';
import { Loaded } from '../../parts/states';

const form = { params: { query: { form: 'sheet' as const } } };
const useDue = () => useQuery({ queryKey: ['retention'], queryFn: async ({ signal }) => (await ask(api.GET('/retention', { ...form, signal }))).sheet! });
const useSteps = () => useQuery({ queryKey: ['retention', 'steps'], queryFn: async ({ signal }) => (await ask(api.GET('/retention/steps', { ...form, signal }))).sheet! });
const useRules = () => useQuery({ queryKey: ['retention', 'rules'], queryFn: async ({ signal }) => (await ask(api.GET('/retention/rules', { ...form, signal }))).sheet! });

export function Retention() {
  const { t } = useT();
  const may = useMay('KEEP');
  const client = useQueryClient();
  const due = useDue();
  return (
    <>
      <section className="panel stack" aria-labelledby="h-due"><h2 id="h-due">{t('retention_due')}</h2><p className="muted">{t('retention_text')}</p>
        {may && <Acts label={t('retention_due')} done={() => { void client.invalidateQueries({ queryKey: ['retention'] }); void client.invalidateQueries({ queryKey: ['pending'] }); }} acts={[
          { id: 'apply', label: t('retention_apply'), note: t('retention_apply_text'), two: true, fields: [{ key: 'rule', label: t('retention_rule') }, { key: 'reason', label: t('retention_who'), required: true }],
            send: ({ reason = '', rule }) => ask(api.POST('/retention', { body: { act: 'apply', reason, ...(rule ? { rule } : {}) } })) },
          { id: 'open', label: t('retention_open'), note: t('retention_open_text'), two: true, fields: [{ key: 'person', label: t('retention_person'), required: true }, { key: 'reason', label: t('purpose'), required: true, long: true }],
            send: ({ reason = '', person = '' }) => ask(api.POST('/retention', { body: { act: 'open', reason, person } })) }]} />}
        <Loaded query={due}>{sheet => <SheetView sheet={sheet} />}</Loaded></section>
      <section className="panel stack" aria-labelledby="h-steps"><h2 id="h-steps">{t('retention_steps')}</h2><Loaded query={useSteps()}>{sheet => <SheetView sheet={sheet} />}</Loaded></section>
      <section className="panel stack" aria-labelledby="h-rules"><h2 id="h-rules">{t('retention_rules')}</h2><Loaded query={useRules()}>{sheet => <SheetView sheet={sheet} />}</Loaded></section>
    </>
  );
}
