import fc from 'fast-check';
import { targetLabel, targetName } from '../../formatters/text/targetNames';
import { MODES, placeId, placeOf, placeOfId, type Target, targetId, targetOfId } from '../../src/state/keys';

/** Envs and prefixes as people may name them: also with what ids, sentences and patterns are made of. */
const word = fc.oneof(
  fc.constantFrom(
    'docker',
    'a:b',
    'live:docker',
    'my env',
    '*',
    '<!channel>',
    '&',
    '🚀',
    'x/paper:y',
    ':1795315234000: x',
  ),
  fc.string({ unit: 'grapheme', minLength: 1 }),
);
const target: fc.Arbitrary<Target> = fc.record({ prefix: word, mode: fc.constantFrom(...MODES), env: word });

test('Any target has exactly one id, and the id identifies it', () => {
  fc.assert(
    fc.property(target, target, word, (one, other, first) => {
      expect(targetOfId(targetId(one, first), first)).toEqual(one);
      const isSame = JSON.stringify(one) === JSON.stringify(other);
      expect(targetId(one, first) === targetId(other, first)).toBe(isSame);
    }),
  );
});

test('The first prefix goes without saying, any other is part of the id', () => {
  const target: Target = { prefix: 'arbitrage', mode: 'paper', env: 'docker' };
  expect(targetId(target, 'arbitrage')).toBe('paper:docker');
  expect(targetId({ ...target, prefix: 'other' }, 'arbitrage')).toBe('other/paper:docker');
});

test.each(['', 'paper', 'paper:', 'moon:docker', 'docker', '%/paper:docker', 'a:b/paper:docker'])(
  '"%s" is no id',
  (text) => {
    expect(placeOfId(text)).toBeNull();
  },
);

test('A target is named alike by its id and by itself', () => {
  fc.assert(
    fc.property(target, word, (one, first) => {
      const place = placeOf(one, first);
      const id = placeId(place);
      expect(targetLabel(id)).toBe(targetName(place));
    }),
  );
});
