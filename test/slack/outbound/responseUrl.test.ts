import type { Fault } from '../../../sandbox';
import { isSlackHost } from '../../../src/slack/outbound/responseUrl';
import { type SlackUnderTest, saying, startSlackUnderTest } from '../../helpers/slackUnderTest';

describe('An answer that goes to the response_url', () => {
  let bot: SlackUnderTest;

  beforeEach(async () => {
    const answer = () =>
      new Promise<ReturnType<typeof saying>>((resolve) => setTimeout(resolve, 20, saying('answer')));
    bot = await startSlackUnderTest({ transport: 'socket', answer, ackResponseDeadlineMs: 1 });
  });
  afterEach(() => bot.stop());

  const gaveUp = (): boolean => bot.log.lines().some(({ msg }) => msg === 'response failed');

  test.each<[string, Fault]>([
    ['answers 500', { status: 500 }],
    ['answers 429 with Retry-After', { ratelimited: true, retryAfterS: 1 }],
    ['drops the connection', { drop: true }],
  ])('is sent again when Slack %s, and seen once', async (_, fault) => {
    bot.sandbox.fail('response_url', fault, { times: 1 });
    await bot.command();
    await bot.sandbox.until(() => bot.shown().length > 0, 5_000);
    expect(bot.shown()).toEqual(['answer']);
  });

  test('is sent again when Slack takes it and then drops the connection, for twice is better than not at all', async () => {
    bot.sandbox.fail('response_url', { acceptThenDrop: true }, { times: 1 });
    await bot.command();
    await bot.sandbox.until(() => bot.sandbox.journal.responses().length === 2, 5_000);
    expect(bot.shown()).toEqual(['answer', 'answer']);
  });

  test('waits as long as Retry-After says', async () => {
    bot.sandbox.fail('response_url', { ratelimited: true, retryAfterS: 1 }, { times: 1 });
    await bot.command();
    await bot.sandbox.until(() => bot.sandbox.journal.responses().length === 2, 5_000);
    const [first, second] = bot.sandbox.journal.responses();
    expect(Number(second?.at) - Number(first?.at)).toBeGreaterThanOrEqual(990);
  });

  test('comes as a private message of its own when Slack refuses it, with what Slack said in the log', async () => {
    bot.sandbox.fail('response_url', { status: 404 });
    await bot.command();
    await bot.sandbox.until(() => bot.shown().length > 0);
    expect(bot.shown()).toEqual([expect.stringMatching(/comes as a message of its own[\s\S]*answer/)]);
    expect(bot.sandbox.seenBy('viewer', 'ops')).toEqual([]);
    expect(bot.sandbox.journal.responses()).toHaveLength(1);
    expect(bot.log.text()).toContain('Slack refused the answer: 404');
  });

  test('is given up after four tries, so that the url keeps a use', async () => {
    bot.sandbox.fail('response_url', { ratelimited: true, retryAfterS: 0 });
    await bot.command();
    await bot.sandbox.until(() => bot.shown().length > 0, 5_000);
    expect(bot.sandbox.journal.responses()).toHaveLength(4);
  });

  test('is a direct message where the bot is not in the channel', async () => {
    bot.sandbox.fail('response_url', { status: 404 });
    await bot.sandbox.command('/arb-status', '', { user: 'operator', channel: 'lounge' });
    await bot.sandbox.until(() => bot.sandbox.seenBy('operator', 'dm')[0]);
  });

  test('that nobody can be shown is in the log', async () => {
    bot.sandbox.fail('response_url', { status: 404 });
    bot.sandbox.fail('chat.postEphemeral', { error: 'fatal_error' });
    await bot.command();
    await bot.sandbox.until(gaveUp);
  });
});

describe('A response_url', () => {
  const SLACK = 'https://slack.com/api/';

  test.each([
    ['https://hooks.slack.com/commands/T1/2/3', SLACK],
    ['http://127.0.0.1:4321/commands/T1/2/3', 'http://127.0.0.1:4321/api/'],
    ['https://hooks.slack-gov.com/commands/T1/2/3', 'https://slack-gov.com/api/'],
  ])('%s is of Slack, where the Web API is %s', (url, apiUrl) => {
    expect(isSlackHost(url, apiUrl)).toBe(true);
  });

  test.each([
    'http://hooks.slack.com/commands/1',
    'https://hooks.slack.com.evil.example/commands/1',
    'https://hooks.slack.com@evil.example/commands/1',
    'https://evil.example/hooks.slack.com',
    'https://hooks.slack.com:8443/commands/1',
    'https://169.254.169.254/latest/meta-data',
    'file:///etc/passwd',
    'not an address',
    '',
  ])('%j is not of Slack, and gets nothing', (url) => {
    expect(isSlackHost(url, SLACK)).toBe(false);
  });
});
