import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { parsedJson } from '../../sandbox/json';
import { checkedContent } from '../../sandbox/messageContent';
import { systemClock } from '../../src/lib/clock';
import { type ArbwatchProcess, startArbwatch } from '../helpers/arbwatchProcess';
import { type RawConnection, rawConnection } from '../helpers/rawHttp';
import { type RawSlack, startRawSlack } from '../helpers/rawSlack';
import { always } from './always';
import { command, payload } from './payloads';
import { marksIn, SECRETS } from './settings';
import { strangeIn } from './strange';
import { hostileText, typedText } from './text';

let slack: RawSlack;
let bot: ArbwatchProcess;
let url: string;

beforeAll(async () => {
  slack = await startRawSlack();
  bot = startArbwatch({
    env: {
      SLACK_API_URL: slack.apiUrl,
      SLACK_BOT_TOKEN: SECRETS.SLACK_BOT_TOKEN,
      SLACK_SIGNING_SECRET: SECRETS.SLACK_SIGNING_SECRET,
      REDIS_URL: 'memory:',
      PORT: '0',
      LOG_LEVEL: 'debug',
    },
  });
  await bot.says('connected to Slack');
  const listening = bot
    .stdout()
    .split('\n')
    .map(parsedJson)
    .find((line) => (line as { msg?: string } | undefined)?.msg === 'listening');
  url = `http://127.0.0.1:${(listening as { port: number }).port}`;
});
afterAll(async () => {
  bot.child.kill('SIGKILL');
  await slack.stop();
});

const ANSWER_LIMIT_MS = 3_000;
const LOOK_EVERY_MS = 5;

/** Resolves once the other end has answered, or has hung up; rejects when it has done neither within 3 s. */
async function heard(connection: RawConnection): Promise<string> {
  for (let waitedMs = 0; waitedMs <= ANSWER_LIMIT_MS; waitedMs += LOOK_EVERY_MS) {
    if (connection.statuses().some((code) => code >= 200) || !connection.isOpen()) return connection.got();
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  throw new Error(`neither an answer nor a refusal within ${ANSWER_LIMIT_MS} ms`);
}

interface Request {
  readonly body: Buffer;
  readonly type: string | null;
  readonly encoding: string | null;
  readonly signed: 'rightly' | 'not' | 'wrongly' | 'long ago' | 'oddly';
  /** How much longer or shorter it says that it is than it is. */
  readonly lengthOff: number;
  readonly path: string;
  readonly method: string;
}

const AGES_S = { rightly: 0, wrongly: 0, 'long ago': 900, oddly: 0, not: 0 } as const;

/** As Slack signs its requests, or not quite. */
function signatureOf(body: Buffer, signed: Request['signed']): Record<string, string> {
  if (signed === 'not') return {};
  const now = Math.floor(systemClock.now().getTime() / 1000);
  const timestamp = signed === 'oddly' ? '1e400' : String(now - AGES_S[signed]);
  const secret = signed === 'wrongly' ? 'another' : SECRETS.SLACK_SIGNING_SECRET;
  const digest = createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body).digest('hex');
  return { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': `v0=${digest}` };
}

/** The request's bytes; a header never holds what would end it. */
function bytesOf({ body, type, encoding, signed, lengthOff, path, method }: Request): Buffer {
  const headers = {
    host: 'arbwatch.example',
    'content-length': `${Math.max(0, body.length + lengthOff)}`,
    ...(type === null ? {} : { 'content-type': type }),
    ...(encoding === null ? {} : { 'content-encoding': encoding }),
    ...signatureOf(body, signed),
  };
  const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.concat([Buffer.from(`${method} ${path} HTTP/1.1\r\n${head.join('')}\r\n`, 'latin1'), body]);
}

const form = 'application/x-www-form-urlencoded';

/** As a form; half a surrogate pair, which no form can hold, becomes U+FFFD. */
const formOf = (json: unknown): string => {
  const fields = typeof json === 'object' && json !== null ? Object.entries(json) : [['payload', json]];
  return new URLSearchParams(
    fields.map(([name, value]): [string, string] => [String(name), String(value)]),
  ).toString();
};

/** What the bot answers to a good command: what Slack takes, within its 3 s, with nothing strange in it. */
async function answerTo(text: string): Promise<string> {
  const sent = formOf(command(text));
  const response = await fetch(`${url}/slack/events`, {
    method: 'POST',
    headers: { 'content-type': form, ...signatureOf(Buffer.from(sent), 'rightly') },
    body: sent,
    signal: AbortSignal.timeout(ANSWER_LIMIT_MS),
  });
  expect(response.status).toBe(200);
  const answer = await response.text();
  expect(strangeIn(checkedContent(JSON.parse(answer)))).toEqual([]);
  return answer;
}

const headerText = hostileText.map((text) => text.replace(/[^\x20-\x7e]/g, '').slice(0, 200));
const body = fc.oneof(
  { weight: 3, arbitrary: payload.map((one) => Buffer.from(JSON.stringify(one) ?? '')) },
  {
    weight: 3,
    arbitrary: payload.map((one) => Buffer.from(formOf({ payload: JSON.stringify(one) ?? '' }))),
  },
  { weight: 3, arbitrary: payload.map((one) => Buffer.from(formOf(one))) },
  { weight: 2, arbitrary: hostileText.map((text) => Buffer.from(text)) },
  { weight: 2, arbitrary: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom(
        'ssl_check=1',
        'payload=',
        'payload=null',
        'payload=[]',
        '{"type":"url_verification"}',
        '',
      )
      .map((text) => Buffer.from(text)),
  },
  { weight: 1, arbitrary: fc.constantFrom(1_000_000, 5_000_000).map((size) => Buffer.alloc(size, 'x=1&')) },
);

const request: fc.Arbitrary<Request> = fc.record({
  body,
  type: fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(form, 'application/json', null) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        'text/plain',
        'multipart/form-data; boundary=x',
        `${form}; charset=utf-16`,
        'application/json; charset=x',
      ),
    },
    { weight: 1, arbitrary: headerText },
  ),
  encoding: fc.oneof(
    { weight: 6, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.constantFrom('gzip', 'deflate', 'br', 'identity', 'x') },
  ),
  signed: fc.constantFrom('rightly', 'rightly', 'rightly', 'not', 'wrongly', 'long ago', 'oddly'),
  lengthOff: fc.oneof(
    { weight: 8, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.integer({ min: -20, max: -1 }) },
  ),
  path: fc.constantFrom(
    '/slack/events',
    '/slack/events',
    '/slack/events',
    '/slack/events?x=1',
    '/',
    '/metrics',
    '/readyz',
    '//',
    '/%00',
  ),
  method: fc.constantFrom('POST', 'POST', 'POST', 'GET', 'PUT', 'HEAD', 'OPTIONS', 'DELETE'),
});

