import type { Redis } from 'ioredis';
import { systemClock } from '../../src/lib/clock';
import type { Dispatcher } from '../../src/notify/dispatcher';
import { connectStores, type Stores } from '../../src/storage/connect';
import { createDispatcherHarness, type DispatcherHarness } from '../helpers/dispatcherHarness';
import { keptLog } from '../helpers/log';
import { digest, event, incident, incidentDelivery, note } from '../helpers/notifications';
import { type RedisServer, startRedis } from '../helpers/redisServer';

/** Lets all copies work at the same time until nothing waits. */
async function workTogether(desk: DispatcherHarness, dispatchers: readonly Dispatcher[]): Promise<void> {
  for (let round = 0; round < 200; round++) {
    const nexts = await Promise.all(dispatchers.map((dispatcher) => dispatcher.dispatchDue()));
    if ((await desk.waitingIds()).length === 0) return;
    desk.clock.advance(Math.max(0, Math.min(...nexts)));
  }
  throw new Error(`still waiting: ${await desk.waitingIds()}`);
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

describe.each([2, 3])('%i concurrent instances', (copies) => {
  let desk: DispatcherHarness;
  let dispatchers: readonly Dispatcher[];
  beforeEach(async () => {
    desk = await createDispatcherHarness();
    dispatchers = Array.from({ length: copies }, (_, i) => desk.dispatcher(`copy ${i}`));
  });
  afterEach(() => desk.stop());

  test('send everything once', async () => {
    await desk.put(...EVERYTHING);
    await workTogether(desk, dispatchers);
    expect(plain(desk.texts())).toEqual(TOLD);
  });

  test('send everything once although Slack carries out half of it without an answer', async () => {
    let calls = 0;
    desk.slack.fail(
      'chat.postMessage',
      { acceptThenDrop: true },
      { when: () => calls++ % 2 === 0, times: 6 },
    );
    await desk.put(...EVERYTHING);
    await workTogether(desk, dispatchers);
    expect(plain(desk.texts())).toEqual(TOLD);
  });

  test('send everything once in a storm of refusals', async () => {
    desk.slack.fail('chat.postMessage', { ratelimited: true, retryAfterS: 5 }, { times: 8 });
    desk.slack.fail('chat.postMessage', { acceptThenStatus: 502 }, { times: 2 });
    await desk.put(...EVERYTHING);
    await workTogether(desk, dispatchers);
    expect(plain(desk.texts())).toEqual(TOLD);
  });

  test('keep one message of an incident that changes all the time', async () => {
    for (let revision = 1; revision <= 8; revision++) {
      await desk.put(incidentDelivery(incident({ revision })));
      await Promise.all(dispatchers.map((dispatcher) => dispatcher.dispatchDue()));
      desk.clock.advance(500);
    }
    await workTogether(desk, dispatchers);
    expect(plain(desk.texts())).toEqual(['no_sign_of_life open r8']);
  });
});

describe('Three instances on a real Redis', () => {
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

  test('send every message once although Slack drops answers', async () => {
    await client.flushall();
    const [first] = states;
    if (first === undefined) throw new Error('no state');
    const desk = await createDispatcherHarness({ alertStore: first.alertStore });
    let calls = 0;
    desk.slack.fail(
      'chat.postMessage',
      { acceptThenDrop: true },
      { when: () => calls++ % 2 === 0, times: 6 },
    );
    await desk.put(...EVERYTHING);
    await workTogether(
      desk,
      states.map(({ alertStore }, i) =>
        desk.dispatcher(`copy ${i}`, { alertStore, settings: { fallbackChannel: null, inFlightMs: 50 } }),
      ),
    );
    const texts = plain(desk.texts());
    await desk.stop();
    expect(texts).toEqual(TOLD);
  });

  test('take over what a crashed instance was sending once its lease has ended', async () => {
    await client.flushall();
    const [first, second] = states;
    if (first === undefined || second === undefined) throw new Error('no state');
    const desk = await createDispatcherHarness({ alertStore: first.alertStore });
    await desk.put(event());
    const dying = desk.dispatcher('dying', {
      slack: {
        ...desk.port,
        post: async (what) => {
          await desk.port.post(what);
          return new Promise(() => undefined);
        },
      },
      settings: { fallbackChannel: null, leaseMs: 100 },
    });
    void dying.dispatchDue();
    await desk.slack.until(() => desk.texts().length === 1);
    const taking = desk.dispatcher('taking', { alertStore: second.alertStore });
    await desk.slack.until(() => {
      desk.clock.advance(1_000);
      void taking.dispatchDue();
      return taking.health().pending === 0 && desk.log.text().includes('existing message found')
        ? true
        : null;
    });
    await taking.dispatchDue();
    const [texts, waiting] = [desk.texts(), await desk.waitingIds()];
    await desk.stop();
    expect([texts, waiting]).toEqual([['event:1'], []]);
  });
});
