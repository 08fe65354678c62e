import { expect, test } from 'vitest';
import { apart, monthsBefore } from '../screens/places/view';
import { lookAt } from '../screens/evidence/look';

test('no label of a region lies on another, and none leaves the map', () => {
  const asked = Array.from({ length: 12 }, (_, i) => ({ name: `Region ${i}`, at: [300 + (i % 3) * 20, 200 + (i % 4) * 6] as [number, number], width: 140 }));
  const placed = apart(asked, 700);
  for (const a of placed) {
    expect(a.x).toBeGreaterThanOrEqual(70);
    expect(a.x).toBeLessThanOrEqual(630);
    for (const b of placed) if (a !== b) expect(Math.abs(a.y - b.y) >= 15 || Math.abs(a.x - b.x) >= 140).toBe(true);
  }
});

test('a label that is alone stays over its place', () => {
  expect(apart([{ name: 'A', at: [300, 200], width: 80 }], 700)).toEqual([{ name: 'A', x: 300, y: 174 }]);
});

test('months go back to their last day', () => {
  expect([0, 1, 2, 14].map(months => monthsBefore('2025-02-28', months))).toEqual(['2025-02-28', '2025-01-31', '2024-12-31', '2023-12-31']);
});

test('a file is what its bytes say, and a drawing that could run is text', async () => {
  const of = async (bytes: number[] | string) => (await lookAt(new Blob([typeof bytes === 'string' ? bytes : new Uint8Array(bytes)]))).kind;
  expect(await of([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10])).toBe('image');
  expect(await of([0xff, 0xd8, 0xff, 0xe0])).toBe('image');
  expect(await of([0, 0, 0, 24, 0x66, 0x74, 0x79, 0x70])).toBe('video');
  expect(await of('<svg xmlns="x" onload="alert(1)"></svg>')).toBe('text');
  expect(await of('Письмо')).toBe('text');
  expect(await of([0x25, 0x50, 0x44, 0x46, 0, 0xff, 0xfe])).toBe('other');
});
