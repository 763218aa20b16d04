import { firstKnown, type Incident, knownText, readKnown, type Sighting } from '../../src/alerts';
import { LedgerMemory } from '../../src/delivery/ledgerMemory';
import { Watcher, type WatcherDeps } from '../../src/jobs/watcher';
import { StateUnavailableError } from '../../src/state/errors';
import type { Ledger } from '../../src/state/ledger';
import { MemoryStore } from '../../src/state/memoryStore';
import { SETTINGS } from '../alerts/story';
import { ALWAYS, second, snapshotOf, trader } from '../alerts/world';
import { settableClock } from '../helpers/clock';
import { keptLog } from '../helpers/log';
import { ForgetfulLedger } from './forgetfulLedger';

const lives = trader('paper:docker', [ALWAYS]);

const knownIn = async (ledger: Ledger) => readKnown((await ledger.read())?.known ?? '').known;

/** One watcher over a ledger in memory, with a courier that only counts. */
function post(change: Partial<WatcherDeps> = {}) {
  const clock = settableClock(second(0));
  const redis = new MemoryStore(clock);
  const ledger = new ForgetfulLedger(redis, clock);
  const log = keptLog();
  const memoryOf = (kept: Ledger) => new LedgerMemory({ ledger: kept, log: log.log });
  const told: Incident[] = [];
  const courier = {
    wakes: 0,
    wake: () => {
      courier.wakes += 1;
    },
    blindnessLeftOpen: async () => null,
    tellBlindness: async (incident: Incident) => void told.push(incident),
  };
  const look = async (): Promise<Sighting> => {
    const t = (clock.now().getTime() - second(0).getTime()) / 1000;
    return { kind: 'seen', at: clock.now(), snapshots: [snapshotOf(lives, t)], sessions: null };
  };
  const memory = memoryOf(ledger);
  const watcher = new Watcher({
    look,
    memory,
    courier,
    clock,
    log: log.log,
    settings: SETTINGS,
    ...change,
  });
  const stored = async () => (await ledger.read())?.known ?? '';
  return { clock, redis, ledger, log, told, courier, look, watcher, stored, memory, memoryOf };
}

test('A check that sees is stored, and the courier is woken', async () => {
  const { watcher, stored, courier } = post();
  expect(await watcher.check()).toBe('decided');
  expect(await stored()).toContain('paper:docker');
  expect(courier.wakes).toBe(1);
});

test('The ledger is read before the traders are looked at', async () => {
  const order: string[] = [];
  const { ledger, look, memoryOf } = post();
  const watched = {
    ...post(),
    memory: memoryOf(
      Object.assign(Object.create(ledger) as Ledger, {
        read: () => {
          order.push('read');
          return ledger.read();
        },
      }),
    ),
    look: () => {
      order.push('look');
      return look();
    },
  };
  await new Watcher({ ...watched, log: watched.log.log, settings: SETTINGS }).check();
  expect(order).toEqual(['read', 'look']);
});

/** Stores what is known as it is, as somebody does who acknowledges an alert. */
async function press(ledger: Ledger): Promise<void> {
  const { version, known } = (await ledger.read()) ?? { version: 0, known: '' };
  await ledger.commit({ from: version, known, put: [], drop: [], audit: ['pressed'], messages: [] });
}

test('A check that somebody who pressed a button was faster than decides all the same, by what was pressed', async () => {
  const { watcher: first, ledger, look, ...rest } = post();
  await first.check();
  rest.clock.advance(15_000);
  const pressing = async () => {
    await press(ledger);
    return look();
  };
  const watcher = new Watcher({
    ...rest,
    look: pressing,
    memory: rest.memoryOf(ledger),
    log: rest.log.log,
    settings: SETTINGS,
  });
  expect(await watcher.check()).toBe('decided');
  expect((await knownIn(ledger))?.sawAt).toEqual(second(15));
});

test('A check gives up when somebody is faster each time', async () => {
  const { watcher: first, ledger, look, ...rest } = post();
  await first.check();
  let tries = 0;
  const crowded = Object.assign(Object.create(ledger) as Ledger, {
    commit: async (change: Parameters<Ledger['commit']>[0]) => {
      tries += 1;
      if (tries < 50) await press(ledger);
      return ledger.commit(change);
    },
  });
  const watcher = new Watcher({
    ...rest,
    look,
    memory: rest.memoryOf(crowded),
    log: rest.log.log,
    settings: SETTINGS,
  });
  expect(await watcher.check()).toBe('beaten');
});

