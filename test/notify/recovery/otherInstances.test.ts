import { initialState } from '../../../src/alerting';
import type { LoadedState } from '../../../src/notify/recovery/loadedState';
import { OtherInstances } from '../../../src/notify/recovery/local';
import type { StoredSnapshot } from '../../../src/notify/recovery/snapshots';
import { at } from '../../helpers/notifications';

const INTERVAL_MS = 15_000;
const stored = (seconds: number): StoredSnapshot => ({
  version: 1,
  isEmpty: false,
  known: initialState(at(seconds)),
  parts: new Map(),
  messages: new Map(),
  waiting: [],
  generations: null,
});
const unstored: LoadedState = {
  known: null,
  stored: stored(0),
  loss: null,
  restored: null,
  migratedMessages: null,
  isAfterLoss: false,
  isLocal: true,
};
const heldMs = (others: OtherInstances, seconds: number) =>
  others.holdMs(unstored, at(seconds), INTERVAL_MS, () => 0.5);

test('What is decided without the store is sent at once by an instance that has seen no other', () => {
  expect(heldMs(new OtherInstances(), 100)).toBe(0);
});

test('Where another has just stored something, it is given the time to send that', () => {
  const others = new OtherInstances();
  others.note(stored(90), null);
  expect(heldMs(others, 100)).toBe(22_500);
});

test('Where nobody stores anything, each instance waits for a moment of its own, so that the next finds what it has posted', () => {
  const others = new OtherInstances();
  others.note(stored(0), null);
  expect(heldMs(others, 100)).toBe(2_000);
});
