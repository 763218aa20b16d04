import { type CommandHarness, createCommandHarness } from '../helpers/commandHarness';
import { writeIteration } from '../helpers/tuningState';

const HOSTILE = [
  '<!channel>',
  '<@U0OPERATOR>',
  '<https://evil.example|click>',
  '&lt;!here&gt;',
  '*bold*_it_~no~`code`',
  ':skull:',
  '\u202Egnp.exe',
  '\u0000\u001b[2J',
  '{{7*7}}',
  '__proto__',
  'a'.repeat(4_000),
  '😀'.repeat(2_000),
  '`'.repeat(4_000),
  '<'.repeat(4_000),
  '*'.repeat(4_000),
];

describe('Text that means harm', () => {
  let kit: CommandHarness;
  beforeEach(() => {
    kit = createCommandHarness();
    writeIteration(kit.store, 1, { session: 'innocent' });
  });

  // The kit throws when the answer is past Slack's limits.
  test.each(HOSTILE)("is answered within Slack's limits and mentions nobody: %.20j", async (text) => {
    for (const line of [
      `/arb-status ${text}`,
      `/arb-tuning ${text}`,
      `/arb-tuning "${text}" 5`,
      `/arb-tuning a ${text}`,
    ]) {
      const answer = await kit.ask(line);
      expect(answer.text).not.toMatch(/<[!@#]|<https?:/);
    }
  });

  test.each(HOSTILE)(
    "in a session's name is listed, found and shown within limits: %.20j",
    async (session) => {
      for (const n of [1, 2]) writeIteration(kit.store, n, { session, worker: session });
      expect((await kit.ask('/arb-tuning')).text).not.toMatch(/<[!@#]|<https?:/);
      const typed = /\s/.test(session) ? `"${session}"` : session;
      const { shown, text } = await kit.ask(`/arb-tuning ${typed}`);
      expect(shown).toContain('2 iterations');
      expect(text).not.toMatch(/<[!@#]|<https?:/);
    },
  );

  test('finds no session by wildcards', async () => {
    for (const typed of ['*', '?nnocent', '[a-z]nnocent', 'inn*', '\\innocent'])
      expect((await kit.ask(`/arb-tuning ${typed}`)).shown).toContain('No tuning session');
  });

  test('of ten thousand words is answered', async () => {
    const { text } = await kit.ask(`/arb-tuning ${'word '.repeat(10_000)}`);
    expect(text).toContain('one word too many');
  });
});
