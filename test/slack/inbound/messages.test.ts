import { WebClient } from '@slack/web-api';
import { encodeMessageRef } from '../../../src/notify/model/codec';
import { knownWith, open } from '../../helpers/incidents';
import {
  reporting,
  startTalkingBot,
  type TalkingBot,
  type TalkingBotOptions,
} from '../../helpers/talkingBot';

const OPS = { user: 'operator', channel: 'ops' };
const DM = { user: 'operator', channel: 'dm' };

describe.each(['socket', 'http'] as const)('What people write over %s', (transport) => {
  let bot: TalkingBot;

  const start = async (options: TalkingBotOptions = {}) => {
    bot = await startTalkingBot({ transport, ...options });
    reporting(bot.kit, 'paper:docker', 'live:docker');
  };
  afterEach(() => bot.stop());

  /** What the bot says next to what is written there. */
  const mention = async (text: string, place: { user: string; channel: string; threadTs?: string } = OPS) => {
    const before = fromBot(place).length;
    const { ts } = await bot.sandbox.mention(text, place);
    const reply = await bot.sandbox.until(() => fromBot(place)[before]);
    return { ...reply, askedIn: place.threadTs ?? ts };
  };
  const fromBot = ({ user, channel }: { user: string; channel: string }) =>
    bot.seenBy(user, channel).filter(({ author }) => author === 'arbwatch');
  /** Everything that was written before has been dealt with once this is answered. */
  const settled = async () => {
    const before = fromBot(DM).length;
    await bot.sandbox.say('help', DM);
    await bot.sandbox.until(() => fromBot(DM)[before]);
  };

  test('with its name is answered in the thread, for all to see, in the words of the command', async () => {
    await start();
    const reply = await mention('status paper docker?');
    expect(reply).toMatchObject({ ephemeral: false, threadTs: reply.askedIn });
    await bot.sandbox.command('/arb-status', 'paper docker', OPS);
    const answer = await bot.sandbox.until(() => fromBot(OPS)[1]);
    expect(`${reply.shown}\nShare to channel`).toBe(answer.shown);
  });

  test.each([
    ['positions', 'looks through Redis for records'],
    ['alerts', 'No successful check yet'],
    ['pnl', 'history'],
    ['/arb-tuning', 'tuning session'],
    ['tuning 80a9', '80a9'],
  ])('%s is answered', async (text, expected) => {
    await start();
    expect((await mention(text)).shown).toContain(expected);
  });

  test('as a direct message is answered there', async () => {
    await start();
    await bot.sandbox.say('status paper docker', DM);
    const reply = await bot.sandbox.until(() => fromBot(DM)[0]);
    expect(reply).toMatchObject({
      ephemeral: false,
      threadTs: null,
      shown: expect.stringContaining('paper docker'),
    });
  });

  test('with a word that nobody knows is answered to who wrote it, with the nearest that can be asked', async () => {
    await start();
    const reply = await mention('statsu paper');
    expect(reply).toMatchObject({ ephemeral: true, threadTs: reply.askedIn });
    expect(reply.shown).toContain('Did you mean status?');
    expect(bot.seenBy('viewer').filter(({ author }) => author === 'arbwatch')).toEqual([]);
  });

  test('by somebody who may not view is refused in private', async () => {
    await start({ roles: { viewers: ['U0VIEWER'], operators: [] } });
    const reply = await mention('status', { user: 'stranger', channel: 'ops' });
    expect(reply).toMatchObject({
      ephemeral: true,
      shown: expect.stringContaining('not allowed to see this'),
    });
  });

  test('in the thread of an alert is about its trader', async () => {
    await start();
    const { kit } = bot;
    await kit.know(knownWith(open));
    const client = new WebClient(bot.sandbox.tokens.bot, { slackApiUrl: bot.sandbox.apiUrl });
    const { ts = '' } = await client.chat.postMessage({ channel: 'C0ALERTS', text: 'Down: paper docker' });
    const { version = 0 } = (await kit.alertStore.load()) ?? {};
    const ref = { channel: 'C0ALERTS', ts, revision: 1, coveredUntil: null, staleMessages: [] };
    await kit.alertStore.commit({
      ...{ from: version, records: new Map(), enqueue: [], cancel: [], audit: [] },
      messages: [{ incidentId: open.id, text: encodeMessageRef(ref) }],
    });
    const place = { user: 'operator', channel: 'trading-alerts', threadTs: ts };
    for (const text of ['status?', '']) {
      const reply = await mention(text, place);
      expect(reply).toMatchObject({ threadTs: ts, shown: expect.stringContaining('paper docker') });
      expect(reply.shown).not.toContain('live docker');
    }
  });

  test('is answered once when Slack tells of it again, and not at all when it is edited, or by a bot', async () => {
    await start();
    await mention('status');
    const record = bot.sandbox.journal.envelopes().at(-1);
    if (record !== undefined) await bot.sandbox.repeat(record);
    const written = {
      user: 'U0OPERATOR',
      text: '<@U0ARBWATCH> status',
      channel: 'C0OPS',
      ts: '1795316500.000100',
    };
    const inDm = { type: 'message', channel_type: 'im', channel: 'D0OPERATOR' };
    for (const event of [
      { type: 'app_mention', edited: { user: 'U0OPERATOR', ts: '1795316500.000200' } },
      { type: 'app_mention', user: 'U0OTHERBOT', bot_id: 'B0OTHERBOT' },
      { ...inDm, user: 'U0ARBWATCH', bot_id: 'B0ARBWATCH' },
      { ...inDm, subtype: 'message_changed' },
      { type: 'message', channel_type: 'channel' },
      { type: 'app_mention', user: undefined },
    ])
      await bot.sandbox.event({ ...written, ...event });
    await settled();
    expect(fromBot(OPS).filter(({ threadTs }) => threadTs !== null)).toHaveLength(1);
  });

  test('is posted once the rate limit is over', async () => {
    await start();
    bot.sandbox.fail('chat.postMessage', { ratelimited: true, retryAfterS: 1 }, { times: 1 });
    expect((await mention('status')).shown).toContain('paper docker');
  });

  test('without the scopes is not heard, and commands work', async () => {
    await start({ sandbox: { scopes: ['commands', 'chat:write'] } });
    expect((await bot.sandbox.mention('status', OPS)).delivery).toBeNull();
    expect((await bot.sandbox.say('status', DM)).delivery).toBeNull();
    expect((await bot.sandbox.command('/arb-status', '', OPS)).failure).toBeNull();
  });
});

test('A command that the Slack app has and this version does not is answered, with the nearest, and logged', async () => {
  const bot = await startTalkingBot({ sandbox: { commands: ['/arb-stats'] } });
  await bot.sandbox.command('/arb-stats', 'paper', OPS);
  expect(bot.seenBy()[0]?.shown).toContain('does not know /arb-stats. Did you mean /arb-status?');
  expect(bot.log.lines()).toContainEqual(
    expect.objectContaining({ msg: 'unknown command', command: '/arb-stats' }),
  );
  await bot.stop();
});
