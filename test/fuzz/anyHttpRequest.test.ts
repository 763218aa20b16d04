import { once } from 'node:events';
import { connect } from 'node:net';
import fc from 'fast-check';
import { HttpServer } from '../../src/http/server';
import { type KeptLog, keptLog } from '../helpers/log';
import { type SlackUnderTest, saying, startSlackUnderTest } from '../helpers/slackUnderTest';
import { always, answered } from './always';
import { hostileText } from './text';

/*
 * Requests by HTTP's grammar, and beside it, to every path: what a well-formed one must get is known, and of the others what
 * they must never get.
 */

const TOKEN = 'metrics-token-of-this-test';
/** Stands in each part of a request that nobody may see again. */
const MARK = 'zq7mark';
const METRIC = 'arbwatch_any_metric 1';

let slack: SlackUnderTest;
let server: HttpServer;
let port: number;
let log: KeptLog;
let commands = 0;

beforeAll(async () => {
  slack = await startSlackUnderTest({
    transport: 'http',
    answer: async () => {
      commands += 1;
      return saying('answer');
    },
  });
  log = keptLog();
  server = new HttpServer({
    ...{ host: '127.0.0.1', port: 0, log: log.log, metricsToken: TOKEN },
    readiness: async () => ({ store: { ready: true, detail: 'it answers' } }),
    alerting: () => ({ checks: { ready: true, detail: 'they run' } }),
    metrics: { contentType: 'text/plain', text: async () => METRIC },
    slackEvents: slack.slack.requestListener,
  });
  port = await server.start();
});
afterAll(async () => {
  await server.stop(100);
  await slack.stop();
});

/** What comes back for these bytes, after which the client says no more. */
async function answerTo(bytes: Buffer): Promise<string> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  socket.on('error', () => undefined);
  const closed = once(socket, 'close').catch(() => undefined);
  socket.once('end', () => socket.end());
  socket.end(bytes);
  await closed;
  return Buffer.concat(chunks).toString('latin1');
}

const statusOf = (answer: string): number | null => {
  const status = /^HTTP\/1\.1 (\d{3}) /.exec(answer)?.[1];
  return status === undefined ? null : Number(status);
};

const PATHS = ['/healthz', '/healthz/alerting', '/readyz', '/metrics', '/slack/events'];
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE'];

const segment = fc.oneof(
  fc.constantFrom(
    'healthz',
    'metrics',
    'slack',
    'events',
    '..',
    '.',
    '%2e%2e',
    '%00',
    ';',
    MARK,
    '__proto__',
  ),
  fc.string({ maxLength: 8 }).map(encodeURIComponent),
);
const query = fc.constantFrom('', '?', `?${MARK}=1`, `?token=${TOKEN}`, '?a=1?b=2');
const path = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...PATHS) },
  { weight: 2, arbitrary: fc.array(segment, { maxLength: 5 }).map((parts) => `/${parts.join('/')}`) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom(...PATHS)
      .chain((one) =>
        fc.constantFrom(`${one}/`, `/${one}`, one.toUpperCase(), `${one}%20`, `http://x${one}`, `${one};a=1`),
      ),
  },
);
const authorization = fc.constantFrom(
  ...[
    null,
    null,
    `Bearer ${TOKEN}`,
    `bearer  ${TOKEN} `,
    `Bearer ${MARK}`,
    `Basic ${TOKEN}`,
    TOKEN,
    'Bearer',
  ],
);
const isRight = (value: string | null): boolean =>
  /^bearer +/i.test(value ?? '') && (value ?? '').includes(TOKEN);

/** A header that is none of HTTP's own. */
const header = fc.tuple(
  fc.constantFrom(
    'x-any',
    'x-slack-signature',
    'x-slack-request-timestamp',
    'cookie',
    'content-type',
    'accept',
  ),
  fc.oneof(
    hostileText.map((text) => text.replace(/[^\x20-\x7e]/g, '').trim()),
    fc.constantFrom(MARK, `v0=${'0'.repeat(64)}`, '1795316399', 'application/json', ''),
  ),
);
const body = fc.oneof(
  fc.constant(''),
  fc.constantFrom(MARK, `payload=${MARK}`, '{"type":"url_verification"}'),
);

interface WellFormed {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly authorization: string | null;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
}
const wellFormed: fc.Arbitrary<WellFormed> = fc.record({
  method: fc.constantFrom(...METHODS),
  path,
  query,
  authorization,
  headers: fc.uniqueArray(header, { maxLength: 4, selector: ([name]) => name }),
  body,
});

