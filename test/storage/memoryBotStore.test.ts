import { StateUnavailableError } from '../../src/redis/errors';
import { MemoryStore } from '../../src/state/stores/memoryStore';
import { MemoryBotStore } from '../../src/storage/memory/memoryBotStore';
import { settableClock } from '../helpers/clock';
import { describeBotStoreContract } from './botStoreContract';

const SESSION = { mode: 'paper', env: 'docker', sessionId: 'S' } as const;

describeBotStoreContract(async () => {
  const store = new MemoryStore(settableClock());
  return { store, botStore: new MemoryBotStore(store), set: async (key, value) => store.set(key, value) };
});

test('a total is forgotten 90 days after it was last given', async () => {
  const clock = settableClock();
  const botStore = new MemoryBotStore(new MemoryStore(clock));
  await botStore.rememberTuningTotal(SESSION, 500);
  clock.advance(90 * 86_400_000);
  expect(await botStore.tuningTotal(SESSION)).toBeNull();
});

test('A failing store in memory neither returns nor stores a total', async () => {
  const store = new MemoryStore(settableClock());
  const botStore = new MemoryBotStore(store);
  store.simulateOutage('unreachable');
  await expect(botStore.tuningTotal(SESSION)).rejects.toThrow(StateUnavailableError);
  await expect(botStore.rememberTuningTotal(SESSION, 1)).rejects.toThrow(StateUnavailableError);
});
