import { type Bot, createBot } from '../../../src/bot';
import { loadBotConfig } from '../../../src/config';
import { systemClock } from '../../../src/lib/clock';
import { type KeptLog, keptLog } from '../../helpers/log';
import { type RawSlack, startRawSlack } from '../../helpers/rawSlack';

describe('A frame that is none of Socket Mode', () => {
  let slack: RawSlack;
  let bot: Bot;
  let log: KeptLog;

  beforeEach(async () => {
    slack = await startRawSlack();
    log = keptLog();
    const tokens = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1', SLACK_API_URL: slack.apiUrl };
    const config = loadBotConfig({ ...tokens, REDIS_URL: 'memory:', PORT: '0' });
    bot = createBot(config, { clock: systemClock, log: log.log });
    await bot.start();
  });
  afterEach(async () => {
    await bot.stop();
    await slack.stop();
  });

  test.each([
    ['null', 'null'],
    ['no JSON', '}{'],
    ['bytes', Buffer.from([0xff, 0])],
    ['a word that the client uses to tell itself that it is disconnected', '{"type":"disconnected"}'],
    [
      'the same in an event',
      '{"type":"events_api","envelope_id":"a","payload":{"event":{"type":"disconnected"}}}',
    ],
    ['an event without a payload', '{"type":"events_api","envelope_id":"a"}'],
    ['a command without a payload', '{"type":"slash_commands","envelope_id":"a"}'],
  ])('is dropped, and the next command is answered by the same connection: %s', async (_, frame) => {
    slack.send(frame);
    const payload = {
      command: '/arb-status',
      text: 'help',
      user_id: 'U1',
      channel_id: 'C1',
      trigger_id: '1',
    };
    slack.send(JSON.stringify({ envelope_id: 'good', type: 'slash_commands', payload }));
    expect(await slack.acked('good')).toMatchObject({ response_type: 'ephemeral' });
    expect(await slack.connected()).toBe(1);
    expect(log.text()).toContain('unrecognized Socket Mode frame dropped');
  });
});
