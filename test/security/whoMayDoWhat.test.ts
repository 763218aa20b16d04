import { INCIDENT_ACTIONS } from '../../formatters';
import { type Sandbox, startSandbox } from '../../sandbox';
import { type BotUnderTest, MANIFEST, startBotUnderTest } from '../helpers/botUnderTest';
import { eventually } from '../helpers/eventually';
import { commandWith, interactionWith, pressPayload } from '../helpers/forgedRequests';
import { observedAlive } from '../helpers/observedAlive';
import { type RedisServer, startRedis } from '../helpers/redisServer';
import { waitingIn } from '../helpers/waitingIn';

const BEAT = 'paper:docker:arbitrage:heartbeat:trader';
const ALERTS = 'trading-alerts';
const OTHER_TEAM = 'T0OTHER';

/** Copies of the bot on one Redis, each with other roles; one incident is open. */
const COPIES = {
  open: {},
  named: { VIEWERS: 'U0VIEWER,U0ABROADVIEWER', OPERATORS: 'U0OPERATOR,U0ABROAD' },
  byChannel: { VIEWERS: 'C0ALERTS', OPERATORS: 'C0ALERTS' },
  byGroup: { VIEWERS: 'S0DESK', OPERATORS: 'S0ONCALL,U0SEOUL' },
} as const;
type Copy = keyof typeof COPIES;

