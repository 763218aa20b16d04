import type { Redis } from 'ioredis';
import { type Incident, initialState } from '../../src/alerting';
import type { Dispatcher } from '../../src/notify/dispatcher';
import type { Notification } from '../../src/notify/model/notification';
import { StateCache } from '../../src/notify/recovery/stateCache';
import { settableClock } from '../helpers/clock';
import { DAMAGES, letClaimsEnd, SETS } from '../helpers/damagedKeys';
import {
  ALERTS,
  crashingDispatcher,
  createDispatcherHarness,
  type DispatcherHarness,
} from '../helpers/dispatcherHarness';
import { eventually } from '../helpers/eventually';
import {
  at,
  digest,
  event,
  incident,
  incidentDelivery,
  note,
  recovered,
  START,
} from '../helpers/notifications';
import { singleConfig, stateOpener } from '../helpers/openedState';
import { type RedisServer, startRedis } from '../helpers/redisServer';
import { evaluationResult } from '../helpers/stateCaches';

let server: RedisServer;
let client: Redis;
const open = stateOpener();

beforeAll(async () => {
  server = await startRedis();
  client = server.client();
});
beforeEach(() => client.flushall());
afterAll(() => server.stop());

/** One instance of the bot over real Redis, and a Slack that shows what everybody sees. */
interface Scene {
  readonly desk: DispatcherHarness;
  readonly memory: StateCache;
  readonly dispatcher: Dispatcher;
  /** A check: what is known, and what is to be sent. */
  sees(seconds: number, incidents?: readonly Incident[], deliveries?: readonly Notification[]): Promise<void>;
}

async function sceneOf(): Promise<Scene> {
  const { alertStore } = open(singleConfig(server));
  const desk = await createDispatcherHarness({ alertStore, clock: settableClock(START) });
  const memory = new StateCache({ alertStore, log: desk.log.log, channelOf: () => ALERTS });
  const sees: Scene['sees'] = async (seconds, incidents, deliveries = []) => {
    const recalled = await memory.load();
    const before = recalled.known ?? initialState(at(0));
    const known = { ...before, observedAt: at(seconds), incidents: incidents ?? before.incidents };
    await memory.commit(evaluationResult(known, { notifications: deliveries }), recalled, {
      isOfCheck: true,
    });
  };
  const older = async () => {
    const recalled = await memory.load();
    if (recalled.restored !== null && recalled.known !== null)
      await memory.commit(evaluationResult(recalled.known), recalled, { isOfCheck: true });
  };
  return { desk, memory, sees, dispatcher: desk.dispatcher('one', { hooks: { onRollback: older } }) };
}

const opened = incident();
const over = recovered(30);
const other = incident({
  id: 'no_sign_of_life:live:docker:2',
  targets: opened.targets.map((each) => ({ ...each, target: 'live:docker' })),
  openedAt: at(10),
});

/** How it stands when the keys are damaged, and what everybody must have seen in the end. */
const SITUATIONS: readonly (readonly [
  string,
  (scene: Scene) => Promise<readonly Incident[]>,
  readonly string[],
])[] = [
  [
    'While an alert, an event, a digest and a note wait',
    async ({ sees, dispatcher, desk }) => {
      await sees(0, [opened], [incidentDelivery(opened)]);
      await desk.work(dispatcher);
      const waiting = [incidentDelivery(other, { detectedAt: at(10) }), event(), digest(), note()];
      await sees(15, [opened, other], waiting);
      return [opened, other];
    },
    ['digest:1', 'event:1', 'no_sign_of_life open r1', 'no_sign_of_life open r1', 'note:1'],
  ],
  [
    'While a claim is held of which the alert was posted without an answer',
    async ({ sees, desk }) => {
      await sees(0, [opened], [incidentDelivery(opened)]);
      void crashingDispatcher(desk).dispatchDue();
      await eventually(() => desk.texts().length === 1, 'the alert is posted');
      return [opened];
    },
    ['no_sign_of_life open r1'],
  ],
  [
    'While the message of an incident that is over has to be updated',
    async ({ sees, dispatcher, desk }) => {
      await sees(0, [opened], [incidentDelivery(opened)]);
      await desk.work(dispatcher);
      const end = note('note:end', { detectedAt: at(30) });
      await sees(30, [over], [incidentDelivery(over, { detectedAt: at(30) }), end]);
      return [over];
    },
    ['no_sign_of_life recovered r2', 'note:end'],
  ],
];

