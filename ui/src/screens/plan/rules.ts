import type { Language } from '../../i18n';
import { className } from './names';

/** A rule of the engine as a sentence of the page, with the label of its class; an unknown one stays as it is. */
export function ruleWords(rule: string, labels: Record<string, string>, { t, chance }: Pick<Language, 't' | 'chance'>): string {
  const accepted = /^acceptance at least ([\d.]+)$/.exec(rule);
  if (accepted) return t('rule_acceptance', { p: chance(Number(accepted[1])) });
  const given = /^at most (\d+) given$/.exec(rule);
  if (given) return t('rule_given', { n: Number(given[1]) });
  const asked = /^request: at least (\d+) of (.+)$/.exec(rule);
  return asked ? t('rule_asked', { n: Number(asked[1]), c: className(asked[2]!, labels, t('class_not_asked')) }) : rule;
}