describe('Who may do what', () => {
  let redis: RedisServer;
  let slack: Sandbox;
  let incidentId: string;
  const copies = new Map<Copy, BotUnderTest>();

  beforeAll(async () => {
    redis = await startRedis();
    slack = await startSandbox({ manifest: MANIFEST });
    slack.fail('usergroups.users.list', { error: 'fatal_error' });
    const beat = () => redis.client().set(BEAT, new Date().toISOString(), 'PX', 60_000);
    await beat();
    const watching = { ALERT_CHANNEL: 'C0ALERTS', CHECK_INTERVAL: '1', STALE_AFTER: '3' };
    for (const [copy, roles] of Object.entries(COPIES)) {
      const env = { ...watching, ...roles };
      const bot = await startBotUnderTest({ redisUrl: redis.url, transport: 'http', slack, env });
      copies.set(copy as Copy, bot);
    }
    await eventually(
      async () => (await redis.client().exists('{arbwatch}:alerts:state')) === 1,
      'a check was made',
    );
    await observedAlive(redis.client(), beat);
    await redis.client().del(BEAT);
    await eventually(() => alerts().some(({ shown }) => shown.includes('Down')), 'an alert stands');
    incidentId = String(buttonValue(INCIDENT_ACTIONS.acknowledge));
  }, 60_000);
  afterAll(async () => {
    await Promise.all([...copies.values()].map((copy) => copy.stop()));
    await slack.stop();
    await redis.stop();
  });

  const alerts = () =>
    slack.seenBy('operator', ALERTS).filter(({ threadTs, ephemeral }) => threadTs === null && !ephemeral);
  /** The value of a button as it stands in the alert. */
  const buttonValue = (actionId: string): unknown =>
    [
      ...JSON.stringify(alerts().map(({ blocks }) => blocks)).matchAll(
        /"action_id":"([^"]+)","value":"([^"]+)"/g,
      ),
    ].find(([, id]) => id === actionId)?.[2] ?? '';
  const audit = (): Promise<number> => redis.client().xlen('{arbwatch}:alerts:audit');
  const waiting = (): Promise<number> => waitingIn(redis.client());
  const use = (copy: Copy): void => slack.sendTo(`${copies.get(copy)?.url}/slack/events`);

  /** What a person of this workspace is told; that nothing was done is checked besides. */
  const told = async (line: string, user: string, channel = 'ops'): Promise<string> => {
    const [command = '', ...words] = line.split(' ');
    const { ack, failure } = await slack.command(command, words.join(' '), { user, channel });
    expect(failure).toBeNull();
    return JSON.stringify(ack?.body);
  };
  /** What is told to somebody who presses. */
  const pressed = async (
    action: Record<string, string>,
    who: { userId?: string; teamId?: string } = {},
  ): Promise<string> => {
    const before = slack.journal.responses().length;
    const request = interactionWith(slack, pressPayload(slack, action, who));
    expect((await slack.sendRaw(request)).status).toBe(200);
    await eventually(() => slack.journal.responses().length > before, 'an answer was sent');
    return JSON.stringify(slack.journal.responses().at(-1)?.args);
  };
  const nothingDoneBy = async (act: () => Promise<string>): Promise<string> => {
    await eventually(async () => (await waiting()) === 0, 'all that was to be sent before is sent');
    const before = [await audit(), await waiting()];
    const said = await act();
    expect([await audit(), await waiting()]).toEqual(before);
    return said;
  };
  const acknowledging = () => ({ action_id: INCIDENT_ACTIONS.acknowledge, value: incidentId });

  describe('a viewer', () => {
    beforeEach(() => use('named'));

    test('may look', async () => {
      expect(await told('/arb-status paper', 'viewer')).toContain('paper docker');
      expect(await told('/arb-alerts', 'viewer')).toContain('paper docker');
    });

    test('may not snooze for longer than 1 h', async () => {
      const said = await nothingDoneBy(() => told('/arb-alerts snooze paper docker 2h', 'viewer'));
      expect(said).toContain('you are not allowed to do this');
    });

    test.each([
      [INCIDENT_ACTIONS.snooze, '4h '],
      [INCIDENT_ACTIONS.mute, ''],
      [INCIDENT_ACTIONS.releaseHeartbeat, ''],
    ])("may not press an operator's button: %s", async (action_id, before) => {
      const press = { action_id, value: `${before}${incidentId}` };
      expect(await nothingDoneBy(() => pressed(press, { userId: 'U0VIEWER' }))).toContain(
        'you are not allowed to do this',
      );
    });

    test('may press what only shows', async () => {
      const press = { action_id: INCIDENT_ACTIONS.status, value: incidentId };
      expect(await pressed(press, { userId: 'U0VIEWER' })).toContain('paper docker');
    });
  });

  describe('a stranger', () => {
    beforeEach(() => use('named'));

    test.each([
      '/arb-status',
      '/arb-status paper',
      '/arb-tuning',
      '/arb-alerts',
      '/arb-alerts why paper',
      '/arb-alerts test',
      '/arb-digest',
      '/arb-alerts ack paper',
    ])('learns nothing by %s', async (line) => {
      const said = await nothingDoneBy(() => told(line, 'stranger'));
      expect(said).toContain('you are not allowed to see this');
      expect(said).not.toMatch(/heartbeat|trades|paper docker/);
    });

    test.each(Object.values(INCIDENT_ACTIONS))('learns and does nothing by %s', async (action_id) => {
      const value = action_id === INCIDENT_ACTIONS.snooze ? `1h ${incidentId}` : incidentId;
      const said = await nothingDoneBy(() => pressed({ action_id, value }, { userId: 'U0STRANGER' }));
      expect(said).toMatch(/not allowed to/);
    });

    test('may see the usage of commands, which says nothing about traders', async () => {
      expect(await told('/arb-status help', 'stranger')).toContain('/arb-status');
    });

    test.each([
      '',
      'U0OPERATOR,U0STRANGER',
      'u0operator',
      '__proto__',
      'C0OPS',
      'S0ONCALL',
      'USLACKBOT',
      'B0ARBWATCH',
      'U0ARBWATCH',
    ])('named %j is not allowed', async (user_id) => {
      const request = commandWith(slack, '/arb-alerts', 'test', { user_id });
      const said = await nothingDoneBy(async () => (await slack.sendRaw(request)).body);
      expect(said).toMatch(/not allowed to see this|^$/);
    });
  });

  describe('a person of another workspace', () => {
    const abroad = { userId: 'U0ABROADER', teamId: OTHER_TEAM };
    const typed = async (words: string, fields: Record<string, string> = {}): Promise<string> => {
      const who = { user_id: 'U0ABROADER', team_id: OTHER_TEAM, team_domain: 'other', ...fields };
      return (await slack.sendRaw(commandWith(slack, '/arb-alerts', words, who))).body;
    };

    test.each(['', 'test', 'ack paper'])(
      'has no effect with /arb-alerts %s even if everyone of this workspace may',
      async (words) => {
        use('open');
        const said = await nothingDoneBy(() => typed(words));
        expect(said).toContain('people of this workspace');
        expect(said).not.toContain('heartbeat');
      },
    );

    test.each([INCIDENT_ACTIONS.acknowledge, INCIDENT_ACTIONS.status])(
      'has no effect with %s in a shared channel even if everyone of this workspace may',
      async (action_id) => {
        use('open');
        const said = await nothingDoneBy(() => pressed({ action_id, value: incidentId }, abroad));
        expect(said).toContain('people of this workspace');
      },
    );

    test('has no effect if a channel is allowed', async () => {
      use('byChannel');
      expect(await nothingDoneBy(() => pressed(acknowledging(), abroad))).toMatch(/not allowed to do this/);
      expect(await nothingDoneBy(() => typed('', { channel_id: 'C0ALERTS' }))).toContain(
        'not allowed to see this',
      );
    });

    test('may view if named as a viewer', async () => {
      use('named');
      expect(await typed('', { user_id: 'U0ABROADVIEWER' })).toContain('paper docker');
    });

    test('may act if named as an operator', async () => {
      use('named');
      const press = { action_id: INCIDENT_ACTIONS.status, value: incidentId };
      expect(await pressed(press, { userId: 'U0ABROAD', teamId: OTHER_TEAM })).toContain('paper docker');
      const before = await audit();
      await typed('snooze paper docker 1h', { user_id: 'U0ABROAD' });
      await eventually(async () => (await audit()) === before + 1, 'it was done');
    });
  });

  describe('while Slack does not return the members of a user group,', () => {
    beforeEach(() => use('byGroup'));

    test.each(['/arb-status', '/arb-alerts', '/arb-alerts ack paper', '/arb-alerts test', '/arb-digest'])(
      'nobody counts as a member: %s',
      async (line) => {
        const said = await nothingDoneBy(() => told(line, 'operator'));
        expect(said).toContain('the bot cannot check right now');
        expect(said).not.toContain('heartbeat');
      },
    );

    test('nobody counts as a member for a button', async () => {
      expect(await nothingDoneBy(() => pressed(acknowledging()))).toContain('the bot cannot check right now');
    });

    test('a person named by user id may still view and act', async () => {
      expect(await told('/arb-alerts', 'seoul')).toContain('paper docker');
    });
  });
});