const withoutLateness = (text: string): string => text.replace(/ detected .*/, '');

describe.each(SITUATIONS)('%s', (_, prepare, expected) => {
  describe.each(DAMAGES)('and a key is %s', (_, damage) => {
    test.each(SETS)('%s: all of it reaches Slack, once', async (_, keys) => {
      const scene = await sceneOf();
      const { desk, memory, dispatcher, sees } = scene;
      const incidents = await prepare(scene);
      await memory.load();
      for (const key of keys) await damage(client, key);
      desk.clock.advance(15_000);
      await dispatcher.dispatchDue();
      await letClaimsEnd(client);
      await sees(45);
      await dispatcher.dispatchDue();
      await letClaimsEnd(client);
      await desk.work(dispatcher);
      const seen = [
        desk.texts().map(withoutLateness).sort(),
        await desk.waitingIds(),
        await incidentIds(memory),
      ];
      await desk.stop();
      expect(seen).toEqual([expected, [], incidents.map(({ id }) => id)]);
    });
  });
});

test('Of two instances one remembers more than the other that restored first: that waits, too, and nothing is sent twice', async () => {
  const { alertStore } = open(singleConfig(server));
  const scene = await sceneOf();
  const behind = new StateCache({ alertStore, log: scene.desk.log.log, channelOf: () => ALERTS });
  await scene.sees(0, [], [event('event:1')]);
  await behind.load();
  await scene.sees(15, [], [event('event:2')]);
  await client.del('{arbwatch}:alerts:outbox');
  const [recalled] = [await behind.load()];
  await behind.commit(evaluationResult(recalled.known ?? initialState(at(0))), recalled);
  await scene.desk.work(scene.desk.dispatcher('behind'));
  await scene.sees(30);
  await scene.desk.work(scene.dispatcher);
  const seen = scene.desk.texts().map(withoutLateness).sort();
  await scene.desk.stop();
  expect(seen).toEqual(['event:1', 'event:2']);
});

test('What another instance sent is no loss, and is not brought back', async () => {
  const scene = await sceneOf();
  await scene.sees(0, [], [event('event:1')]);
  await scene.desk.work(scene.desk.dispatcher('other'));
  await scene.sees(15);
  const waiting = await scene.desk.waitingIds();
  await scene.desk.stop();
  expect([waiting, scene.desk.log.text().includes('lost')]).toEqual([[], false]);
});

test('A bot that is started after its outbox was lost tells the incidents of which no message is known', async () => {
  const scene = await sceneOf();
  await scene.sees(0, [opened], [incidentDelivery(opened)]);
  await client.del('{arbwatch}:alerts:outbox');
  const anew = await sceneOf();
  await anew.sees(15);
  await anew.desk.work(anew.dispatcher);
  const seen = anew.desk.texts().map(withoutLateness);
  await Promise.all([scene.desk.stop(), anew.desk.stop()]);
  expect(seen).toEqual(['no_sign_of_life open r1']);
});

test('What was lost, and what is to be looked at, is said in the log', async () => {
  const scene = await sceneOf();
  await scene.sees(0, [opened], [incidentDelivery(opened)]);
  await client.set('{arbwatch}:alerts:outbox', 'text');
  await scene.sees(15);
  const [line] = scene.desk.log.lines().filter(({ msg }) => msg.includes('lost or damaged'));
  await scene.desk.stop();
  expect(line).toMatchObject({ keys: ['outbox'] });
});

test('An incident is known from memory where it alone cannot be decoded in the store', async () => {
  const scene = await sceneOf();
  await scene.sees(0, [opened], [incidentDelivery(opened)]);
  const key = '{arbwatch}:alerts:state';
  await client.hset(key, `incident:${opened.id}`, '17');
  await scene.memory.load();
  await scene.sees(15);
  const ids = await incidentIds(scene.memory);
  await scene.desk.stop();
  expect(ids).toEqual([opened.id]);
});

const incidentIds = async (memory: StateCache) => (await memory.load()).known?.incidents.map(({ id }) => id);
