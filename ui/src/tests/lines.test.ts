import { expect, test } from 'vitest';
import { readLines, twice } from '../screens/rounds/lines';
import { ruleWords } from '../screens/plan/rules';

test('pasted lines give a number, or a name and a day of birth; what is left is kept', () => {
  const lines = readLines('1. A0012\nВигаданий Сергій; 01.05.1990; b23\n\n2) INVENTED SERHII\t1990-05\nInvented; 31.13.1990');
  expect(lines.map(l => [l.person, l.name, l.born, l.rest])).toEqual([
    ['A0012', '', '', []], ['', 'Вигаданий Сергій', '1990-05-01', ['b23']], ['', 'INVENTED SERHII', '1990-05', []], ['', 'Invented', '', ['31.13.1990']],
  ]);
});

test('the same person twice is seen', () => {
  expect([...twice(readLines('A1\nA2\nA1\nInvented; 1990\ninvented; 1990'))]).toEqual([2, 4]);
});

test('a rule of the engine is told with the label of its class', () => {
  const language = { t: ((key: string, values: object) => `${key} ${JSON.stringify(values)}`) as never, chance: (p: number) => `${p * 100} %` };
  expect(ruleWords('request: at least 60 of c5', { c5: 'officers' }, language)).toBe('rule_asked {"n":60,"c":"officers"}');
  expect(ruleWords('something else', {}, language)).toBe('something else');
});
