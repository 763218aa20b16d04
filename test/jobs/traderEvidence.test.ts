import { Discovery } from '../../src/jobs/discovery';
import { TraderEvidence } from '../../src/jobs/traderEvidence';
import { MemoryStore } from '../../src/state/stores/memoryStore';
import { settableClock } from '../helpers/clock';
import { keptLog } from '../helpers/log';

test('The first real order of a configured trader that had no key at the last pass is noticed by the next check', async () => {
  const clock = settableClock();
  const store = new MemoryStore(clock);
  const { log } = keptLog();
  const prefixes = ['arbitrage'];
  const discovery = new Discovery({ store, prefixes, clock, log });
  const state = { store, tracking: store };
  const evidence = new TraderEvidence({ state, discovery, prefixes, clock, log });
  evidence.start(() => [{ mode: 'live', env: 'production' }]);
  await discovery.runWhenDue();
  await new Promise((resolve) => setImmediate(resolve));
  store.setHash('live:production:arbitrage:orders:1', { status: 'filled' }, 86_400_000);
  await evidence.realOrders.observe();
  expect(evidence.realOrders.lastRealOrderAt().get('live:production')).toEqual(clock.now());
  evidence.stop();
});
