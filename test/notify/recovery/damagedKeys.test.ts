import type { Redis } from 'ioredis';
import { type Incident, initialState } from '../../../src/alerting';
import type { Dispatcher } from '../../../src/notify/dispatcher';
import type { Notification } from '../../../src/notify/model/notification';
import { StateCache } from '../../../src/notify/recovery/stateCache';
import { settableClock } from '../../helpers/clock';
import { eventually } from '../../helpers/eventually';
import { singleConfig, stateOpener } from '../../helpers/openedState';
import { type RedisServer, startRedis } from '../../helpers/redisServer';
import { ALERTS, type DispatcherHarness, dying, openHarness } from '../harness';
import { at, digest, event, incident, incidentDelivery, note, recovered, START } from '../notifications';
import { DAMAGES, letClaimsEnd, SETS } from './damagedKeys';
import { decided } from './stateCaches';

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
  readonly harness: DispatcherHarness;
  readonly memory: StateCache;
  readonly dispatcher: Dispatcher;
  /** A check: what is known, and what is to be sent. */
  sees(seconds: number, incidents?: readonly Incident[], deliveries?: readonly Notification[]): Promise<void>;
}

async function sceneOf(): Promise<Scene> {
  const { alertStore } = open(singleConfig(server));
  const harness = await openHarness({ alertStore, clock: settableClock(START) });
  const memory = new StateCache({ alertStore, log: harness.log.log, channel: ALERTS });
  const sees: Scene['sees'] = async (seconds, incidents, deliveries = []) => {
    const recalled = await memory.load();
    const before = recalled.known ?? initialState(at(0));
    const known = { ...before, observedAt: at(seconds), incidents: incidents ?? before.incidents };
    await memory.commit(decided(known, { notifications: deliveries }), recalled, { isOfCheck: true });
  };
  const older = async () => {
    const recalled = await memory.load();
    if (recalled.remembered !== null && recalled.known !== null)
      await memory.commit(decided(recalled.known), recalled, { isOfCheck: true });
  };
  return { harness, memory, sees, dispatcher: harness.dispatcher('one', { hooks: { onRollback: older } }) };
}

const opened = incident();
const over = recovered(30);
const other = incident({ id: 'heartbeat:live:docker:2', openedAt: at(10) });

/** How it stands when the keys are damaged, and what everybody must have seen in the end. */
const SITUATIONS: readonly (readonly [
  string,
  (scene: Scene) => Promise<readonly Incident[]>,
  readonly string[],
])[] = [
  [
    'While an alert, an event, a digest and a note wait',
    async ({ sees, dispatcher, harness }) => {
      await sees(0, [opened], [incidentDelivery(opened)]);
      await harness.sendAll(dispatcher);
      const waiting = [incidentDelivery(other, { detectedAt: at(10) }), event(), digest(), note()];
      await sees(15, [opened, other], waiting);
      return [opened, other];
    },
    ['digest:1', 'event:1', 'no_sign_of_life open r1', 'no_sign_of_life open r1', 'note:1'],
  ],
  [
    'While a claim is held of which the alert was posted without an answer',
    async ({ sees, harness }) => {
      await sees(0, [opened], [incidentDelivery(opened)]);
      void dying(harness).dispatchDue();
      await eventually(() => harness.texts().length === 1, 'the alert is posted');
      return [opened];
    },
    ['no_sign_of_life open r1'],
  ],
  [
    'While the message of an incident that is over has to be updated',
    async ({ sees, dispatcher, harness }) => {
      await sees(0, [opened], [incidentDelivery(opened)]);
      await harness.sendAll(dispatcher);
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
      const { harness, memory, dispatcher, sees } = scene;
      const incidents = await prepare(scene);
      await memory.load();
      for (const key of keys) await damage(client, key);
      harness.clock.advance(15_000);
      await dispatcher.dispatchDue();
      await letClaimsEnd(client);
      await sees(45);
      await dispatcher.dispatchDue();
      await letClaimsEnd(client);
      await harness.sendAll(dispatcher);
      const seen = [
        harness.texts().map(withoutLateness).sort(),
        await harness.pendingIds(),
        await incidentIds(memory),
      ];
      await harness.stop();
      expect(seen).toEqual([expected, [], incidents.map(({ id }) => id)]);
    });
  });
});

test('Of two instances one remembers more than the other that restored first: that waits, too, and nothing is sent twice', async () => {
  const { alertStore } = open(singleConfig(server));
  const scene = await sceneOf();
  const behind = new StateCache({ alertStore, log: scene.harness.log.log, channel: ALERTS });
  await scene.sees(0, [], [event('event:1')]);
  await behind.load();
  await scene.sees(15, [], [event('event:2')]);
  await client.del('{arbwatch}:ledger:deliveries');
  const [recalled] = [await behind.load()];
  await behind.commit(decided(recalled.known ?? initialState(at(0))), recalled);
  await scene.harness.sendAll(scene.harness.dispatcher('behind'));
  await scene.sees(30);
  await scene.harness.sendAll(scene.dispatcher);
  const seen = scene.harness.texts().map(withoutLateness).sort();
  await scene.harness.stop();
  expect(seen).toEqual(['event:1', 'event:2']);
});

test('What another instance sent is no loss, and is not brought back', async () => {
  const scene = await sceneOf();
  await scene.sees(0, [], [event('event:1')]);
  await scene.harness.sendAll(scene.harness.dispatcher('other'));
  await scene.sees(15);
  const waiting = await scene.harness.pendingIds();
  await scene.harness.stop();
  expect([waiting, scene.harness.log.text().includes('lost')]).toEqual([[], false]);
});

test('A bot that is started after its outbox was lost tells the incidents of which no message is known', async () => {
  const scene = await sceneOf();
  await scene.sees(0, [opened], [incidentDelivery(opened)]);
  await client.del('{arbwatch}:ledger:deliveries');
  const anew = await sceneOf();
  await anew.sees(15);
  await anew.harness.sendAll(anew.dispatcher);
  const seen = anew.harness.texts().map(withoutLateness);
  await Promise.all([scene.harness.stop(), anew.harness.stop()]);
  expect(seen).toEqual(['no_sign_of_life open r1']);
});

test('What was lost, and what is to be looked at, is said in the log', async () => {
  const scene = await sceneOf();
  await scene.sees(0, [opened], [incidentDelivery(opened)]);
  await client.set('{arbwatch}:ledger:deliveries', 'text');
  await scene.sees(15);
  const [line] = scene.harness.log.lines().filter(({ msg }) => msg.includes('lost or damaged'));
  await scene.harness.stop();
  expect(line).toMatchObject({ keys: ['deliveries'] });
});

test('The incidents are known again from memory where they alone cannot be read in what is known', async () => {
  const scene = await sceneOf();
  await scene.sees(0, [opened], [incidentDelivery(opened)]);
  const key = '{arbwatch}:ledger:known';
  const known = JSON.parse((await client.hget(key, 'known')) ?? '');
  await client.hset(key, 'known', JSON.stringify({ ...known, incidents: [17] }));
  await scene.memory.load();
  await scene.sees(15);
  const ids = await incidentIds(scene.memory);
  await scene.harness.stop();
  expect(ids).toEqual([opened.id]);
});

const incidentIds = async (memory: StateCache) => (await memory.load()).known?.incidents.map(({ id }) => id);
