import { WebClient } from '@slack/web-api';
import { shownIn } from '../../../sandbox/blockKit/readable';
import { objectsIn } from '../../../sandbox/json';
import { encodeMessageRef } from '../../../src/notify/model/codec';
import { knownWith, open } from '../../helpers/incidents';
import {
  reporting,
  startTalkingBot,
  type TalkingBot,
  type TalkingBotOptions,
} from '../../helpers/talkingBot';

const OPERATOR = { user: 'operator' };
const OPS = { user: 'operator', channel: 'ops' };

describe.each(['socket', 'http'] as const)('A shortcut over %s', (transport) => {
  let bot: TalkingBot;

  const start = async (options: TalkingBotOptions = {}) => {
    bot = await startTalkingBot({ transport, ...options });
    reporting(bot.kit, 'paper:docker', 'live:docker');
  };
  afterEach(() => bot.stop());

  const modalOf = (userId = 'U0OPERATOR') => {
    const view = bot.sandbox.world.views.top(userId);
    return view === null ? null : shownIn(objectsIn(view.body.blocks)).join('\n');
  };
  /** Posts a message of the bot; with an incident, it is that one's. */
  const posted = async (incident = open) => {
    const { tokens, apiUrl } = bot.sandbox;
    const client = new WebClient(tokens.bot, { slackApiUrl: apiUrl });
    const { ts = '' } = await client.chat.postMessage({ channel: 'C0OPS', text: 'Down' });
    await bot.kit.know(knownWith(incident));
    const { version = 0 } = (await bot.kit.alertStore.load()) ?? {};
    const ref = { channel: 'C0OPS', ts, revision: 1, coveredUntil: null, staleMessages: [] };
    await bot.kit.alertStore.commit({
      ...{ from: version, records: new Map(), enqueue: [], cancel: [], audit: [] },
      messages: [{ incidentId: incident.id, text: encodeMessageRef(ref) }],
    });
    return ts;
  };
  const answered = (user = 'operator', channel = 'ops') =>
    bot.sandbox.until(() => bot.seenBy(user, channel).find(({ ephemeral }) => ephemeral === true));

  test('explains the alert it is used on, as /arb-alerts why does, to who used it alone', async () => {
    await start();
    const ts = await posted();
    await bot.sandbox.shortcut('alert:explain', { ...OPS, ts });
    const { shown } = await answered();
    expect(shown).toContain('paper docker');
    expect(shown).toBe((await bot.kit.ask('/arb-alerts why paper docker')).shown);
  });

  test('on a message that is no alert says so', async () => {
    await start();
    const ts = (await bot.sandbox.say('lunch?', OPS)).ts ?? '';
    await bot.sandbox.shortcut('alert:explain', { ...OPS, ts });
    expect((await answered()).text).toContain('This message is no alert of arbwatch');
  });

  test('shows the whole fleet in a modal', async () => {
    await start();
    await bot.sandbox.shortcut('fleet:status', OPERATOR);
    const shown = await bot.sandbox.until(() => (modalOf()?.includes('docker') ? modalOf() : null));
    for (const text of ['paper docker', 'live docker']) expect(shown).toContain(text);
  });

  test('tells who may not view, and no more', async () => {
    await start({ roles: { viewers: ['U0OPERATOR'] } });
    await bot.sandbox.shortcut('fleet:status', { user: 'stranger' });
    const shown = await bot.sandbox.until(() =>
      modalOf('U0STRANGER')?.includes('not allowed') ? modalOf('U0STRANGER') : null,
    );
    expect(shown).not.toContain('docker');
  });

  test.each(['expired_trigger_id', 'exchanged_trigger_id'])(
    'whose trigger Slack refuses as %s is answered as a direct message',
    async (error) => {
      await start();
      bot.sandbox.fail('views.open', { error });
      await bot.sandbox.shortcut('fleet:status', OPERATOR);
      const message = await bot.sandbox.until(() => bot.seenBy('operator', 'dm')[0]);
      expect(message.shown).toContain('paper docker');
    },
  );

  test('whose modal was closed meanwhile logs no error', async () => {
    await start();
    bot.sandbox.fail('views.update', { error: 'not_found' });
    await bot.sandbox.shortcut('fleet:status', OPERATOR);
    await bot.sandbox.until(() =>
      bot.log.lines().some(({ msg }) => msg === 'modal was closed before its answer was there'),
    );
    expect(bot.log.lines().filter(({ level }) => level >= 50)).toEqual([]);
  });

  test('is filled in the end where views.update is limited at first', async () => {
    await start();
    bot.sandbox.fail('views.update', { ratelimited: true, retryAfterS: 1 }, { times: 1 });
    await bot.sandbox.shortcut('fleet:status', OPERATOR);
    await bot.sandbox.until(() => modalOf()?.includes('paper docker'));
  });

  test('that this version does not know is answered', async () => {
    await start();
    await bot.sandbox.shortcut('fleet:panic', OPERATOR);
    await bot.sandbox.until(() => modalOf()?.includes('arbwatch'));
  });
});
