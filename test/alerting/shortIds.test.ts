import { isShortId, namedByShortId, shortIdsOf } from '../../src/alerting/incidents/shortIds';

const ids = Array.from({ length: 2_000 }, (_, i) => `no_sign_of_life:paper:env-${i}:1795316280000`);

test('Each of two thousand incidents has a short id that names it alone', () => {
  const shortIds = shortIdsOf(ids);
  expect(new Set(shortIds.values()).size).toBe(ids.length);
  for (const id of ids.slice(0, 200)) expect(namedByShortId(shortIds.get(id) ?? '', ids)).toEqual([id]);
  for (const shortId of shortIds.values()) expect(isShortId(shortId)).toBe(true);
});

test('An id has four characters, and begins the same when another incident makes it longer', () => {
  const alone = new Map(ids.map((id) => [id, shortIdsOf([id]).get(id) ?? '']));
  expect(new Set([...alone.values()].map(({ length }) => length))).toEqual(new Set([4]));
  for (const [id, shortId] of shortIdsOf(ids)) expect(shortId.startsWith(alone.get(id) ?? '-')).toBe(true);
});

test.each(['2h30', '9am', 'duty', 'docker', '1234', 'k3', 'k3f', 'a3f9', '80a9c657'])(
  '"%s" is no short id',
  (text) => {
    expect(isShortId(text)).toBe(false);
  },
);
