import type { Command } from '../../../commands/command';
import { createCommandHarness, REFERENCE_ID } from '../../helpers/commandHarness';

const REASONS = [
  ['unreachable', 'Redis cannot be reached'],
  ['slow', 'Redis answers too slowly'],
  ['loading', 'Redis is not ready'],
  ['refused', 'Redis refuses'],
] as const;

describe('With a Redis that cannot be read', () => {
  test.each(
    REASONS.flatMap(([reason, words]) =>
      ['/arb-status', '/arb-status paper', '/arb-tuning', '/arb-tuning run 8'].map((line) => ({
        reason,
        words,
        line,
      })),
    ),
  )('that is $reason, $line says so, and since when', async ({ reason, words, line }) => {
    const kit = createCommandHarness();
    kit.store.simulateOutage(reason);
    kit.clock.advance(3 * 60_000);
    const { shown, text } = await kit.ask(line);
    expect(text).toContain(`${words}`);
    expect(text).toContain('3 min');
    expect(shown).toContain('Since 2026-11-22 08:00');
  });

  test('an answer goes to the person alone, public or not', async () => {
    const kit = createCommandHarness();
    kit.store.simulateOutage('unreachable');
    expect((await kit.ask('/arb-status paper public')).public).toBe(false);
  });

  test('the log tells which command met it', async () => {
    const kit = createCommandHarness();
    kit.store.simulateOutage('unreachable');
    await kit.ask('/arb-status');
    expect(kit.log.lines()).toMatchObject([
      { level: 40, command: '/arb-status', err: { reason: 'unreachable' } },
    ]);
  });
});

describe('A fault of our own', () => {
  const broken: Command = {
    name: '/broken',
    description: '',
    usageHint: '',
    examples: [],
    execute: async () => {
      throw new TypeError('cannot read secrets of undefined');
    },
  };

  test('gets an apology with a reference, under which the log tells the rest', async () => {
    const kit = createCommandHarness({ commands: [broken] });
    const { shown, text } = await kit.ask('/broken down');
    expect(shown).toContain(REFERENCE_ID);
    expect(text).toContain(REFERENCE_ID);
    expect(kit.log.lines()).toMatchObject([
      { level: 50, errorId: REFERENCE_ID, command: '/broken', err: { type: 'TypeError' } },
    ]);
  });

  test('is not shown to the person', async () => {
    const { shown, text } = await createCommandHarness({ commands: [broken] }).ask('/broken');
    expect(shown + text).not.toContain('secrets');
  });
});
