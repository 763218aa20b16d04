import { systemClock } from '../../src/lib/clock';
import { TuningStatusMonitor } from '../../src/monitors/tuning/tuningStatusMonitor';
import { SESSION } from './keyspace';
import { quietState } from './quietState';
import type { Memory, MemoryGrowth } from './tuningMemory';

const LOOK_EVERY_MS = 2;

const memory = (): Memory => {
  const { rss, heapUsed } = process.memoryUsage();
  return { rss, heapUsed };
};

const memoryWithoutGarbage = (): Memory => {
  global.gc?.();
  return memory();
};

const higher = (a: Memory, b: Memory): Memory => ({
  rss: Math.max(a.rss, b.rss),
  heapUsed: Math.max(a.heapUsed, b.heapUsed),
});

async function growth(port: number): Promise<MemoryGrowth> {
  const state = quietState({ host: '127.0.0.1', port });
  await state.store.ping();
  const deps = { store: state.store, clock: systemClock };
  const monitor = new TuningStatusMonitor(deps, SESSION.sessionId, null);
  const before = memoryWithoutGarbage();
  let peak = before;
  const looking = setInterval(() => {
    peak = higher(peak, memory());
  }, LOOK_EVERY_MS);
  const snapshot = await monitor.snapshot();
  clearInterval(looking);
  peak = higher(peak, memory());
  const after = memoryWithoutGarbage();
  await state.close();
  if (snapshot.completedIterations === 0) throw new Error('The session was not found in Redis');
  return { before, peak, after };
}

void growth(Number(process.argv[2])).then((measured) => process.send?.(measured));
