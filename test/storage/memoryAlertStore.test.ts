import { StateUnavailableError } from '../../src/redis/errors';
import { MemoryStore } from '../../src/state/stores/memoryStore';
import { MemoryAlertStore } from '../../src/storage/memory/memoryAlertStore';
import { settableClock } from '../helpers/clock';
import { change, describeAlertStoreContract, SHORT_MS } from './alertStoreContract';

describeAlertStoreContract(async () => {
  const clock = settableClock();
  const alertStore = new MemoryAlertStore(new MemoryStore(clock), clock);
  return { alertStore, letLeaseEnd: async () => clock.advance(SHORT_MS) };
});

test('a store in memory that fails takes the store with it', async () => {
  const clock = settableClock();
  const store = new MemoryStore(clock);
  const alertStore = new MemoryAlertStore(store, clock);
  store.simulateOutage('unreachable');
  await expect(alertStore.commit(change(0))).rejects.toThrow(StateUnavailableError);
  store.endOutage();
  expect(await alertStore.load()).toBeNull();
});

test('A claim that was made before the clock was set back by ten minutes ends within the longest lease', async () => {
  const clock = settableClock();
  const alertStore = new MemoryAlertStore(new MemoryStore(clock), clock);
  await alertStore.commit(change(0, { enqueue: [{ id: 'a', text: 'a' }] }));
  await alertStore.claim('a', 'dead', 30_000);
  clock.advance(-600_000);
  expect(await alertStore.claim('a', 'two', 30_000)).toBeNull();
  clock.advance(30_000);
  expect(await alertStore.claim('a', 'two', 30_000)).toMatchObject({ previousLeaseExpired: true });
});
