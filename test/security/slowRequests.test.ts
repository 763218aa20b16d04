import { HttpServer } from '../../src/http/server';
import { eventually } from '../helpers/eventually';
import { keptLog } from '../helpers/log';
import { type RawConnection, rawConnection, rawExchange, requestText } from '../helpers/rawHttp';
import { OPERATOR, type SlackUnderTest, saying, startSlackUnderTest } from '../helpers/slackUnderTest';

/** Short enough to be waited for; a byte comes far more often than that. */
const LIMITS = { requestMs: 400, idleTimeoutMs: 600, connections: 6 };
const BYTE_EVERY_MS = 40;

const COMPLETE = { 'x-slack-signature': `v0=${'0'.repeat(64)}`, 'content-length': '10000' };

describe('A slow client', () => {
  let bot: SlackUnderTest;
  let connections: RawConnection[];
  let trickles: NodeJS.Timeout[];

  beforeEach(async () => {
    connections = [];
    trickles = [];
    const answer = async () => saying('answer');
    bot = await startSlackUnderTest({ transport: 'http', answer, httpLimits: LIMITS });
  });
  afterEach(async () => {
    for (const trickle of trickles) clearInterval(trickle);
    for (const connection of connections) connection.end();
    await bot.stop();
  });

  const open = async (): Promise<RawConnection> => {
    const connection = await rawConnection(bot.url);
    connections.push(connection);
    return connection;
  };
  /** Sends the text a byte at a time, and further bytes for as long as it may. */
  const trickle = (connection: RawConnection, text = ''): void => {
    let at = 0;
    trickles.push(setInterval(() => connection.send(text[at++] ?? 'a'), BYTE_EVERY_MS));
  };
  const now = (): string => String(Math.floor(Date.now() / 1000));

  test.each<[string, (connection: RawConnection) => void]>([
    [
      'sends its headers a byte at a time',
      (connection) => trickle(connection, 'POST /slack/events HTTP/1.1\r\nx: '),
    ],
    [
      'sends its body a byte at a time',
      (connection) => {
        const headers = { ...COMPLETE, 'x-slack-request-timestamp': now() };
        connection.send(requestText('POST /slack/events', headers));
        trickle(connection);
      },
    ],
    [
      'never ends its chunks',
      (connection) => {
        const { 'content-length': _, ...headers } = COMPLETE;
        const chunked = { ...headers, 'x-slack-request-timestamp': now(), 'transfer-encoding': 'chunked' };
        connection.send(requestText('POST /slack/events', chunked));
        trickles.push(setInterval(() => connection.send('1\r\na\r\n'), BYTE_EVERY_MS));
      },
    ],
    ['says nothing at all', () => undefined],
    [
      'says nothing after its headers',
      (connection) => connection.send('POST /slack/events HTTP/1.1\r\nhost: a\r\n'),
    ],
  ])('that %s is disconnected, and Slack is answered meanwhile', async (_, begin) => {
    const slow = await open();
    begin(slow);
    expect((await bot.command()).failure).toBeNull();
    const got = await slow.closed();
    expect(got === '' || got.startsWith('HTTP/1.1 408')).toBe(true);
  });

  test('cannot open more connections than allowed, and the bot answers afterwards', async () => {
    const many = await Promise.all(Array.from({ length: 100 }, open));
    await Promise.all(many.map((each) => each.closed()));
    expect((await bot.sandbox.sendRaw(bot.sandbox.signedCommand('/arb-status', '', OPERATOR))).status).toBe(
      200,
    );
    expect(bot.log.lines().filter(({ msg }) => msg.includes('connections'))).toHaveLength(1);
  });
});

describe('A client that does not read answers', () => {
  let server: HttpServer;
  let deaf: RawConnection;

  afterEach(async () => {
    deaf.end();
    await server.stop(100);
  });

  test('is disconnected and makes room for another', async () => {
    server = new HttpServer({
      host: '127.0.0.1',
      port: 0,
      readiness: async () => ({}),
      metrics: { contentType: 'text/plain', text: async () => 'a'.repeat(200_000) },
      slackEvents: null,
      log: keptLog().log,
      limits: { ...LIMITS, connections: 1 },
    });
    const url = `http://127.0.0.1:${await server.start()}`;
    deaf = await rawConnection(url);
    deaf.stopReading();
    // More than the machine's own buffers take.
    deaf.send(requestText('GET /metrics', { connection: 'keep-alive' }).repeat(100));
    const another = async (): Promise<boolean> =>
      (await rawExchange(url, requestText('GET /healthz'))).startsWith('HTTP/1.1 200');
    expect(await another()).toBe(false);
    await eventually(another, 'there is a place again');
  });
});
