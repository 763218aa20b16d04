import { ephemeral } from '../../../commands/command';
import { charted } from '../../helpers/chartedMessages';
import { settableClock } from '../../helpers/clock';
import { type SlackUnderTest, startSlackUnderTest } from '../../helpers/slackUnderTest';

const CHART = 'data_visualization';

let bot: SlackUnderTest;
beforeEach(async () => {
  bot = await startSlackUnderTest({
    transport: 'socket',
    clock: settableClock(new Date()),
    answer: async (text) => ephemeral(charted(text)),
  });
});
afterEach(() => bot.stop());

/** Types the command, and waits for its answer: how it came, and the blocks that it has. */
async function answerTo(text: string): Promise<[how: string, types: unknown[]]> {
  const { ack, failure } = await bot.command(text);
  expect(failure).toBeNull();
  const seen = () => bot.sandbox.seenBy('operator', 'ops').find((one) => one.text === text);
  const answer = await bot.sandbox.until(seen);
  // Slack's answer reaches the bot after the message reaches the reader.
  await bot.sandbox.until(() => bot.newBlocks.isTaken(bot.newBlocks.prepared(charted())) || null);
  return [ack?.body === null ? 'by the response_url' : 'in the ack', answer.blocks.map(({ type }) => type)];
}

test('An answer with a chart is not in the ack until Slack has taken one, for a refused ack is lost', async () => {
  expect(await answerTo('first')).toEqual(['by the response_url', ['rich_text', CHART]]);
  expect(await answerTo('second')).toEqual(['in the ack', ['rich_text', CHART]]);
});

test('An answer whose chart is refused comes without it, and the next ones are in the ack', async () => {
  bot.sandbox.refuseBlocks([CHART]);
  expect(await answerTo('first')).toEqual(['by the response_url', ['rich_text']]);
  expect(await answerTo('second')).toEqual(['in the ack', ['rich_text']]);
});

test('An answer by 👀 whose chart is refused comes without it', async () => {
  await bot.stop();
  bot = await startSlackUnderTest({
    transport: 'socket',
    answer: async () => ephemeral(charted()),
    onReaction: async () => ephemeral(charted('seen')),
  });
  bot.sandbox.refuseBlocks([CHART]);
  const { ts } = bot.sandbox.world.post({ channel: 'C0OPS', author: 'U0ARBWATCH', text: 'alert' });
  await bot.sandbox.react('eyes', { user: 'operator', channel: 'ops', ts });
  await bot.sandbox.until(() => bot.shown().includes('seen'));
});

test('Readiness names the blocks that Slack refuses', async () => {
  bot.sandbox.refuseBlocks([CHART]);
  await answerTo('first');
  const { ready, detail } = await bot.slack.readiness();
  expect([ready, detail]).toEqual([
    true,
    expect.stringContaining('it refuses data_visualization blocks since'),
  ]);
});
