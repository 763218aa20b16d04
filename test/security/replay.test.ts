import { type Sandbox, type SlackRequest, startSandbox } from '../../sandbox';
import { type BotUnderTest, MANIFEST, startBotUnderTest } from '../helpers/botUnderTest';
import { settableClock } from '../helpers/clock';
import { eventually } from '../helpers/eventually';
import { type RedisServer, startRedis } from '../helpers/redisServer';
import { signedAnew } from '../helpers/signedRequests';

const OPERATOR = { user: 'operator', channel: 'ops' };
const RETRY = { 'x-slack-retry-num': '1', 'x-slack-retry-reason': 'http_timeout' };

describe('A repeated signed request', () => {
  let redis: RedisServer;
  let slack: Sandbox;
  let copies: BotUnderTest[];
  // Bolt looks at the machine's own clock, so this one begins with it.
  const clock = settableClock(new Date());

  const startCopy = async (): Promise<BotUnderTest> => {
    const env = { ALERT_CHANNEL: 'C0ALERTS' };
    const copy = await startBotUnderTest({ redisUrl: redis.url, transport: 'http', slack, clock, env });
    copies.push(copy);
    return copy;
  };
  beforeEach(async () => {
    clock.set(new Date());
    copies = [];
    redis = await startRedis();
    slack = await startSandbox({ manifest: MANIFEST, clock });
    await startCopy();
  });
  afterEach(async () => {
    await Promise.all(copies.map((copy) => copy.stop()));
    await slack.stop();
    await redis.stop();
  });

  const to = (copy: BotUnderTest | undefined, request: SlackRequest): SlackRequest => ({
    ...request,
    url: `${copy?.url}/slack/events`,
  });
  const firstCheck = () =>
    eventually(
      async () => (await redis.client().exists('{arbwatch}:alerts:state')) === 1,
      'a check was made',
    );
  /** Signed by Slack, and sent to the first copy as soon as that has made a check. */
  const testAlert = async (): Promise<SlackRequest> => {
    await firstCheck();
    const request = to(copies[0], slack.signedCommand('/arb-alerts', 'test', OPERATOR));
    expect((await slack.sendRaw(request)).body).toContain('test alert');
    await eventually(() => testAlerts() === 1, 'the test alert has come');
    return request;
  };
  const testAlerts = (): number =>
    slack.seenBy('operator', 'trading-alerts').filter(({ shown }) => /test alert/i.test(shown)).length;
  const audit = (): Promise<number> => redis.client().xlen('{arbwatch}:alerts:audit');

  const expectNothingDone = async (request: SlackRequest): Promise<void> => {
    const before = await audit();
    const { status, body } = await slack.sendRaw(request);
    expect([status, body]).toEqual([200, '']);
    expect(await audit()).toBe(before);
  };

  test('to the same instance acts once and gets no answer', async () => {
    await expectNothingDone(await testAlert());
  });

  test('to another instance acts once and gets no answer', async () => {
    const request = await testAlert();
    await expectNothingDone(to(await startCopy(), request));
  });

  test('to an instance started later acts once and gets no answer', async () => {
    const request = await testAlert();
    await copies.pop()?.stop();
    await expectNothingDone(to(await startCopy(), request));
  });

  test('does not show a private answer to anybody', async () => {
    await firstCheck();
    const request = to(copies[0], slack.signedCommand('/arb-status', '', OPERATOR));
    expect((await slack.sendRaw(request)).body).toContain('blocks');
    await expectNothingDone(to(await startCopy(), request));
  });

  test('after more than five minutes is rejected', async () => {
    const request = await testAlert();
    clock.advance(301_000);
    expect((await slack.sendRaw(request)).status).toBe(401);
    expect((await slack.sendRaw(to(await startCopy(), request))).status).toBe(401);
  });

  test('with the current timestamp is rejected', async () => {
    const request = await testAlert();
    clock.advance(301_000);
    const timestamp = String(Math.floor(clock.now().getTime() / 1000));
    const headers = { ...request.headers, 'x-slack-request-timestamp': timestamp };
    expect((await slack.sendRaw({ ...request, headers })).status).toBe(401);
  });

  test('to the same instance acts once even while Redis is unavailable', async () => {
    const request = to(copies[0], slack.signedCommand('/arb-status', '', OPERATOR));
    await redis.kill();
    expect((await slack.sendRaw(request)).body).toContain('blocks');
    expect((await slack.sendRaw(request)).body).toBe('');
  });

  test('by Slack, whose first attempt was lost, is carried out', async () => {
    const request = to(copies[0], slack.signedCommand('/arb-status', '', OPERATOR));
    const retry = { ...request, headers: { ...request.headers, ...RETRY } };
    expect((await slack.sendRaw(retry)).body).toContain('blocks');
  });

  test('by Slack, whose first attempt killed an instance, is carried out by another', async () => {
    const first = to(copies[0], slack.signedCommand('/arb-status', '', OPERATOR));
    await slack.sendRaw(first);
    // What Slack sends again it signs anew, by the time of then.
    clock.advance(1_000);
    const timestamp = String(Math.floor(clock.now().getTime() / 1000));
    const later = {
      ...first,
      headers: { ...first.headers, ...RETRY, 'x-slack-request-timestamp': timestamp },
    };
    const retry = signedAnew(later, later.body, slack.tokens.signingSecret);
    expect((await slack.sendRaw(to(await startCopy(), retry))).body).toContain('blocks');
  });

  test('is remembered in Redis for ten minutes without anything that could sign a request', async () => {
    const request = to(copies[0], slack.signedCommand('/arb-status', '', OPERATOR));
    await slack.sendRaw(request);
    const [key = '', ...more] = await redis.client().keys('{arbwatch}:request:*');
    expect(more).toEqual([]);
    expect(await redis.client().pttl(key)).toBeLessThanOrEqual(600_000);
    expect(request.headers['x-slack-signature']).not.toContain(key.split(':').at(-1));
  });
});
