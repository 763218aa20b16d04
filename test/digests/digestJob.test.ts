import type { AlertState } from '../../src/alerting/state/alertState';
import type { DigestJob } from '../../src/jobs/digestJob';
import { decodeNotification } from '../../src/notify/model/codec';
import { StateCache } from '../../src/notify/recovery/stateCache';
import { MemoryStore } from '../../src/state/stores/memoryStore';
import type { AlertStore } from '../../src/storage/alertStore';
import { connectStores, type Stores } from '../../src/storage/connect';
import { MemoryAlertStore } from '../../src/storage/memory/memoryAlertStore';
import { type SettableClock, settableClock } from '../helpers/clock';
import { DAILY, jobOver, know, waiting } from '../helpers/digestJobs';
import { ALERTS, createDispatcherHarness, type DispatcherHarness } from '../helpers/dispatcherHarness';
import { keptLog } from '../helpers/log';
import { type RedisServer, startRedis } from '../helpers/redisServer';
import { runScenario } from '../helpers/scenario';
import { ALWAYS, trader } from '../helpers/traders';

const paper = [trader('paper:docker', [ALWAYS], { reports: () => ({ tradesTotal: 100 }) })];
const seen: AlertState = runScenario({ traders: paper, until: 600 }).known;

/** A check at this instant, which sees what was seen. */
const checkAt = (alertStore: AlertStore, at: Date): Promise<void> =>
  know(alertStore, (known) => ({ ...(known ?? seen), observedAt: at }));

const slotId = (day: number): string => `digest:daily:2026-11-${day}T09:00:00.000Z`;

/** Lets the clock come to a time, with a check and the jobs of all copies at that time. */
async function at(time: string, clock: SettableClock, alertStore: AlertStore, ...jobs: readonly DigestJob[]) {
  clock.set(time);
  await checkAt(alertStore, clock.now());
  return Promise.all(jobs.map((job) => job.run()));
}

let clock: SettableClock;
let store: MemoryStore;
let alertStore: AlertStore;
let job: DigestJob;
beforeEach(() => {
  clock = settableClock('2026-11-21T12:00:00Z');
  store = new MemoryStore(clock);
  alertStore = new MemoryAlertStore(store, clock);
  job = jobOver(alertStore, clock);
});

const begun = () => at('2026-11-21T12:00:00Z', clock, alertStore, job);
const ids = async (): Promise<readonly string[]> => Object.keys(await waiting(alertStore)).sort();

