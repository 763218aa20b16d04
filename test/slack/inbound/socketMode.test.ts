import type { Fault } from '../../../sandbox';
import { eventually } from '../../helpers/eventually';
import { type SlackUnderTest, saying, startSlackUnderTest } from '../../helpers/slackUnderTest';

describe('A Socket Mode connection', () => {
  let bot: SlackUnderTest;
  const unhandled: unknown[] = [];
  const note = (error: unknown): void => void unhandled.push(error);

  beforeEach(async () => {
    unhandled.length = 0;
    process.on('unhandledRejection', note);
    bot = await startSlackUnderTest({ transport: 'socket', answer: async () => saying('answer') });
  });
  afterEach(async () => {
    await bot.stop();
    process.off('unhandledRejection', note);
    expect(unhandled).toEqual([]);
  });

  const openedTimes = (): number =>
    bot.sandbox.journal.sockets().filter(({ event }) => event === 'opened').length;
  const connectedAgain = (times: number): Promise<void> =>
    eventually(
      async () =>
        openedTimes() === times && bot.sandbox.connections === 1 && (await bot.slack.readiness()).ready,
      `the bot is connected for the ${times}. time, once`,
    );
  const answers = async (): Promise<boolean> => (await bot.command()).failure === null;

  test.each(['refresh_requested', 'link_disabled'] as const)(
    'that Slack asks to give up (%s) is followed by another at once',
    async (reason) => {
      bot.sandbox.disconnect(reason);
      await connectedAgain(2);
      expect(await answers()).toBe(true);
      expect(bot.log.lines().filter(({ level }) => level >= 40)).toEqual([]);
    },
  );

  test('that is cut is followed by another', async () => {
    bot.sandbox.dropConnections();
    await connectedAgain(2);
    expect(await answers()).toBe(true);
  });

  test('is not ready while it is broken', async () => {
    bot.sandbox.refuseConnections(true);
    bot.sandbox.dropConnections();
    await eventually(
      async () => !(await bot.slack.readiness()).ready,
      'the bot knows that it is not connected',
    );
    expect(await bot.slack.readiness()).toEqual({
      ready: false,
      detail: 'the connection to Slack is broken',
    });
    bot.sandbox.refuseConnections(false);
    await connectedAgain(2);
  });

  test.each<[string, Fault]>([
    ['answers 500', { status: 500 }],
    ['drops the connection', { drop: true }],
    ['says ratelimited', { ratelimited: true, retryAfterS: 1 }],
    ['says internal_error', { error: 'internal_error' }],
    ['says that the token is invalid, for once', { error: 'invalid_auth' }],
  ])('comes back when apps.connections.open %s on the way', async (_, fault) => {
    bot.sandbox.fail('apps.connections.open', fault, { times: 1 });
    bot.sandbox.dropConnections();
    await connectedAgain(2);
    expect(await answers()).toBe(true);
  });

  test('reconnects after several WebSockets were rejected', async () => {
    bot.sandbox.refuseConnections(true);
    bot.sandbox.dropConnections();
    const refused = (): number =>
      bot.sandbox.journal.sockets().filter(({ event }) => event === 'refused').length;
    await eventually(() => refused() >= 2, 'two WebSockets were refused');
    bot.sandbox.refuseConnections(false);
    await connectedAgain(2);
    expect(await answers()).toBe(true);
  });

  test('that does not last is opened again with longer and longer pauses', async () => {
    const stopDropping = bot.sandbox.journal.onRecord((record) => {
      if (record.kind === 'socket' && record.event === 'opened')
        setImmediate(() => bot.sandbox.dropConnections());
    });
    bot.sandbox.dropConnections();
    const pauses = (): unknown[] =>
      bot.log.lines().flatMap(({ failures }) => (failures === undefined ? [] : [failures]));
    await eventually(() => pauses().length >= 2, 'the bot paused twice');
    stopDropping();
    expect(pauses().slice(0, 2)).toEqual([2, 3]);
  });
});
