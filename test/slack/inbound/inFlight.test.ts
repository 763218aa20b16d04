import type { CommandResponse } from '../../../commands/command';
import {
  type Deferred,
  deferred,
  type SlackUnderTest,
  saying,
  startSlackUnderTest,
} from '../../helpers/slackUnderTest';

const BUSY = 'too busy';

describe.each(['socket', 'http'] as const)(
  'With as many requests in flight as allowed, over %s',
  (transport) => {
    let bot: SlackUnderTest;
    let answers: Deferred<CommandResponse>[];

    beforeEach(async () => {
      answers = [];
      const answer = (): Promise<CommandResponse> => {
        const one = deferred<CommandResponse>();
        answers.push(one);
        return one.promise;
      };
      bot = await startSlackUnderTest({ transport, answer, maxConcurrent: 2 });
    });
    afterEach(async () => {
      for (const { resolve } of answers) resolve(saying('done'));
      await bot.stop();
    });

    const begun = (count: number) => bot.sandbox.until(() => answers.length >= count);

    test('a further command is rejected in its ack and not executed', async () => {
      void bot.command();
      void bot.command();
      await begun(2);
      const { ack } = await bot.command();
      expect(ack?.body).toMatchObject({ response_type: 'ephemeral', text: expect.stringContaining(BUSY) });
      expect(answers).toHaveLength(2);
      expect(bot.sandbox.journal.responses()).toEqual([]);
    });

    test('a command is answered again once another one is', async () => {
      const first = bot.command();
      void bot.command();
      await begun(2);
      answers[0]?.resolve(saying('done'));
      await first;
      const third = bot.command();
      await begun(3);
      answers[2]?.resolve(saying('the third'));
      expect((await third).ack?.body).toMatchObject({ text: 'the third' });
    });
  },
);
