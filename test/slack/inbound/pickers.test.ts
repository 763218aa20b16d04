import { ANSWER_ACTIONS, NO_WORD } from '../../../formatters';
import { shownIn } from '../../../sandbox/blockKit/readable';
import { objectsIn } from '../../../sandbox/json';
import {
  reporting,
  startTalkingBot,
  type TalkingBot,
  type TalkingBotOptions,
} from '../../helpers/talkingBot';

const OPS = { user: 'operator', channel: 'ops' };
const { choose } = ANSWER_ACTIONS;

describe.each(['socket', 'http'] as const)('The form in which a command is chosen, over %s', (transport) => {
  let bot: TalkingBot;
  afterEach(() => bot.stop());

  const start = async (options: TalkingBotOptions = {}) => {
    bot = await startTalkingBot({ transport, ...options });
    reporting(bot.kit, 'paper:docker', 'live:docker');
  };
  const answers = (user = 'operator') =>
    bot.seenBy(user).filter(({ author, ephemeral }) => author === 'arbwatch' && ephemeral);
  const ask = async (command: string, text = '') => {
    const before = answers().length;
    await bot.sandbox.command(command, text, OPS);
    await bot.sandbox.until(() => answers().length > before);
  };
  const isOpen = () => bot.sandbox.world.views.top('U0OPERATOR') !== null;
  const form = () => {
    const view = bot.sandbox.world.views.top('U0OPERATOR');
    return view === null ? '' : shownIn(objectsIn(view.body.blocks)).join('\n');
  };
  const opened = async (command: string, text = '') => {
    await ask(command, text);
    await bot.sandbox.click(choose, OPS);
    await bot.sandbox.until(isOpen);
  };
  /** What stands there after what is there now. */
  const next = async (act: () => Promise<unknown>) => {
    const before = answers().length;
    await act();
    return (await bot.sandbox.until(() => answers()[before]))?.shown;
  };

  test('answers the same as what is typed, and closes', async () => {
    await start();
    await opened('/arb-status');
    const chosen = await next(() =>
      bot.sandbox.submit('operator', { subject: 'paper docker', period: NO_WORD }),
    );
    expect(isOpen()).toBe(false);
    expect(chosen).toBe(await next(() => bot.sandbox.command('/arb-status', 'paper docker', OPS)));
  });

  test('stands below the answer to a word that does not fit, and begins with all traders', async () => {
    await start();
    await opened('/arb-positions', 'nowhere');
    expect(form()).toContain('All traders');
    const chosen = await next(() => bot.sandbox.submit('operator', {}));
    expect(chosen).toBe(await next(() => bot.sandbox.command('/arb-positions', '', OPS)));
  });

  test('that was opened too late says what to do instead', async () => {
    await start();
    await ask('/arb-status');
    bot.sandbox.fail('views.open', { error: 'expired_trigger_id' }, { times: 1 });
    expect(await next(() => bot.sandbox.click(choose, OPS))).toContain('did not open the form in time');
    await bot.sandbox.click(choose, OPS);
    await bot.sandbox.until(isOpen);
  });

  test('is answered apart where the place in which it was asked takes nothing more', async () => {
    await start();
    await opened('/arb-status');
    bot.sandbox.fail('response_url', { error: 'expired_url', status: 404 });
    const chosen = await next(() => bot.sandbox.submit('operator', { subject: 'paper docker' }));
    expect(chosen).toContain('comes as a message of its own');
    expect(chosen).toContain('paper docker');
  });

  test('opens for viewers alone', async () => {
    await start({ roles: { viewers: ['U0OPERATOR'] } });
    await bot.sandbox.command('/arb-status', 'public', OPS);
    await bot.sandbox.until(() => bot.seenBy('stranger').length > 0);
    await bot.sandbox.click(choose, { user: 'stranger', channel: 'ops' });
    const [refused] = await bot.sandbox.until(() => {
      const all = answers('stranger');
      return all.length > 0 ? all : null;
    });
    expect(refused?.shown).toContain('you are not allowed to see this');
    expect(bot.sandbox.world.views.top('U0STRANGER')).toBeNull();
  });

  test('says so where there is no session to choose, and where Redis cannot be read', async () => {
    await start();
    await ask('/arb-tuning', 'x y z');
    expect(await next(() => bot.sandbox.click(choose, OPS))).toContain('no tuning session');
    bot.kit.store.simulateOutage('unreachable');
    expect(await next(() => bot.sandbox.click(choose, OPS))).toContain('Redis cannot be reached');
    bot.kit.store.endOutage();
  });
});
