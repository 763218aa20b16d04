import { StateUnavailableError } from '../../src/state/errors';
import { MemoryLedger } from '../../src/state/memoryLedger';
import { MemoryStore } from '../../src/state/memoryStore';
import { settableClock } from '../helpers/clock';
import { change, describeLedgerContract, SHORT_MS } from './ledgerContract';

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
