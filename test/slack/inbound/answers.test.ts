import { ANSWER_ACTIONS } from '../../../formatters';
import type { Follow } from '../../../src/follow/followService';
import { addMs } from '../../../src/lib/time';
import { settableClock } from '../../helpers/clock';
import { recordedHistory } from '../../helpers/recordedHistory';
import {
  reporting,
  startTalkingBot,
  type TalkingBot,
  type TalkingBotOptions,
} from '../../helpers/talkingBot';
import { writeIteration } from '../../helpers/tuningState';

const { refresh, period, alerts, target, share, follow } = ANSWER_ACTIONS;
/** All of it is followed. */
const FOLLOWED: Follow = {
  start: async () => ({ kind: 'already', endsAt: null }),
  stop: async () => 'unknown',
};
const NOW = new Date('2026-11-22T03:02:00Z');
const anHour = recordedHistory(
  { from: addMs(NOW, -3_600_000), to: NOW, everyMs: 60_000, clock: settableClock(NOW) },
  () => ({ 'paper:docker': { totalBalance: 1_000 } }),
);
const OPS = { user: 'operator', channel: 'ops' };

describe.each(['socket', 'http'] as const)('A button of an answer over %s', (transport) => {
  let bot: TalkingBot;

  const start = async (options: TalkingBotOptions = {}) => {
    bot = await startTalkingBot({ transport, ...options });
    reporting(bot.kit, 'paper:docker', 'live:docker');
  };
  afterEach(() => bot.stop());

  const ask = async (command: string, text = '', place = OPS) => {
    const before = bot.seenBy(place.user).length;
    await bot.sandbox.command(command, text, place);
    return bot.sandbox.until(() =>
      bot
        .seenBy(place.user)
        .slice(before)
        .find(({ author }) => author === 'arbwatch'),
    );
  };
  const trades = (n: number) => bot.kit.store.set('paper:docker:arbitrage:stats:trades_total', String(n));
  const last = (user = 'operator') => bot.seenBy(user).at(-1);

  test('refreshes a private answer in place, however often it is pressed', async () => {
    await start();
    expect((await ask('/arb-status', 'paper docker')).shown).toContain('As of 2026-11-22 03:02');
    trades(8_123);
    const presses = await Promise.all([1, 2, 3].map(() => bot.sandbox.click(refresh, OPS)));
    expect(presses.map(({ failure }) => failure)).toEqual([null, null, null]);
    await bot.sandbox.until(() => last()?.shown.includes('8,123'));
    expect(bot.seenBy()).toHaveLength(1);
    expect(last()).toMatchObject({ ephemeral: true, edited: true });
  });

  test('refreshes a public answer for everybody, whoever presses', async () => {
    await start();
    await ask('/arb-status', 'paper docker public');
    trades(8_123);
    await bot.sandbox.click(refresh, { user: 'viewer', channel: 'ops' });
    await bot.sandbox.until(() => last()?.shown.includes('8,123'));
    expect(last('stranger')).toMatchObject({ ephemeral: false, shown: expect.stringContaining('8,123') });
  });

  test('of a public answer that asks for more answers who pressed alone', async () => {
    await start();
    const before = await ask('/arb-status', 'public');
    await bot.sandbox.click(alerts, { user: 'viewer', channel: 'ops' });
    const reply = await bot.sandbox.until(() => bot.seenBy('viewer').find(({ ephemeral }) => ephemeral));
    expect(reply.shown).toContain('No alert');
    expect(last()).toMatchObject({ ts: before.ts, edited: false });
  });

  test('opens a row of the overview', async () => {
    await start();
    await ask('/arb-status');
    await bot.sandbox.click(target, { ...OPS, value: '/arb-status live docker' });
    const reply = await bot.sandbox.until(() => bot.seenBy()[1]);
    expect(reply.shown).toContain('live docker');
  });

  test('changes nothing for whoever may not view, who is told whom to ask', async () => {
    await start({ roles: { viewers: ['U0OPERATOR'] } });
    const before = await ask('/arb-status', 'paper docker public');
    trades(8_123);
    await bot.sandbox.click(refresh, { user: 'stranger', channel: 'ops' });
    const reply = await bot.sandbox.until(() => bot.seenBy('stranger').find(({ ephemeral }) => ephemeral));
    expect(reply.shown).toContain('Sorry, you are not allowed');
    expect(last()).toMatchObject({ ts: before.ts, edited: false });
  });

  test.each([
    ['Refresh', refresh, '/arb-status', 'paper docker', 'paper docker'],
    ['24 h', period, '/arb-status', 'paper docker', 'Balance change, last 24 h'],
    ['Open alerts', alerts, '/arb-status', 'paper docker', 'No alert'],
    ['a row of the overview', target, '/arb-status', '', 'live docker'],
    ['Share to channel', share, '/arb-tuning', 'sweep', 'sweep'],
    ['Follow', follow, '/arb-tuning', 'sweep', 'is followed in this channel already'],
  ])(
    '%s is answered though its response_url has expired, with why',
    async (_, action, command, text, says) => {
      await start({ history: anHour, follow: FOLLOWED });
      writeIteration(bot.kit.store, 1, { session: 'sweep' });
      await ask(command, text);
      bot.sandbox.fail('response_url', { error: 'expired_url', status: 404 });
      await bot.sandbox.click(action, OPS);
      const reply = await bot.sandbox.until(() => bot.seenBy()[1]);
      expect(reply).toMatchObject({ ephemeral: true, shown: expect.stringContaining('message of its own') });
      expect(reply.shown).toContain(says);
    },
  );

  test('leaves the answer as it is while Redis cannot be read, and says so', async () => {
    await start();
    const { shown } = await ask('/arb-status', 'paper docker');
    bot.kit.store.simulateOutage('unreachable');
    await bot.sandbox.click(refresh, OPS);
    const reply = await bot.sandbox.until(() => bot.seenBy()[1]);
    expect(reply.shown).toContain('Redis cannot be reached');
    expect(bot.seenBy()[0]?.shown).toBe(shown);
  });

  test('has no time to look back at where no history is kept', async () => {
    await start();
    await ask('/arb-status', 'paper docker');
    await expect(bot.sandbox.click(period, OPS)).rejects.toThrow('No element');
  });
});
