import { StateUnavailableError } from '../../src/redis/errors';
import { MemoryStore } from '../../src/state/stores/memoryStore';
import { MemoryLedger } from '../../src/storage/memory/memoryAlertStore';
import { settableClock } from '../helpers/clock';
import { change, describeLedgerContract, SHORT_MS } from './alertStoreContract';

describeLedgerContract(async () => {
  const clock = settableClock();
  const ledger = new MemoryLedger(new MemoryStore(clock), clock);
  return { ledger, letLeaseEnd: async () => clock.advance(SHORT_MS) };
});

test('a store in memory that fails takes the ledger with it', async () => {
  const clock = settableClock();
  const store = new MemoryStore(clock);
  const ledger = new MemoryLedger(store, clock);
  store.fail('unreachable');
  await expect(ledger.commit(change(0))).rejects.toThrow(StateUnavailableError);
  store.heal();
  expect(await ledger.read()).toBeNull();
});
