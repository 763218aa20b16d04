import { HOME_ACTIONS } from '../../../formatters';
import { shownIn } from '../../../sandbox/blockKit/readable';
import { objectsIn } from '../../../sandbox/json';
import { acknowledged, knownWith } from '../../helpers/incidents';
import {
  reporting,
  startTalkingBot,
  type TalkingBot,
  type TalkingBotOptions,
} from '../../helpers/talkingBot';

describe.each(['socket', 'http'] as const)('The Home tab over %s', (transport) => {
  let bot: TalkingBot;

  const start = async (options: TalkingBotOptions = {}) => {
    bot = await startTalkingBot({ transport, ...options });
    reporting(bot.kit, 'paper:docker', 'live:docker');
  };
  afterEach(() => bot.stop());

  const homeOf = (userId = 'U0OPERATOR') => {
    const home = bot.sandbox.world.views.home(userId);
    return home === null ? null : shownIn(objectsIn(home.body.blocks)).join('\n');
  };
  const opened = async (user = 'operator', userId = 'U0OPERATOR') => {
    await bot.sandbox.openHome(user);
    return bot.sandbox.until(() => homeOf(userId));
  };

  test('has a card for each trader, the alerts that are mine, my roles, and when it was read', async () => {
    await start();
    await bot.kit.know(knownWith({ ...acknowledged, acknowledgedBy: 'U0OPERATOR' }));
    const home = await opened();
    for (const text of [
      'paper docker',
      'live docker',
      'Your open alerts',
      'operator (mutes',
      'As of 2026-11-22',
    ])
      expect(home).toContain(text);
  });

  test('is made newer by Refresh, however often it is pressed', async () => {
    await start();
    await opened();
    reporting(bot.kit, 'shadow:docker');
    const where = { user: 'operator', in: 'home' } as const;
    await Promise.all([1, 2, 3].map(() => bot.sandbox.click(HOME_ACTIONS.refresh, where)));
    await bot.sandbox.until(() => homeOf()?.includes('shadow docker'));
  });

  test('is one sentence for somebody who may not view', async () => {
    await start({ roles: { viewers: ['U0OPERATOR'] } });
    const home = await opened('stranger', 'U0STRANGER');
    expect(home).toContain('Sorry, you are not allowed to see this.');
    expect(home).not.toContain('docker');
  });

  test('says that Redis cannot be read, and goes on with Refresh', async () => {
    await start();
    bot.kit.store.simulateOutage('unreachable');
    expect(await opened()).toContain('Redis cannot be reached');
    bot.kit.store.endOutage();
    await bot.sandbox.click(HOME_ACTIONS.refresh, { user: 'operator', in: 'home' });
    await bot.sandbox.until(() => homeOf()?.includes('paper docker'));
  });

  test.each([
    ['is limited', { ratelimited: true, retryAfterS: 1 } as const],
    ['fails', { status: 500 }],
  ])('is published in the end where views.publish %s at first', async (_, fault) => {
    await start();
    bot.sandbox.fail('views.publish', fault, { times: 1 });
    expect(await opened()).toContain('paper docker');
  });

  test('that Slack refuses is logged, and is not tried again', async () => {
    await start();
    bot.sandbox.fail('views.publish', { error: 'not_enabled' });
    await bot.sandbox.openHome('operator');
    await bot.sandbox.until(() =>
      bot.log.lines().find(({ msg }) => msg === 'home tab could not be published'),
    );
    expect(bot.sandbox.journal.calls('views.publish')).toHaveLength(1);
  });
});
