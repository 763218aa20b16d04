import { initialState } from '../../../src/alerting';
import { partsOf } from '../../../src/alerting/state/codec';
import { appendCommitId } from '../../../src/alerting/state/lineage';
import { mergeStates } from '../../../src/alerting/state/merge';
import { detectLoss } from '../../../src/notify/recovery/detectLoss';
import type { CachedSnapshot, StoredSnapshot } from '../../../src/notify/recovery/snapshots';
import { at } from '../../helpers/notifications';

const WHOLE = { outbox: 'g', retries: 'g', leases: 'g', messages: 'g' };
const first = appendCommitId(initialState(at(0)), 'a');
const second = appendCommitId({ ...first, observedAt: at(15) }, 'b');
const other = appendCommitId({ ...first, observedAt: at(20) }, 'x');

const cached = (version: number, known: typeof first): CachedSnapshot => ({
  version,
  known,
  parts: partsOf(known),
  messages: [],
  waiting: [],
  generations: WHOLE,
});
const stored = (version: number, known: typeof first | null, change: Partial<StoredSnapshot> = {}) => ({
  version,
  isEmpty: known === null,
  known,
  parts: known === null ? new Map() : partsOf(known),
  messages: new Map(),
  waiting: [],
  generations: WHOLE,
  ...change,
});

test.each([
  ['has what was committed', stored(2, second), cached(2, second), null, null],
  ['has gone on from it', stored(2, second), cached(1, first), null, null],
  ['has nothing any more', stored(0, null, { generations: null }), cached(2, second), null, 'committed'],
  ['is as it was before', stored(1, first), cached(2, second), null, 'committed'],
  ['has gone on from older data', stored(2, other), cached(2, second), null, 'committed'],
  ['was begun anew', stored(9, { ...second, createdAt: at(5) }), cached(2, second), null, 'committed'],
  ['does not have what was in doubt', stored(1, first), cached(1, first), cached(2, second), 'in doubt'],
  ['has what was in doubt', stored(2, second), cached(1, first), cached(2, second), null],
  ['has neither', stored(0, null, { generations: null }), cached(1, first), cached(2, second), 'committed'],
] as const)('Where the store %s, that is what was lost', (_, store, committed, inDoubt, lost) => {
  expect(detectLoss(store, { committed, inDoubt })?.state ?? null).toBe(lost);
});

test('Where one key is gone, that part is lost, and what waited in it is known from memory', () => {
  const waiting = [{ id: 'event:1', text: '{"id":"event:1","kind":"event"}' }];
  const committed = { ...cached(2, second), waiting };
  const store = stored(2, second, { generations: { ...WHOLE, outbox: null } });
  expect(detectLoss(store, { committed, inDoubt: null })).toMatchObject({
    state: null,
    parts: { keys: ['outbox'], isKeyGone: true, waiting },
  });
});

describe('Merged with what the store has, where that was', () => {
  const options = { isLost: true, checkIntervalMs: 15_000 };
  const begunAnew = { ...initialState(at(30)), lineage: ['n'] };
  test.each([
    ['older', first, { createdAt: at(0), observedAt: at(15), continuousSince: at(0), lineage: ['a', 'b'] }],
    ['of another instance', other, { observedAt: at(20), continuousSince: at(0), lineage: ['a', 'b', 'x'] }],
    ['begun anew', begunAnew, { createdAt: at(0), observedAt: at(30), continuousSince: at(0) }],
    [
      'begun anew after a time in which nobody observed',
      { ...begunAnew, observedAt: at(90), continuousSince: at(90) },
      { createdAt: at(0), observedAt: at(90), continuousSince: at(90) },
    ],
  ])('%s, each field follows its rule', (_, store, expected) => {
    expect(mergeStates(second, store, options)).toMatchObject(expected);
  });
});
