import { HOME_ACTIONS } from '../../../formatters';
import { shownIn } from '../../../sandbox/blockKit/readable';
import { objectsIn } from '../../../sandbox/json';
import { startTalkingBot, type TalkingBot, type TalkingBotOptions } from '../../helpers/talkingBot';

const HOME = { user: 'operator', in: 'home' } as const;

describe.each(['socket', 'http'] as const)('The form of my settings over %s', (transport) => {
  let bot: TalkingBot;
  afterEach(() => bot.stop());

  const homeOf = () => {
    const home = bot.sandbox.world.views.home('U0OPERATOR');
    return home === null ? '' : shownIn(objectsIn(home.body.blocks)).join('\n');
  };
  const isOpen = () => bot.sandbox.world.views.top('U0OPERATOR') !== null;
  const opened = async (options: TalkingBotOptions = {}) => {
    bot = await startTalkingBot({ transport, ...options });
    await bot.sandbox.openHome('operator');
    await bot.sandbox.until(homeOf);
    await bot.sandbox.click(HOME_ACTIONS.settings, HOME);
    await bot.sandbox.until(isOpen);
  };
  const stored = async () => JSON.parse((await bot.kit.deps.botStore.people()).get('U0OPERATOR') ?? 'null');

  test('stores what is filled in, and the Home tab shows it', async () => {
    await opened();
    const { errors, failure } = await bot.sandbox.submit('operator', {
      language: 'en',
      zone: 'asia/seoul',
      severities: ['critical', 'warning'],
      targets: 'live, paper docker',
      from: '23:00',
      to: '07:00',
    });
    expect([errors, failure]).toEqual([null, null]);
    expect(await stored()).toEqual({
      version: 1,
      language: 'en',
      zone: 'Asia/Seoul',
      send: { severities: ['critical', 'warning'], targets: ['live:*', '*/live:*', 'paper:docker'] },
      quiet: { from: 1_380, to: 420 },
    });
    await bot.sandbox.until(() =>
      homeOf().includes('Direct messages: critical and warning alerts of live, paper docker'),
    );
    expect(isOpen()).toBe(false);
  });

  test('says what is wrong at each field, stores nothing, and stays open', async () => {
    await opened();
    const { errors } = await bot.sandbox.submit('operator', {
      zone: 'Mars',
      targets: 'everything',
      from: '23:00',
    });
    expect(errors).toMatchObject({
      zone: expect.stringContaining('Mars is no time zone; expected'),
      targets: expect.stringContaining('everything is no severity and no target'),
      to: expect.stringContaining('are no hours of a day'),
    });
    expect(await stored()).toBeNull();
    expect(isOpen()).toBe(true);
  });

  test('holds what was set, and what is emptied ends', async () => {
    await opened();
    await bot.sandbox.submit('operator', { zone: 'Asia/Seoul', severities: ['critical'] });
    await bot.sandbox.click(HOME_ACTIONS.settings, HOME);
    await bot.sandbox.until(isOpen);
    await bot.sandbox.submit('operator', { zone: '' });
    expect(await stored()).toMatchObject({ zone: null, send: { severities: ['critical'] } });
  });

  test('says that nothing can be stored while Redis is away', async () => {
    await opened();
    bot.kit.store.simulateOutage('unreachable');
    const { errors } = await bot.sandbox.submit('operator', { zone: 'Asia/Seoul' });
    expect(errors).toMatchObject({ language: expect.stringContaining('Redis') });
    bot.kit.store.endOutage();
  });

  test('that opens too late can be opened again', async () => {
    bot = await startTalkingBot({ transport });
    await bot.sandbox.openHome('operator');
    await bot.sandbox.until(homeOf);
    bot.sandbox.fail('views.open', { error: 'expired_trigger_id' }, { times: 1 });
    await bot.sandbox.click(HOME_ACTIONS.settings, HOME);
    await bot.sandbox.until(() => bot.log.lines().some(({ msg }) => msg === 'form could not be opened'));
    await bot.sandbox.click(HOME_ACTIONS.settings, HOME);
    await bot.sandbox.until(isOpen);
  });
});