describe('A digest', () => {
  test('begins with the first run, which sends nothing', async () => {
    expect(await begun()).toEqual(['sent']);
    expect(await ids()).toEqual([]);
  });

  test('waits for the first check, and begins once that is stored', async () => {
    const waits: boolean[] = [];
    const sleep = async () => {
      waits.push((await alertStore.load()) === null);
      if (waits.length === 3) await checkAt(alertStore, clock.now());
    };
    expect(await jobOver(alertStore, clock, { sleep }).run()).toBe('sent');
    expect(waits).toEqual([true, true, true]);
  });

  test('is not tried again once the job is stopped', async () => {
    const sleep = () => new Promise<void>(() => undefined);
    const waiting = jobOver(alertStore, clock, {
      sleep: (_, signal) =>
        Promise.race([
          sleep(),
          new Promise<void>((_, reject) => signal?.addEventListener('abort', () => reject(new Error('cut')))),
        ]).catch(() => undefined),
    });
    const running = waiting.run();
    await waiting.stop();
    expect(await running).toBe('not_ready');
  });

  test('is sent at its slot, and not before', async () => {
    await begun();
    expect(await at('2026-11-22T08:59:59Z', clock, alertStore, job)).toEqual(['not_due']);
    await at('2026-11-22T09:00:00Z', clock, alertStore, job);
    expect(await ids()).toEqual([slotId(22)]);
  });

  test('is sent once a slot, however often it is looked for', async () => {
    await begun();
    await at('2026-11-22T09:00:00Z', clock, alertStore, job);
    await alertStore.complete(slotId(22), 'a', {
      text: (await alertStore.pending())[0]?.text ?? '',
      message: null,
    });
    for (const time of ['2026-11-22T09:00:00Z', '2026-11-22T09:01:00Z', '2026-11-22T23:00:00Z'])
      expect(await at(time, clock, alertStore, job, jobOver(alertStore, clock))).toEqual([
        'not_due',
        'not_due',
      ]);
  });

  test('that was missed for three days is sent once, as the last of them, with what changed in all', async () => {
    await begun();
    await at('2026-11-25T14:00:00Z', clock, alertStore, jobOver(alertStore, clock));
    const sent = await waiting(alertStore);
    expect(Object.keys(sent)).toEqual([slotId(25)]);
    expect(sent[slotId(25)]).toMatchObject({
      dueAt: new Date('2026-11-25T09:00:00Z'),
      since: new Date('2026-11-21T12:00:00Z'),
    });
  });

  test('is looked up before it is sent: a copy whose memory was lost may have sent it', async () => {
    await begun();
    await at('2026-11-22T09:00:20Z', clock, alertStore, job);
    const [digest] = await alertStore.pending();
    expect(decodeNotification(digest?.text ?? '')?.verifyBeforeSend).toBe(true);
  });

  test('is compared with the one before', async () => {
    await begun();
    await at('2026-11-22T09:00:00Z', clock, alertStore, job);
    await at('2026-11-23T09:00:00Z', clock, alertStore, job);
    expect((await waiting(alertStore))[slotId(23)]?.since).toEqual(new Date('2026-11-22T09:00:00Z'));
  });

  test('waits while no check sees the traders, and comes once one does', async () => {
    await begun();
    clock.set('2026-11-22T09:00:00Z');
    const sleep = async () => {
      clock.set('2026-11-22T09:07:00Z');
      await checkAt(alertStore, clock.now());
    };
    expect(await jobOver(alertStore, clock, { sleep }).run()).toBe('sent');
    expect((await waiting(alertStore))[slotId(22)]?.at).toEqual(new Date('2026-11-22T09:07:00Z'));
  });

  test('whose slot comes while Redis is away waits, and comes once it is back', async () => {
    await begun();
    clock.set('2026-11-22T09:00:00Z');
    store.simulateOutage('unreachable');
    const sleep = async () => {
      store.endOutage();
      await checkAt(alertStore, clock.now());
    };
    expect(await jobOver(alertStore, clock, { sleep }).run()).toBe('sent');
    expect(await ids()).toEqual([slotId(22)]);
  });

  test('with another schedule begins anew, and is not reported as missed', async () => {
    await begun();
    const moved = jobOver(alertStore, clock, { digests: () => [{ ...DAILY, cron: '0 10 * * *' }] });
    await at('2026-11-22T11:00:00Z', clock, alertStore, moved);
    expect(await ids()).toEqual([]);
    await at('2026-11-23T10:00:00Z', clock, alertStore, moved);
    expect(await ids()).toEqual(['digest:daily:2026-11-23T10:00:00.000Z']);
  });

  test('does not keep another from its own slot', async () => {
    const both = jobOver(alertStore, clock, {
      digests: () => [DAILY, { ...DAILY, name: 'seoul', zone: 'Asia/Seoul', channel: 'C0OPS' }],
    });
    await at('2026-11-21T12:00:00Z', clock, alertStore, both);
    await at('2026-11-22T00:00:00Z', clock, alertStore, both);
    await at('2026-11-22T09:00:00Z', clock, alertStore, both);
    expect(await ids()).toEqual([slotId(22), 'digest:seoul:2026-11-22T00:00:00.000Z']);
  });

  test('is remembered by the copy that stored it, should Redis lose it', async () => {
    await begun();
    const memory = new StateCache({ alertStore, log: keptLog().log });
    await at('2026-11-22T09:00:00Z', clock, alertStore, jobOver(alertStore, clock, { stateCache: memory }));
    expect(memory.known()?.digests.map(({ slot }) => slot.toISOString())).toEqual([
      '2026-11-22T09:00:00.000Z',
    ]);
  });

  test('that becomes due while another is committed is looked for again', async () => {
    await begun();
    await checkAt(alertStore, clock.now());
    const busy: AlertStore = Object.assign(Object.create(alertStore), {
      load: async () => {
        const loaded = await alertStore.load();
        if (clock.now() >= new Date('2026-11-22T09:00:00Z')) return loaded;
        clock.set('2026-11-22T09:00:00Z');
        await checkAt(alertStore, clock.now());
        void late.run();
        return loaded;
      },
    });
    const late = jobOver(busy, clock);
    await late.run();
    expect(await ids()).toEqual([slotId(22)]);
  });
});

