import type { Redis } from 'ioredis';
import { systemClock } from '../../src/lib/clock';
import type { Dispatcher } from '../../src/notify/dispatcher';
import { connectStores, type Stores } from '../../src/storage/connect';
import { keptLog } from '../helpers/log';
import { type RedisServer, startRedis } from '../helpers/redisServer';
import { type DispatcherHarness, openHarness } from './harness';
import { digest, event, incident, incidentDelivery, note } from './notifications';

/** Lets all instances work at the same time until nothing waits. */
async function workTogether(harness: DispatcherHarness, dispatchers: readonly Dispatcher[]): Promise<void> {
  for (let round = 0; round < 200; round++) {
    const nexts = await Promise.all(dispatchers.map((dispatcher) => dispatcher.dispatchDue()));
    if ((await harness.pendingIds()).length === 0) return;
    harness.clock.advance(Math.max(0, Math.min(...nexts)));
  }
  throw new Error(`still waiting: ${await harness.pendingIds()}`);
}

const plain = (texts: readonly string[]): string[] =>
  texts.map((text) => text.replace(/ detected .*/, '')).sort();

const EVERYTHING = [
  incidentDelivery(),
  note('note:1'),
  note('note:2'),
  event('event:1'),
  event('event:2'),
  digest(),
];
const TOLD = ['digest:1', 'event:1', 'event:2', 'no_sign_of_life open r1', 'note:1', 'note:2'];

describe.each([2, 3])('%i instances at once', (instances) => {
  let harness: DispatcherHarness;
  let dispatchers: readonly Dispatcher[];
  beforeEach(async () => {
    harness = await openHarness();
    dispatchers = Array.from({ length: instances }, (_, i) => harness.dispatcher(`copy ${i}`));
  });
  afterEach(() => harness.stop());

  test('send everything once', async () => {
    await harness.enqueue(...EVERYTHING);
    await workTogether(harness, dispatchers);
    expect(plain(harness.texts())).toEqual(TOLD);
  });

  test('send everything once although Slack carries out half of it without an answer', async () => {
    let calls = 0;
    harness.slack.fail(
      'chat.postMessage',
      { acceptThenDrop: true },
      { when: () => calls++ % 2 === 0, times: 6 },
    );
    await harness.enqueue(...EVERYTHING);
    await workTogether(harness, dispatchers);
    expect(plain(harness.texts())).toEqual(TOLD);
  });

  test('send everything once in a storm of refusals', async () => {
    harness.slack.fail('chat.postMessage', { ratelimited: true, retryAfterS: 5 }, { times: 8 });
    harness.slack.fail('chat.postMessage', { acceptThenStatus: 502 }, { times: 2 });
    await harness.enqueue(...EVERYTHING);
    await workTogether(harness, dispatchers);
    expect(plain(harness.texts())).toEqual(TOLD);
  });

  test('keep one message of an incident that changes all the time', async () => {
    for (let revision = 1; revision <= 8; revision++) {
      await harness.enqueue(incidentDelivery(incident({ revision })));
      await Promise.all(dispatchers.map((dispatcher) => dispatcher.dispatchDue()));
      harness.clock.advance(500);
    }
    await workTogether(harness, dispatchers);
    expect(plain(harness.texts())).toEqual(['no_sign_of_life open r8']);
  });
});

describe('Instances over a real Redis', () => {
  let server: RedisServer;
  let client: Redis;
  let states: readonly Stores[];
  beforeAll(async () => {
    server = await startRedis();
    client = server.client();
    const { host, port } = server;
    const open = () =>
      connectStores(
        { kind: 'single', host, port, db: 0, tls: false },
        { clock: systemClock, log: keptLog().log },
      );
    states = [open(), open(), open()];
  });
  afterAll(async () => {
    await Promise.all(states.map((state) => state.close()));
    await server.stop();
  });

  test('three send everything once although Slack drops answers', async () => {
    await client.flushall();
    const [first] = states;
    if (first === undefined) throw new Error('no state');
    const harness = await openHarness({ alertStore: first.alertStore });
    let calls = 0;
    harness.slack.fail(
      'chat.postMessage',
      { acceptThenDrop: true },
      { when: () => calls++ % 2 === 0, times: 6 },
    );
    await harness.enqueue(...EVERYTHING);
    await workTogether(
      harness,
      states.map(({ alertStore }, i) =>
        harness.dispatcher(`copy ${i}`, { alertStore, settings: { fallbackChannel: null, inFlightMs: 50 } }),
      ),
    );
    const texts = plain(harness.texts());
    await harness.stop();
    expect(texts).toEqual(TOLD);
  });

  test('what an instance that died was sending is taken over once its lease has ended', async () => {
    await client.flushall();
    const [first, second] = states;
    if (first === undefined || second === undefined) throw new Error('no state');
    const harness = await openHarness({ alertStore: first.alertStore });
    await harness.enqueue(event());
    const dying = harness.dispatcher('dying', {
      slack: {
        ...harness.port,
        post: async (what) => {
          await harness.port.post(what);
          return new Promise(() => undefined);
        },
      },
      settings: { fallbackChannel: null, leaseMs: 100 },
    });
    void dying.dispatchDue();
    await harness.slack.until(() => harness.texts().length === 1);
    const taking = harness.dispatcher('taking', { alertStore: second.alertStore });
    await harness.slack.until(() => {
      harness.clock.advance(1_000);
      void taking.dispatchDue();
      return taking.health().pending === 0 && harness.log.text().includes('existing message found')
        ? true
        : null;
    });
    await taking.dispatchDue();
    const [texts, waiting] = [harness.texts(), await harness.pendingIds()];
    await harness.stop();
    expect([texts, waiting]).toEqual([['event:1'], []]);
  });
});
