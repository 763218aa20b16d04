import type { SlackRequest } from '../../sandbox';
import { signedAnew } from '../helpers/signedRequests';
import { OPERATOR, type SlackUnderTest, saying, startSlackUnderTest } from '../helpers/slackUnderTest';

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

  const signed = (ageS = 0, secret?: string): SlackRequest =>
    bot.sandbox.signedCommand('/arb-status', 'words', OPERATOR, {
      timestampS: Math.floor(Date.now() / 1000) - ageS,
      ...(secret === undefined ? {} : { secret }),
    });

  test.each([0, 290, -290])('that Slack signed %s s ago is answered', async (ageS) => {
    const { status, body } = await bot.sandbox.sendRaw(signed(ageS));
    expect([status, JSON.parse(body).text, asked]).toEqual([200, 'answer', ['words']]);
  });

  test.each([
    ['signed with another secret', () => signed(0, 'another-secret-of-somebody')],
    ['signed six minutes ago', () => signed(360)],
    ['signed six minutes from now', () => signed(-360)],
    ['signed an hour from now', () => signed(-3_600)],
    ['without a signature', () => without(signed(), 'x-slack-signature')],
    ['without a time', () => without(signed(), 'x-slack-request-timestamp')],
    ['whose time is no number', () => withHeader(signed(), 'x-slack-request-timestamp', 'now')],
    ['whose signature is of another version', () => withHeader(signed(), 'x-slack-signature', 'v1=abc')],
    ['whose body was changed', () => ({ ...signed(), body: `${signed().body}&text=other` })],
  ])('%s gets 401, and reaches no command', async (_, make) => {
    expect((await bot.sandbox.sendRaw(make())).status).toBe(401);
    expect(asked).toEqual([]);
  });

  test('that is not the form of a command is refused, and the bot goes on', async () => {
    const { sandbox } = bot;
    const odd = signedAnew(signed(), 'payload={', sandbox.tokens.signingSecret);
    expect((await sandbox.sendRaw(odd)).status).toBe(400);
    expect((await sandbox.sendRaw(signed())).status).toBe(200);
  });

  test('of five megabytes is refused, and the bot goes on', async () => {
    const large = signedAnew(
      signed(),
      `text=${'a'.repeat(5 * 1024 * 1024)}`,
      bot.sandbox.tokens.signingSecret,
    );
    const status = await bot.sandbox.sendRaw(large).then(
      (reply) => reply.status,
      (error: NodeJS.ErrnoException) => error.code,
    );
    // Node may close the connection before the client has read the answer.
    expect([413, 'EPIPE', 'ECONNRESET']).toContain(status);
    expect((await bot.sandbox.sendRaw(signed())).status).toBe(200);
  });

  test.each(['GET', 'PUT'])('by %s is not found', async (method) => {
    expect((await fetch(`${bot.url}/slack/events`, { method })).status).toBe(404);
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

const withHeader = (request: SlackRequest, name: string, value: string): SlackRequest => ({
  ...request,
  headers: { ...request.headers, [name]: value },
});

const without = (request: SlackRequest, name: string): SlackRequest => ({
  ...request,
  headers: Object.fromEntries(Object.entries(request.headers).filter(([header]) => header !== name)),
});
