import { type BotUnderTest, startBotUnderTest } from '../helpers/botUnderTest';
import { eventually } from '../helpers/eventually';
import { pressPayload, sendEnvelope } from '../helpers/forgedRequests';

const OPERATOR = { user: 'operator', channel: 'ops' };

describe('An envelope of Socket Mode', () => {
  let bot: BotUnderTest;
  const rejected: unknown[] = [];
  const onRejection = (error: unknown): void => void rejected.push(error);

  beforeAll(async () => {
    process.on('unhandledRejection', onRejection);
    bot = await startBotUnderTest({ redisUrl: 'memory:' });
  });
  afterAll(async () => {
    await bot.stop();
    process.off('unhandledRejection', onRejection);
  });

  const press = () => pressPayload(bot.slack, { action_id: 'incident:acknowledge', value: 'x' });

  test.each<[string, 'slash_commands' | 'interactive' | 'events_api', () => Record<string, unknown>]>([
    ['with nothing in it', 'slash_commands', () => ({})],
    [
      'of a command that there is not',
      'slash_commands',
      () => ({ command: '/rm', text: '-rf', user_id: 'U1', channel_id: 'C1' }),
    ],
    [
      'of a command with numbers for words',
      'slash_commands',
      () => ({ command: '/arb-status', text: 5, user_id: 6, channel_id: [] }),
    ],
    ['of a command with no words', 'slash_commands', () => ({ command: '/arb-status' })],
    ['of a press with no actions', 'interactive', () => ({ ...press(), actions: [] })],
    ['of a press by nobody', 'interactive', () => ({ ...press(), user: {} })],
    ['of a press whose action is a number', 'interactive', () => ({ ...press(), actions: [5] })],
    ['of a press without a name', 'interactive', () => ({ ...press(), actions: [{ type: 'button' }] })],
    [
      'of a view that was never opened',
      'interactive',
      () => ({ ...press(), type: 'view_submission', view: { callback_id: 'x', state: {} } }),
    ],
    [
      'of a shortcut that there is not',
      'interactive',
      () => ({ ...press(), type: 'shortcut', callback_id: 'x' }),
    ],
    ['of a type that there is not', 'interactive', () => ({ type: '__proto__', constructor: 1 })],
    [
      'of an event that nobody asked for',
      'events_api',
      () => ({
        type: 'event_callback',
        event_id: 'E1',
        event: { type: 'message', text: '/arb-alerts test' },
      }),
    ],
    ['of an event without one', 'events_api', () => ({ type: 'event_callback', event: { type: 5 } })],
  ])('%s has no effect, and the bot continues', async (_, type, payload) => {
    const logged = bot.log.text().length;
    const posts = bot.slack.journal.calls('chat.postMessage').length;
    // It may be that nobody acks it: Slack gives up after 3 s, and so need not be waited for.
    void sendEnvelope(bot.slack, type, payload() as never);
    const { ack, failure } = await bot.slack.command('/arb-status', '', OPERATOR);
    expect([failure, JSON.stringify(ack?.body)]).toEqual([null, expect.stringContaining('blocks')]);
    expect(bot.slack.journal.calls('chat.postMessage')).toHaveLength(posts);
    expect(rejected).toEqual([]);
    expect(bot.log.text().slice(logged)).not.toMatch(/"msg":"(command|action) failed"/);
  });

  test.each(
    [
      'http://hooks.slack.com/commands/T1/1/2',
      'https://hooks.slack.com.evil.example/commands/T1/1/2',
      'https://hooks.slack.com@evil.example/commands/T1/1/2',
      'https://evil.example/?https://hooks.slack.com/',
      'https://evil.example#hooks.slack.com',
      'https://hooks.slack.com:8443/commands/T1/1/2',
      'https://HOOKS.SLACK.COM.evil.example/',
      'https://10.0.0.1/',
      'https://[::1]/',
      'http://localhost:6379/',
      'http://127.1/',
      'http://169.254.169.254/latest/meta-data/',
      'gopher://127.0.0.1:6379/_FLUSHALL',
      'file:///etc/passwd',
      'data:text/plain,x',
      'javascript:alert(1)',
      '//evil.example/',
      '',
      'x'.repeat(10_000),
    ].map((url, i) => ({ i, url, label: JSON.stringify(url).slice(0, 60) })),
  )('with the response_url $label gets no answer', async ({ i, url }) => {
    const told = 'the response_url is not an address of Slack';
    const before = bot.log.text().split(told).length;
    const answered = bot.slack.journal.responses().length;
    // Of a message of its own each: a press that is repeated before its answer does nothing.
    const container = { type: 'message', message_ts: `1795316400.${100_000 + i}` };
    await sendEnvelope(bot.slack, 'interactive', {
      ...press(),
      container,
      trigger_id: url,
      response_url: url,
    });
    if (url !== '') await eventually(() => bot.log.text().split(told).length > before, 'the log tells of it');
    expect(bot.slack.journal.responses()).toHaveLength(answered);
  });
});
