import { toIso, toPlainJson } from '../../src/lib/time';

describe('An instant as text', () => {
  test('is ISO 8601 in UTC to the millisecond, cached or not', () => {
    const texts = [1, 2].map(() => toIso(new Date(Date.UTC(2026, 10, 22, 11, 2, 3, 4))));
    expect(texts).toEqual(['2026-11-22T11:02:03.004Z', '2026-11-22T11:02:03.004Z']);
  });

  test('is correct among more instants than the cache holds', () => {
    const instants = Array.from({ length: 25_000 }, (_, i) => new Date(i * 7919));
    const wrong = [...instants, ...instants].filter((date) => toIso(date) !== date.toISOString());
    expect(wrong).toEqual([]);
  });

  test('follows a date that was changed', () => {
    const date = new Date(0);
    toIso(date);
    date.setUTCFullYear(2026);
    expect(toIso(date)).toBe('2026-01-01T00:00:00.000Z');
  });
});

describe('A plain value', () => {
  test('equals its parsed JSON', () => {
    const value = {
      at: new Date(5),
      none: null,
      list: [1, 'two', { at: new Date(6) }, []],
      deep: { live: true, texts: { trader: new Date(7) } },
    };
    expect(toPlainJson(value)).toEqual(JSON.parse(JSON.stringify(value)));
  });
});
