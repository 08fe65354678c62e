// Four figures and what stands behind each.  A figure of a model has its interval; one of records names its source.
import { Link } from 'wouter';
import type { Brief, Held } from '../../api/types';
import { useMay } from '../../app/session';
import { useT } from '../../i18n';
import { ChanceBar, IntervalBar } from '../../parts/Estimate';
import { boundSign, RegionWhy } from './RegionWhy';

function RegionCard({ held }: { held: Held }) {
  const { t, n, w } = useT();
  const claim = held.claims[0];
  return (
    <section className="panel card" aria-label={t('card_region', { r: held.label })}>
      <h2>{t('card_region', { r: held.label })}</h2>
      <p className="big">{n(held.mean)} <small>({n(held.lower95)}–{n(held.upper95)})</small></p>
      <IntervalBar lower={held.lower95} upper={held.upper95} mid={held.mean} max={held.upper95 * 1.15} claim={claim?.quantity} width={210} />
      {claim && <p className="muted">{t('card_claim', { who: claim.speaker, b: boundSign(claim.bound), q: n(claim.quantity), v: w(claim.verdict) })}</p>}
      {claim && <p className="sr">{t('key_claim')}</p>}
      <p>{t('card_official', { m: held.only_missing ?? 0, c: held.agency_confirmed ?? 0 })}</p>
      <RegionWhy held={held} />
    </section>
  );
}

function ExchangeCard({ brief }: { brief: Brief }) {
  const { t, n, chance } = useT();
  const ratio = brief.ratio;
  const plan = useMay('PLAN');
  if (!ratio) return null;
  const band = ratio.learned?.band;
  return (
    <section className="panel card" aria-label={t('card_exchange')}>
      <h2>{t('card_exchange')}</h2>
      <p className="big">{t('ratio', { g: n(ratio.given), r: n(ratio.returned) })}</p>
      <p>{t('stated')}: {chance(ratio.probability)} <ChanceBar p={ratio.probability} /></p>
      {ratio.learned && <p>{t('learned')}: {chance(ratio.learned.probability)} ({chance(band?.[0] ?? 0)}–{chance(band?.[1] ?? 1)}) <ChanceBar p={ratio.learned.probability} lower={band?.[0]} upper={band?.[1]} /></p>}
      {plan && <p><Link href="/plan">{t('open_planner')}</Link></p>}
    </section>
  );
}

function ReviewCard({ brief }: { brief: Brief }) {
  const { t, n } = useT();
  const judge = useMay('JUDGE');
  if (brief.unreviewed === undefined) return null;
  return (
    <section className="panel card" aria-label={t('card_unreviewed')}>
      <h2>{t('card_unreviewed')}</h2>
      <p className="big">{n(brief.unreviewed)}</p>
      <p className="muted">{t('card_unreviewed_text')}</p>
      {judge && <p><Link href="/review">{t('nav_review')}</Link></p>}
    </section>
  );
}

function RoundCard({ brief }: { brief: Brief }) {
  const { t, n, day } = useT();
  const rounds = useMay('SEE_ROUNDS');
  const last = brief.rounds?.at(-1);
  if (!last) return null;
  return (
    <section className="panel card" aria-label={t('card_round')}>
      <h2>{t('card_round')}</h2>
      <p className="big">{n(last.delivered)} <small>{t('of_agreed', { n: last.agreed })}</small></p>
      <p>{t('card_round_text', { a: last.absent, s: last.substituted })}</p>
      <p className="muted">{last.venue}, {day(last.when)}</p>
      {rounds && <p><Link href={`/rounds/${last.id}`}>{t('open')}</Link></p>}
    </section>
  );
}

export function Cards({ brief }: { brief: Brief }) {
  const held = [...(brief.held ?? [])].sort((a, b) => (b.only_missing ?? 0) - (a.only_missing ?? 0) || b.claims.length - a.claims.length)[0];
  return (
    <div className="cards">
      {held && <RegionCard held={held} />}
      <ExchangeCard brief={brief} />
      <RoundCard brief={brief} />
      <ReviewCard brief={brief} />
    </div>
  );
}
