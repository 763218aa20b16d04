import type { SlackRequest } from '../../sandbox';
import { type RawConnection, rawConnection, requestText } from '../helpers/rawHttp';
import { signedAnew } from '../helpers/signedRequests';
import { OPERATOR, type SlackUnderTest, saying, startSlackUnderTest } from '../helpers/slackUnderTest';

const SIGNATURE = 'x-slack-signature';
const TIME = 'x-slack-request-timestamp';

describe('A request to /slack/events', () => {
  let bot: SlackUnderTest;
  let asked: string[];

  beforeEach(async () => {
    asked = [];
    const answer = async (text: string) => {
      asked.push(text);
      return saying('answer');
    };
    bot = await startSlackUnderTest({ transport: 'http', answer });
  });
  afterEach(() => bot.stop());

  const nowS = (): number => Math.floor(Date.now() / 1000);
  const signed = (ageS = 0, secret?: string, text = 'words'): SlackRequest =>
    bot.sandbox.signedCommand('/arb-status', text, OPERATOR, {
      timestampS: nowS() - ageS,
      ...(secret === undefined ? {} : { secret }),
    });
  /** The request with its signature changed. */
  const resigned = (change: (signature: string) => string, request = signed()): SlackRequest =>
    withHeader(request, SIGNATURE, change(request.headers[SIGNATURE] ?? ''));

  test.each([0, 290, -290])('that Slack signed %s s ago is answered', async (ageS) => {
    const { status, body } = await bot.sandbox.sendRaw(signed(ageS));
    expect([status, JSON.parse(body).text, asked]).toEqual([200, 'answer', ['words']]);
  });

  test.each<[string, () => SlackRequest]>([
    ['signed with another secret', () => signed(0, 'another-secret-of-somebody')],
    ['signed six minutes ago', () => signed(360)],
    ['signed six minutes from now', () => signed(-360)],
    ['signed an hour from now', () => signed(-3_600)],
    ['without a signature', () => without(signed(), SIGNATURE)],
    ['without a time', () => without(signed(), TIME)],
    ['whose time is no number', () => withHeader(signed(), TIME, 'now')],
    ['whose time is written in another way', () => withHeader(signed(), TIME, `${nowS()}.0`)],
    ['whose time was changed by a second', () => withHeader(signed(), TIME, `${nowS() + 1}`)],
    ['whose signature is empty', () => withHeader(signed(), SIGNATURE, '')],
    ['whose signature is of another version', () => resigned((it) => it.replace('v0', 'v1'))],
    ['whose signature lacks its end', () => resigned((it) => it.slice(0, -1))],
    ['whose signature has something behind it', () => resigned((it) => `${it}=more`)],
    ['whose signature stands there twice', () => resigned((it) => `${it}, ${it}`)],
    [
      'with the signature of another body',
      () => resigned(() => signed(0, undefined, 'other').headers[SIGNATURE] ?? ''),
    ],
    ['whose body was changed', () => ({ ...signed(), body: `${signed().body}&text=other` })],
    [
      'that only claims to check the certificate',
      () => ({ ...withHeader(signed(), SIGNATURE, 'v0=0'), body: 'ssl_check=1' }),
    ],
    [
      'that only claims to check the address',
      () => ({ ...signed(), body: '{"type":"url_verification","challenge":"c"}' }),
    ],
  ])('%s gets 401 and reaches no command', async (_, make) => {
    const { status, body } = await bot.sandbox.sendRaw(make());
    expect([status, body, asked]).toEqual([401, '', []]);
  });

  test.each([
    ['that is not the form of a command', 'application/x-www-form-urlencoded', 'payload={'],
    ['whose payload is nothing', 'application/x-www-form-urlencoded', 'payload=null'],
    ['that is nothing as JSON', 'application/json', ' null\n'],
    ['that is empty as JSON', 'application/json', ''],
  ])('%s is rejected, and the bot continues', async (_, type, body) => {
    const { sandbox } = bot;
    const odd = signedAnew(signed(), body, sandbox.tokens.signingSecret);
    expect((await sandbox.sendRaw(withHeader(odd, 'content-type', type))).status).toBe(400);
    expect((await sandbox.sendRaw(signed())).status).toBe(200);
  });

  test.each(['GET', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'])('by %s is not found', async (method) => {
    expect((await fetch(`${bot.url}/slack/events`, { method })).status).toBe(404);
  });

  describe('without the signing secret', () => {
    let connection: RawConnection;
    beforeEach(async () => {
      connection = await rawConnection(bot.url);
    });
    afterEach(() => connection.end());

    const begin = (headers: Readonly<Record<string, string>>): void =>
      connection.send(requestText('POST /slack/events', { connection: 'keep-alive', ...headers }));

    test('is rejected before its body arrives', async () => {
      begin({ 'content-length': '1000' });
      expect(await connection.closed()).toMatch(/^HTTP\/1\.1 401 /);
    });

    test('with a forged signature is rejected because of its announced length', async () => {
      begin({
        [SIGNATURE]: `v0=${'0'.repeat(64)}`,
        [TIME]: `${nowS()}`,
        'content-length': `${50 * MEGABYTE}`,
      });
      expect(await connection.closed()).toMatch(/^HTTP\/1\.1 413 /);
    });

    test('without an announced length is rejected after a megabyte', async () => {
      begin({ [SIGNATURE]: `v0=${'0'.repeat(64)}`, [TIME]: `${nowS()}`, 'transfer-encoding': 'chunked' });
      const chunk = `10000\r\n${'a'.repeat(0x10000)}\r\n`;
      for (let i = 0; i < 17; i++) connection.send(chunk);
      expect(await connection.closed()).toMatch(/^HTTP\/1\.1 413 /);
    });
  });

  test('of five megabytes is rejected, and the bot continues', async () => {
    const large = signedAnew(signed(), `text=${'a'.repeat(5 * MEGABYTE)}`, bot.sandbox.tokens.signingSecret);
    const status = await bot.sandbox.sendRaw(large).then(
      (reply) => reply.status,
      (error: NodeJS.ErrnoException) => error.code,
    );
    // Node may close the connection before the client has read the answer.
    expect([413, 'EPIPE', 'ECONNRESET']).toContain(status);
    expect((await bot.sandbox.sendRaw(signed())).status).toBe(200);
  });

  test('that is rejected is logged without its content', async () => {
    await bot.sandbox.sendRaw({ ...signed(0, 'another-secret-of-somebody'), body: 'text=hidden' });
    await bot.sandbox.sendRaw(withHeader(signed(), SIGNATURE, 'v1=hidden'));
    expect(bot.log.lines().filter(({ level }) => level === 40)).toHaveLength(2);
    expect(bot.log.text()).not.toContain('hidden');
  });

  test.each<[string, () => SlackRequest]>([
    ['is not signed', () => without(signed(), SIGNATURE)],
    ['is signed with another secret', () => signed(0, 'another-secret-of-somebody')],
  ])('that %s is logged once, however many arrive', async (_, make) => {
    for (let i = 0; i < 5; i++) expect((await bot.sandbox.sendRaw(make())).status).toBe(401);
    expect(bot.log.lines().filter(({ level }) => level === 40)).toHaveLength(1);
  });
});

describe('Over Socket Mode', () => {
  test('there is no /slack/events', async () => {
    const bot = await startSlackUnderTest({ transport: 'socket', answer: async () => saying('answer') });
    const { status } = await fetch(`${bot.url}/slack/events`, { method: 'POST' });
    await bot.stop();
    expect(status).toBe(404);
  });
});

const MEGABYTE = 1024 * 1024;

const withHeader = (request: SlackRequest, name: string, value: string): SlackRequest => ({
  ...request,
  headers: { ...request.headers, [name]: value },
});

const without = (request: SlackRequest, name: string): SlackRequest => ({
  ...request,
  headers: Object.fromEntries(Object.entries(request.headers).filter(([header]) => header !== name)),
});