test('A check that another copy was faster than stores nothing, wakes nobody, and the next one decides', async () => {
  const { ledger, clock, ...rest } = post();
  const other = new Watcher({
    ...rest,
    memory: rest.memoryOf(ledger),
    clock,
    log: rest.log.log,
    settings: SETTINGS,
  });
  let isBeaten = true;
  const look = async () => {
    if (isBeaten) await other.check();
    return rest.look();
  };
  const courier = {
    wakes: 0,
    wake: () => {
      courier.wakes += 1;
    },
    blindnessLeftOpen: async () => null,
    tellBlindness: async () => undefined,
  };
  const watcher = new Watcher({
    look,
    memory: rest.memoryOf(ledger),
    courier,
    clock,
    log: rest.log.log,
    settings: SETTINGS,
  });
  expect(await watcher.check()).toBe('beaten');
  expect(courier.wakes).toBe(0);
  isBeaten = false;
  expect(await watcher.check()).toBe('decided');
});

describe('Blindness', () => {
  test('that is short is told to nobody', async () => {
    const { watcher, redis, clock, told } = post();
    await watcher.check();
    redis.fail('unreachable');
    clock.advance(60_000);
    expect(await watcher.check()).toBe('blind');
    expect(told).toEqual([]);
  });

  test('is told from the last sight on, whenever it is met', async () => {
    const { watcher, redis, clock, told } = post();
    await watcher.check();
    redis.fail('unreachable');
    for (const _ of [1, 2]) {
      clock.advance(61_000);
      await watcher.check();
    }
    expect(told.map(({ id, openedAt }) => [id, openedAt])).toEqual(
      [1, 2].map(() => [`blind:${second(0).getTime() / 1000}`, second(0)]),
    );
  });

  test('is that the traders cannot be read though the ledger can', async () => {
    const { watcher, clock, told } = post({
      look: async () => ({ kind: 'blind', at: second(61), reason: 'slow' }),
    });
    clock.advance(61_000);
    expect(await watcher.check()).toBe('blind');
    expect(told).toMatchObject([{ rule: 'blind', openedAt: second(0) }]);
  });

  test('is that nothing can be stored', async () => {
    const { ledger, ...rest } = post();
    const full = Object.assign(Object.create(ledger) as Ledger, {
      commit: async () => {
        rest.redis.fail('refused');
        await rest.redis.ping();
      },
    });
    const watcher = new Watcher({
      ...rest,
      memory: rest.memoryOf(full),
      log: rest.log.log,
      settings: SETTINGS,
    });
    rest.clock.advance(61_000);
    expect(await watcher.check()).toBe('blind');
    expect(rest.told).toHaveLength(1);
  });

  test('is a fault of our own that lasts, too, and shows as one', async () => {
    const { watcher, clock, told } = post({
      look: async () => {
        throw new TypeError('a fault of our own');
      },
    });
    clock.advance(61_000);
    await expect(watcher.check()).rejects.toThrow('a fault of our own');
    expect(told).toMatchObject([{ rule: 'blind', openedAt: second(0) }]);
  });

  test('of a bot that never saw anything is told from its start on', async () => {
    const { watcher, redis, clock, told } = post();
    redis.fail('unreachable');
    await watcher.check();
    expect(told).toEqual([]);
    clock.advance(61_000);
    await watcher.check();
    expect(told).toMatchObject([{ id: `blind:start:${second(0).getTime() / 1000}`, openedAt: second(0) }]);
  });

  test('that this copy alone told of ends although another copy is faster at each check', async () => {
    const { watcher: other, ledger, clock, look, ...rest } = post();
    let isBlind = false;
    const cutOff: Ledger = Object.assign(Object.create(ledger) as Ledger, {
      read: async () => {
        if (isBlind) throw new StateUnavailableError('unreachable', clock.now());
        return ledger.read();
      },
    });
    const slowly = async (): Promise<Sighting> => {
      const seen = await look();
      clock.advance(1);
      await other.check();
      return seen;
    };
    const watcher = new Watcher({
      ...rest,
      look: slowly,
      clock,
      memory: rest.memoryOf(cutOff),
      log: rest.log.log,
      settings: SETTINGS,
    });
    await watcher.check();
    isBlind = true;
    for (let checks = 0; checks < 6; checks++) {
      clock.advance(15_000);
      await watcher.check();
      await other.check();
    }
    isBlind = false;
    clock.advance(15_000);
    await watcher.check();
    const known = await knownIn(ledger);
    expect(rest.told).not.toEqual([]);
    expect(known?.incidents).toMatchObject([{ rule: 'blind', state: 'recovered' }]);
  });

  test('of a bot that never saw anything ends in the ledger when it sees, though that knew nothing either', async () => {
    const { watcher, redis, clock, ledger, stored } = post();
    redis.fail('unreachable');
    clock.advance(61_000);
    await watcher.check();
    redis.heal();
    await watcher.check();
    expect(JSON.parse(await stored()).incidents).toMatchObject([{ rule: 'blind', state: 'recovered' }]);
    expect((await ledger.waiting()).map(({ id }) => id)).toEqual([
      `blind:start:${second(0).getTime() / 1000}`,
    ]);
  });
});

