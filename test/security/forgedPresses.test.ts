import { randomUUID } from 'node:crypto';
import { INCIDENT_ACTIONS } from '../../formatters';
import type { JsonObject } from '../../sandbox/json';
import { encodeState } from '../../src/alerting/state/codec';
import { type BotUnderTest, startBotUnderTest } from '../helpers/botUnderTest';
import { settableClock } from '../helpers/clock';
import { eventually } from '../helpers/eventually';
import { pressPayload, sendEnvelope } from '../helpers/forgedRequests';
import { knownWith, NIGHT, open, recovered } from '../helpers/incidents';
import { type RedisServer, startRedis } from '../helpers/redisServer';
import { waitingIn } from '../helpers/waitingIn';

const { acknowledge, snooze, mute } = INCIDENT_ACTIONS;
const ENDED = { ...recovered, id: 'no_sign_of_life:shadow:docker:1795000000000' };

/** Values that name no incident. */
const VALUES = [
  '',
  ' ',
  'no_sign_of_life:paper:docker:1',
  'no_sign_of_life:live:docker:1795316280000',
  `${open.id} `,
  `${open.id}\u0000`,
  open.id.toUpperCase(),
  `${open.id},${ENDED.id}`,
  '*',
  'no_sign_of_life:*',
  '{"id":"heartbeat:paper:docker:1795316280000"}',
  '["heartbeat:paper:docker:1795316280000"]',
  '__proto__',
  'constructor',
  'toString',
  'sha256:',
  '../../etc/passwd',
  '<!channel>',
  '\u202Egnp',
  'a'.repeat(100_000),
];

/** With a name for the test that prints well. */
const labelled = (values: readonly string[]) =>
  values.map((value) => ({ value, label: JSON.stringify(value).slice(0, 60) }));

describe('A button press without a button in Slack', () => {
  let redis: RedisServer;
  let bot: BotUnderTest;

  beforeAll(async () => {
    redis = await startRedis();
    const records = Object.fromEntries(encodeState(knownWith(open, ENDED)));
    await redis.client().hset('{arbwatch}:alerts:state', { version: '1', ...records });
    // After the first check no other is due: what is known then stays as it is.
    const env = {
      ALERT_CHANNEL: 'C0ALERTS',
      CHECK_INTERVAL: '3600',
      STALE_AFTER: '7200',
      OUTAGE_AFTER: '7200',
    };
    bot = await startBotUnderTest({ redisUrl: redis.url, clock: settableClock(NIGHT), env });
    const client = redis.client();
    const isFirstCheckOver = async (): Promise<boolean> =>
      Number(await client.hget('{arbwatch}:alerts:state', 'version')) > 1 && (await waitingIn(client)) === 0;
    await eventually(isFirstCheckOver, 'the first check is over, and told of');
  });
  afterAll(async () => {
    await bot.stop();
    await redis.stop();
  });

  const audit = (): Promise<number> => redis.client().xlen('{arbwatch}:alerts:audit');
  /** Presses; what is told, null when there is no word. */
  const press = async (action: JsonObject): Promise<string | null> => {
    const { slack } = bot;
    const [before, done] = [slack.journal.responses().length, await audit()];
    const payload = { trigger_id: randomUUID(), ...pressPayload(slack, action) };
    expect((await sendEnvelope(slack, 'interactive', payload)).failure).toBeNull();
    expect(bot.log.text()).not.toMatch(/"msg":"(command|action|request handler) failed"/);
    await eventually(() => slack.journal.responses().length > before, 'an answer was sent');
    expect(await audit()).toBe(done);
    return JSON.stringify(slack.journal.responses().at(-1)?.args);
  };
  const SORRY = 'this button belongs to no alert';

  describe.each([acknowledge, mute])('of %s', (action_id) => {
    test.each(labelled(VALUES))(
      'with the value $label gets an error and has no effect',
      async ({ value }) => {
        expect(await press({ action_id, value })).toContain(SORRY);
      },
    );
  });

  test.each(
    labelled([
      ...VALUES.map((value) => `1h ${value}`),
      open.id,
      `1h${open.id}`,
      `99d ${open.id}`,
      `1h  ${open.id}`,
      `__proto__ ${open.id}`,
    ]),
  )('of the menu Snooze with the choice $label gets an error and has no effect', async ({ value }) => {
    const selected_option = { text: { type: 'plain_text', text: 'x' }, value };
    expect(await press({ type: 'static_select', action_id: snooze, selected_option })).toContain(SORRY);
  });

  test.each(
    labelled([
      'incident:delete',
      '',
      '__proto__',
      'constructor',
      'INCIDENT:ACKNOWLEDGE',
      'a'.repeat(5_000),
      `${acknowledge}\n`,
    ]),
  )('of the unknown action $label gets an error and has no effect', async ({ value }) => {
    expect(await press({ action_id: value, value: open.id })).toContain(SORRY);
  });

  test('of a closed incident has no effect', async () => {
    expect(await press({ action_id: acknowledge, value: ENDED.id })).toContain('nothing left to do');
  });

  test('in another message, or in none, acts only on the incident that it names', async () => {
    const { slack } = bot;
    const payload = {
      ...pressPayload(slack, { action_id: acknowledge, value: open.id }),
      container: null,
      message: null,
    };
    await sendEnvelope(slack, 'interactive', { trigger_id: randomUUID(), ...payload });
    await eventually(async () => (await audit()) > 0, 'it is acknowledged');
    const [entry] = await redis.client().xrevrange('{arbwatch}:alerts:audit', '+', '-', 'COUNT', 1);
    expect(entry?.[1].join()).toContain(open.id);
  });
});
