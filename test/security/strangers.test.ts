import { type BotUnderTest, startBotUnderTest } from '../helpers/botUnderTest';
import { eventually } from '../helpers/eventually';
import { rawExchange, requestText } from '../helpers/rawHttp';
import { loadRecording } from '../helpers/recording';
import { type RedisServer, startRedis } from '../helpers/redisServer';

const SESSION = 'd28-demo-session';

describe("A stranger at the bot's port", () => {
  let redis: RedisServer;
  let bot: BotUnderTest;

  beforeAll(async () => {
    redis = await startRedis({ password: 'redis-p@ss' });
    await loadRecording(redis.client());
    bot = await startBotUnderTest({
      redisUrl: redis.url,
      transport: 'http',
      env: { ALERT_CHANNEL: 'C0ALERTS', CHECK_INTERVAL: '1' },
    });
  });
  afterAll(async () => {
    await bot.stop();
    await redis.stop();
  });

  const statusOf = (answer: string): number => Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0);
  const ask = async (line: string, headers: Readonly<Record<string, string>> = {}, body = '') =>
    rawExchange(bot.url, requestText(line, headers, body));

  test.each([
    'GET /',
    'GET /slack/events/../../metrics',
    'GET /slack/events/..%2f..%2fmetrics',
    'GET /slack/events/%2e%2e/metrics',
    'GET //metrics',
    'GET /metrics/',
    'GET /Metrics',
    'GET /%6detrics',
    'GET /metrics%00',
    'GET /metrics;a=b',
    'GET /healthz/../metrics',
    'GET http://arbwatch.example/metrics',
    'POST /slack/events/',
    'POST /slack%2fevents',
    'POST /slack/events/../events',
    'POST //slack/events',
    'POST /slack/install',
    'GET /slack/install',
    'GET /slack/oauth_redirect',
    'POST /metrics',
    'POST /healthz',
    'PUT /readyz',
    'DELETE /healthz',
    'TRACE /healthz',
    'OPTIONS *',
    'GET /.env',
    'GET /package.json',
    'GET /../../etc/passwd',
  ])('finds nothing by %s', async (line) => {
    expect(statusOf(await ask(line, { 'content-length': '0' }))).toBe(404);
  });

  test.each<[string, string]>([
    [
      'two lengths',
      requestText('POST /slack/events', { 'content-length': '5', 'Content-Length': '6' }, 'hello!'),
    ],
    [
      'a length twice',
      requestText('POST /slack/events', { 'content-length': '5', 'Content-Length': '5' }, 'hello'),
    ],
    [
      'a length and chunks',
      requestText(
        'POST /slack/events',
        { 'content-length': '4', 'transfer-encoding': 'chunked' },
        '0\r\n\r\nGET /metrics HTTP/1.1\r\n\r\n',
      ),
    ],
    ['a length that is no number', requestText('POST /slack/events', { 'content-length': '5x' }, 'hello')],
    ['a negative length', requestText('POST /slack/events', { 'content-length': '-5' }, 'hello')],
    [
      'a transfer coding of its own',
      requestText('POST /slack/events', { 'transfer-encoding': 'xchunked' }, '0\r\n\r\n'),
    ],
    [
      'chunks under two names',
      requestText('POST /slack/events', { 'transfer-encoding': 'chunked, identity' }, '0\r\n\r\n'),
    ],
    [
      'a space before the colon',
      'POST /slack/events HTTP/1.1\r\nhost: a\r\ncontent-length : 5\r\nconnection: close\r\n\r\nhello',
    ],
    [
      'a folded header',
      'POST /slack/events HTTP/1.1\r\nhost: a\r\nx: b\r\n content-length: 5\r\nconnection: close\r\n\r\nhello',
    ],
    ['no host', 'GET /healthz HTTP/1.1\r\nconnection: close\r\n\r\n'],
    ['headers of 20 kB', requestText('GET /healthz', { x: 'a'.repeat(20_000) })],
    ['no HTTP at all', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n'],
    ['a request for a tunnel', requestText('CONNECT redis:6379')],
  ])('who sends %s gets one refusal and no second answer', async (_, bytes) => {
    const answer = await rawExchange(bot.url, bytes);
    expect(answer.match(/^HTTP\/1\.1 /gm)?.length ?? 0).toBeLessThanOrEqual(1);
    expect([0, 400, 401, 431]).toContain(statusOf(answer));
    expect(answer).not.toContain('arbwatch_');
  });

  test('learns from no header what the server is made of', async () => {
    for (const line of ['GET /healthz', 'GET /readyz', 'GET /metrics', 'GET /', 'POST /slack/events']) {
      const [head = ''] = (await ask(line, { 'content-length': '0' })).split('\r\n\r\n');
      const names = head
        .split('\r\n')
        .slice(1)
        .map((header) => header.split(':')[0]?.toLowerCase());
      expect([
        'cache-control',
        'connection',
        'content-length',
        'content-type',
        'date',
        'transfer-encoding',
      ]).toEqual(expect.arrayContaining(names));
    }
  });

  describe('learns from /healthz, /readyz and /metrics', () => {
    const seen = async (): Promise<string> =>
      (await Promise.all(['/healthz', '/readyz', '/metrics'].map((path) => ask(`GET ${path}`)))).join('\n');
    const secrets = (): string[] => [
      ...Object.values(bot.slack.tokens),
      'redis-p@ss',
      SESSION,
      'worker-1',
      '10012345',
      '127.0.0.1',
      'localhost',
      String(redis.port),
      new URL(bot.slack.url).port,
      'arbitrage:',
    ];

    test('no session, no figure, no address and no secret while all is well', async () => {
      await eventually(async () => (await seen()).includes('arbwatch_targets{state='), 'a check was made');
      const text = await seen();
      for (const secret of secrets()) expect(text).not.toContain(secret);
    });

    test('nor while Redis and Slack are away; the log tells more', async () => {
      bot.slack.fail('auth.test', { drop: true });
      await redis.kill();
      await eventually(
        async () => (await seen()).includes('Redis cannot be reached'),
        'Redis is seen to be away',
      );
      const text = await seen();
      for (const secret of secrets()) expect(text).not.toContain(secret);
      expect(bot.log.text()).toContain('Redis cannot be reached: ');
    });

    test('nor while Redis refuses the password', async () => {
      await redis.restart(['--requirepass', 'changed-meanwhile']);
      await eventually(async () => (await seen()).includes('Redis refuses'), 'Redis is seen to refuse');
      const text = await seen();
      for (const secret of [...secrets(), 'WRONGPASS', 'NOAUTH']) expect(text).not.toContain(secret);
    });
  });
});
