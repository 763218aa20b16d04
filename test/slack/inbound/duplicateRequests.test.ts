import { DuplicateRequestFilter } from '../../../src/slack/inbound/duplicateRequests';
import { settableClock } from '../../helpers/clock';
import { signedAnew } from '../../helpers/signedRequests';
import { OPERATOR, type SlackUnderTest, saying, startSlackUnderTest } from '../../helpers/slackUnderTest';

describe.each(['socket', 'http'] as const)('A command that comes again over %s', (transport) => {
  let bot: SlackUnderTest;
  let asked: number;

  beforeEach(async () => {
    asked = 0;
    const answer = async () => {
      asked += 1;
      return saying('answer');
    };
    bot = await startSlackUnderTest({ transport, answer });
  });
  afterEach(() => bot.stop());

  test('exactly as it was is acked with nothing, and not carried out', async () => {
    await bot.command();
    const [first] = bot.sandbox.journal.envelopes('slash_commands');
    if (first === undefined) throw new Error('no command was sent');
    expect(await bot.sandbox.repeat(first)).toMatchObject({ ackBody: null, failure: null });
    expect(asked).toBe(1);
  });

  test('as a new one, with the same words, is carried out', async () => {
    await bot.command('paper');
    await bot.command('paper');
    expect(asked).toBe(2);
  });
});

describe('A command that comes again over HTTP', () => {
  test('signed anew, with the same trigger_id, is not carried out', async () => {
    let asked = 0;
    const answer = async () => {
      asked += 1;
      return saying('answer');
    };
    const bot = await startSlackUnderTest({ transport: 'http', answer });
    const first = bot.sandbox.signedCommand('/arb-status', 'a', OPERATOR);
    const second = signedAnew(
      first,
      first.body.replace('text=a', 'text=b'),
      bot.sandbox.tokens.signingSecret,
    );
    await bot.sandbox.sendRaw(first);
    const reply = await bot.sandbox.sendRaw(second);
    await bot.stop();
    expect([reply.status, reply.body, asked]).toEqual([200, '', 1]);
  });
});

describe('Repeats', () => {
  test('are told by any of the ids', () => {
    const repeats = new DuplicateRequestFilter(settableClock());
    expect(repeats.isDuplicate(['a', 'b'])).toBe(false);
    expect(repeats.isDuplicate(['c', 'b'])).toBe(true);
    expect(repeats.isDuplicate(['c'])).toBe(true);
  });

  test('are not requests that carry no id', () => {
    const repeats = new DuplicateRequestFilter(settableClock());
    expect([repeats.isDuplicate([]), repeats.isDuplicate([])]).toEqual([false, false]);
  });

  test('are remembered for ten minutes, longer than a signature is good for', () => {
    const clock = settableClock();
    const repeats = new DuplicateRequestFilter(clock);
    repeats.isDuplicate(['a']);
    clock.advance(10 * 60_000);
    expect(repeats.isDuplicate(['a'])).toBe(true);
    clock.advance(1);
    expect(repeats.isDuplicate(['a'])).toBe(false);
  });
});