test('Any arguments of a command are answered over HTTP within 3 s', async () => {
  await always(
    fc.asyncProperty(typedText(['live', 'docker', 'public', 'help']), async (text) => {
      await answerTo(text);
    }),
    20,
  );
});

test('Any request is answered or rejected within 3 s, and the next valid command is answered', async () => {
  await always(
    fc.asyncProperty(request, async (one) => {
      const connection = await rawConnection(url);
      connection.send(bytesOf(one));
      await heard(connection);
      connection.end();
      expect(await answerTo('paper docker')).toContain('paper docker reports nothing');
      expect(bot.child.exitCode).toBeNull();
    }),
    50,
  );
});

test('After any bytes instead of a request, even an incomplete one, the bot still answers', async () => {
  const whole = request.map(bytesOf);
  const cut = fc.tuple(whole, fc.nat({ max: 500 })).map(([bytes, at]) => bytes.subarray(0, at));
  const noRequest = fc.uint8Array({ minLength: 1, maxLength: 200 }).map((bytes) => Buffer.from(bytes));
  await always(
    fc.asyncProperty(fc.oneof(cut, noRequest), async (bytes) => {
      const connection = await rawConnection(url);
      connection.send(bytes);
      await answerTo('paper docker');
      connection.end();
      expect(bot.child.exitCode).toBeNull();
    }),
    30,
  );
});

test('No secret was leaked over HTTP, and no error was unhandled', () => {
  const told = bot.stdout() + bot.stderr();
  expect(marksIn(told)).toEqual([]);
  const unhandled = told.split('\n').filter((line) => line.includes('unhandled promise rejection'));
  expect(unhandled.map((line) => line.slice(0, 2_000))).toEqual([]);
});