describe('What is known', () => {
  test('is stored anew when Redis comes back empty, and that is logged', async () => {
    const { watcher, ledger, clock, log, stored } = post();
    await watcher.check();
    await ledger.comesBack();
    clock.advance(15_000);
    expect(await watcher.check()).toBe('decided');
    expect(JSON.parse(await stored())).toMatchObject({ watchedSince: second(0).toISOString() });
    expect(log.text()).toContain('stored anew from memory');
  });

  test('is what another copy stored anew, and not what this one remembers, when that is later', async () => {
    const { watcher, ledger, clock, log, ...rest } = post();
    const other = new Watcher({
      ...rest,
      memory: rest.memoryOf(ledger),
      clock,
      log: log.log,
      settings: SETTINGS,
    });
    await watcher.check();
    await other.check();
    await ledger.comesBack();
    clock.advance(15_000);
    await other.check();
    clock.advance(1_000);
    await watcher.check();
    expect(log.lines().filter(({ msg }) => msg.includes('stored anew'))).toHaveLength(1);
  });

  test('that cannot be read is taken from memory, part by part logged', async () => {
    const { watcher, ledger, clock, stored, log } = post();
    await watcher.check();
    await ledger.commit({ from: 1, known: 'no JSON', put: [], drop: [], audit: [], messages: [] });
    clock.advance(15_000);
    expect(await watcher.check()).toBe('decided');
    expect(JSON.parse(await stored())).toMatchObject({ watchedSince: second(0).toISOString() });
    expect(log.text()).toContain('cannot be read');
  });

  test('is what this copy remembers, with what another stored that remembered nothing when Redis came back empty', async () => {
    const { watcher, ledger, clock, log, ...rest } = post();
    await watcher.check();
    await ledger.comesBack();
    clock.advance(15_000);
    const started = new Watcher({
      ...rest,
      memory: rest.memoryOf(ledger),
      clock,
      log: log.log,
      settings: SETTINGS,
    });
    await started.check();
    expect((await knownIn(ledger))?.knownSince).toEqual(second(15));
    clock.advance(15_000);
    await watcher.check();
    clock.advance(15_000);
    await started.check();
    expect(await knownIn(ledger)).toMatchObject({ knownSince: second(0), watchedSince: second(15) });
    expect(log.lines().filter(({ msg }) => msg.includes('stored anew'))).toHaveLength(1);
  });

  test('that cannot be read, by a bot that remembers nothing, begins anew', async () => {
    const { watcher, ledger, stored } = post();
    await ledger.commit({ from: 0, known: 'no JSON', put: [], drop: [], audit: [], messages: [] });
    expect(await watcher.check()).toBe('decided');
    expect(JSON.parse(await stored())).toMatchObject({ sawAt: second(0).toISOString() });
  });

  test('is what another copy stored meanwhile', async () => {
    const { watcher, ledger, memory } = post();
    const incident = { ...firstKnown(second(0)), watchedSince: second(-900) };
    await ledger.commit({ from: 0, known: knownText(incident), put: [], drop: [], audit: [], messages: [] });
    await watcher.check();
    expect(memory.known()).toMatchObject({ watchedSince: second(-900) });
  });
});