describe('Copies of the bot that tell the digests at once', () => {
  let server: RedisServer;
  const states: Stores[] = [];
  beforeAll(async () => {
    server = await startRedis();
    for (let copy = 0; copy < 3; copy++)
      states.push(
        connectStores(
          { kind: 'single', host: server.host, port: server.port, db: 0, tls: false },
          { clock: settableClock(), log: keptLog().log },
        ),
      );
  });
  beforeEach(async () => {
    await server.client().flushall();
  });
  afterAll(async () => {
    await Promise.all(states.map((state) => state.close()));
    await server.stop();
  });

  test.each([
    ['two', 'memory'],
    ['three', 'memory'],
    ['two', 'Redis'],
    ['three', 'Redis'],
  ])('%s over one store in %s send one', async (word, kind) => {
    const copies = word === 'two' ? 2 : 3;
    const alertStores = Array.from({ length: copies }, (_, i) =>
      kind === 'memory' ? alertStore : (states[i]?.alertStore ?? alertStore),
    );
    const [first = alertStore] = alertStores;
    const jobs = alertStores.map((each) => jobOver(each, clock));
    await at('2026-11-21T12:00:00Z', clock, first, ...jobs);
    const outcomes = await at('2026-11-22T09:00:00Z', clock, first, ...jobs);
    expect(outcomes.sort()).toEqual([...Array(copies - 1).fill('not_due'), 'sent']);
    expect(Object.keys(await waiting(first))).toEqual([slotId(22)]);
  });

  test('also while a check stores what it saw between reading and storing', async () => {
    await begun();
    clock.set('2026-11-22T09:00:00Z');
    await checkAt(alertStore, clock.now());
    let checks = 0;
    const busy: AlertStore = Object.assign(Object.create(alertStore), {
      load: async () => {
        const read = await alertStore.load();
        if (checks++ < 3) await checkAt(alertStore, clock.now());
        return read;
      },
    });
    expect(await jobOver(busy, clock).run()).toBe('sent');
    expect(await ids()).toEqual([slotId(22)]);
  });
});

describe('A bot that dies after a digest was stored', () => {
  let desk: DispatcherHarness;
  beforeEach(async () => {
    desk = await createDispatcherHarness();
  });
  afterEach(() => desk.stop());

  test('has it sent by the next one, once', async () => {
    await at('2026-11-21T12:00:00Z', desk.clock, desk.alertStore, jobOver(desk.alertStore, desk.clock));
    await at('2026-11-22T09:00:00Z', desk.clock, desk.alertStore, jobOver(desk.alertStore, desk.clock));
    const next = jobOver(desk.alertStore, desk.clock);
    await at('2026-11-22T09:10:00Z', desk.clock, desk.alertStore, next);
    await desk.work(desk.dispatcher('next'));
    await at('2026-11-22T09:11:00Z', desk.clock, desk.alertStore, next);
    await desk.work(desk.dispatcher('other'));
    expect(desk.texts(ALERTS)).toEqual([expect.stringContaining(slotId(22))]);
  });
});

test('A digest in the store is plain text that reads back as it was', async () => {
  await begun();
  await at('2026-11-22T09:00:00Z', clock, alertStore, job);
  const [stored] = await alertStore.pending();
  expect(decodeNotification(stored?.text ?? '')).toMatchObject({
    kind: 'digest',
    channel: 'C0ALERTS',
    id: slotId(22),
  });
});
