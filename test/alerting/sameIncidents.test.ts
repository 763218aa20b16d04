import { sameIncidents } from '../../src/alerting/state/sameIncidents';
import { at, incident } from '../helpers/notifications';

/** A death of paper:docker as one instance has it: from when to when, in seconds; null for one that lasts. */
const death = (from: number, to: number | null) => {
  const recoveredAt = to === null ? null : at(to);
  const targets = incident().targets.map((each) => ({ ...each, startedAt: at(from), recoveredAt }));
  const over = to === null ? {} : ({ state: 'recovered', closedAt: at(to + 10) } as const);
  return incident({ id: `no_sign_of_life:paper:docker:${at(from).getTime()}`, targets, ...over });
};
const pairsOf = (own: ReturnType<typeof death>, other: ReturnType<typeof death>) =>
  sameIncidents({ incidents: [own] }, { incidents: [other] }).map(({ kept }) => kept.id);

test.each([
  ['that both last, whenever each takes it to have begun', death(0, null), death(1500, null), true],
  ['of which one has seen the end', death(0, null), death(300, 900), true],
  ['of which both have seen an end, at times that differ', death(0, 3000), death(180, 900), true],
  ['but not one that ended before the other began', death(0, 900), death(1500, null), false],
])('Two instances report as one a death %s', (_, own, other, areSame) => {
  expect(pairsOf(own, other)).toEqual(areSame ? [other.id] : []);
});

test('What somebody has acknowledged is kept, whichever instance opened it', () => {
  const seen = { ...death(0, null), state: 'acknowledged', acknowledgedBy: 'U1' } as const;
  expect(pairsOf(seen, death(60, null))).toEqual([seen.id]);
  expect(pairsOf(death(60, null), seen)).toEqual([seen.id]);
});

test('A death that has come again in one of two instances is the one that is over in the other, and goes on', () => {
  const again = { ...death(900, null), id: death(0, null).id };
  const over = death(28, 600);
  expect(pairsOf(over, again)).toEqual([again.id]);
  expect(pairsOf(again, over)).toEqual([again.id]);
});

test('A death is not the one before it, of which Redis fell back to a time when it had not ended yet', () => {
  const first = { ...death(0, 900), revision: 2 };
  const second = death(1500, 3000);
  const fellBack = { ...death(0, null), revision: 1 };
  expect(sameIncidents({ incidents: [first, second] }, { incidents: [fellBack] })).toEqual([]);
});
