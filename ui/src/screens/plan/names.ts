/** "c1 at S" and "k1 (not asked)" by the label of the class. */
export function className(key: string, labels: Record<string, string>, notAsked: string): string {
  const [, id = key, rest = ''] = /^(\S+)(.*)$/.exec(key) ?? [];
  const label = labels[id] ?? id;
  const at = / at (\S+)/.exec(rest)?.[1];
  return `${label}${at ? ` (${at})` : ''}${/not asked/.test(rest) ? `, ${notAsked}` : ''}`;
}
