import { useSession } from '../../app/session';
import { useT } from '../../i18n';
import { daysTo } from './moves';

/** A date and the days that are left; ochre from three days on, and never blinking. */
export function Deadline({ of: deadline }: { of: string | null | undefined }) {
  const { t, day } = useT();
  const session = useSession();
  if (!deadline) return <span className="muted">{t('unknown_mark')}</span>;
  const days = daysTo(session.as_of, deadline);
  const words = Number.isNaN(days) ? '' : days < 0 ? t('deadline_over', { n: -days }) : days === 0 ? t('deadline_today') : t('deadline_in', { n: days });
  return <span className="nowrap">{day(deadline)} <span className={days <= 3 ? 'ochre strong' : 'muted'}>{words}</span></span>;
}