function bytesOf(one: WellFormed): Buffer {
  const lines = [
    `${one.method} ${one.path}${one.query} HTTP/1.1`,
    'host: arbwatch.example',
    'connection: close',
    ...(one.authorization === null ? [] : [`authorization: ${one.authorization}`]),
    ...one.headers.map(([name, value]) => `${name}: ${value}`),
    `content-length: ${Buffer.byteLength(one.body)}`,
  ];
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${one.body}`, 'latin1');
}

/** What the page docs/security.md promises. Nobody here knows the signing secret. */
function expectedStatus({ method, path: asked, authorization: given }: WellFormed): number {
  if (asked === '/slack/events' && method === 'POST') return 401;
  if (method !== 'GET' && method !== 'HEAD') return 404;
  if (asked === '/metrics') return isRight(given) ? 200 : 401;
  return ['/healthz', '/healthz/alerting', '/readyz'].includes(asked) ? 200 : 404;
}

/** Breaks the grammar in one place, or joins what one client may not say. */
const broken: fc.Arbitrary<Buffer> = fc
  .tuple(
    wellFormed.map(bytesOf),
    fc.oneof(
      fc.record({
        at: fc.nat({ max: 300 }),
        cut: fc.nat({ max: 40 }),
        put: fc.uint8Array({ maxLength: 20 }),
      }),
      fc.constantFrom<readonly [string, string]>(
        [' HTTP/1.1', ' HTTP/9.9'],
        [' HTTP/1.1', ''],
        ['host: arbwatch.example\r\n', ''],
        ['host: ', 'host: a\r\nhost: '],
        ['content-length: ', 'content-length: 5\r\ncontent-length: '],
        ['content-length: ', 'content-length: -'],
        ['content-length: ', 'content-length: 99999999999'],
        ['content-length: ', 'transfer-encoding: chunked\r\ncontent-length: '],
        ['content-length: ', 'transfer-encoding: chunked\r\nx-length: '],
        ['connection: close', 'connection: upgrade\r\nupgrade: websocket'],
        ['connection: close', 'expect: 100-continue\r\nconnection: close'],
        ['connection: close', `x-long: ${'a'.repeat(20_000)}\r\nconnection: close`],
        ['connection: close', 'connection: close\r\n folded: yes'],
        ['\r\n\r\n', '\n\n'],
      ),
    ),
  )
  .map(([bytes, change]) => {
    const text = bytes.toString('latin1');
    if (!('put' in change)) return Buffer.from(text.replace(change[0], change[1]), 'latin1');
    const { at, cut, put } = change;
    return Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at + cut)]);
  });

test('Any well-formed request to any path gets exactly the status that docs/security.md promises', async () => {
  await always(
    answered(wellFormed, async (one) => {
      const answer = await answerTo(bytesOf(one));
      expect(statusOf(answer)).toBe(expectedStatus(one));
      expect(answer).not.toContain(MARK);
      expect(answer.includes(METRIC)).toBe(
        one.path === '/metrics' && one.method === 'GET' && isRight(one.authorization),
      );
    }),
    50,
  );
});

test("Any malformed request gets a refusal or nothing, never what is another's, and the next one is answered", async () => {
  await always(
    answered(broken, async (bytes) => {
      const answer = await answerTo(bytes);
      const isAllowed = bytes.includes(TOKEN);
      for (const [, status] of answer.matchAll(/^HTTP\/1\.1 (\d{3}) /gm))
        expect([100, 200, 400, 401, 404, 408, 413, 417, 431]).toContain(Number(status));
      expect(answer).not.toContain(MARK);
      if (!isAllowed) expect(answer).not.toContain(METRIC);
      expect(statusOf(await answerTo(bytesOf(HEALTH)))).toBe(200);
    }),
    50,
  );
});

const HEALTH: WellFormed = {
  ...{ method: 'GET', path: '/healthz', query: '', authorization: null },
  ...{ headers: [], body: '' },
};

test('None of these requests reached a command, failed inside, or left a secret in the log', () => {
  expect(commands).toBe(0);
  const told = log.text() + slack.log.text();
  expect(told).not.toContain(TOKEN);
  expect(told).not.toContain(MARK);
  expect(told).not.toContain('request failed');
});
