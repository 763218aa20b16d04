import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Command } from '../../../commands/command';
import type { StateStore } from '../../../src/state/store';
import { createCommandHarness } from '../../helpers/commandHarness';

const hanging: Command = {
  name: '/hang',
  description: '',
  usageHint: '',
  examples: [],
  execute: () => new Promise(() => undefined),
};

describe('A command that takes too long', () => {
  test('is answered that Redis is too slow, since the command began', async () => {
    const kit = createCommandHarness({ commands: [hanging], deadlineMs: 1 });
    const { shown, text } = await kit.ask('/hang');
    expect(text).toMatch(/^Redis answers too slowly/);
    expect(shown).toContain('2026-11-22 08:00');
  });

  test('may still take effect, if it changes something, and says so', async () => {
    const [reads, writes] = [hanging, { ...hanging, mayWrite: true as const }].map((command) =>
      createCommandHarness({ commands: [command], deadlineMs: 1 }).ask('/hang'),
    );
    expect((await writes)?.shown).toContain('it may still take effect');
    expect((await reads)?.shown).not.toContain('take effect');
  });

  test('is written to the log with its name', async () => {
    const kit = createCommandHarness({ commands: [hanging], deadlineMs: 1 });
    await kit.ask('/hang');
    expect(kit.log.lines()).toMatchObject([{ level: 40, command: '/hang', err: { reason: 'slow' } }]);
  });

  test('stops its scan instead of running on', async () => {
    const { store, stopped } = endless();
    const kit = createCommandHarness({ store, deadlineMs: 5 });
    expect((await kit.ask('/arb-tuning')).text).toMatch(/^Redis answers too slowly/);
    await stopped;
  });

  test('reads nothing more once it has been answered', async () => {
    const reads: string[] = [];
    let goOn: () => void = () => undefined;
    const waiting = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const late: Command = {
      ...hanging,
      async execute(_, { states, targets, signal }) {
        await waiting;
        await states.of(targets.list(), signal);
        throw new Error('not reached');
      },
    };
    const kit = createCommandHarness({ commands: [late], deadlineMs: 1, store: noting(reads) });
    await kit.ask('/hang');
    goOn();
    await nextTurn();
    expect(reads).toEqual([]);
  });

  test('leaves no timer behind when it was quick', async () => {
    const kit = createCommandHarness({ deadlineMs: 2 ** 31 - 1 });
    const before = timers();
    await kit.ask('/arb-status');
    expect(timers()).toBe(before);
  });
});

const timers = (): number =>
  process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;

/** A Redis whose SCAN never ends, and a promise for the time when nobody reads it any more. */
function endless(): { store: StateStore; stopped: Promise<void> } {
  let stop: () => void = () => undefined;
  const stopped = new Promise<void>((resolve) => {
    stop = resolve;
  });
  const store: StateStore = {
    ...noting([]),
    async *scan() {
      try {
        for (;;) {
          await nextTurn();
          yield ['tuning:docker:paper:arbitrage:tuning_session:S:worker:w:iteration:1'];
        }
      } finally {
        stop();
      }
    },
  };
  return { store, stopped };
}

const noting = (reads: string[]): StateStore => {
  const nothing = async (key: string): Promise<null> => {
    reads.push(key);
    return null;
  };
  return { string: nothing, hash: nothing, ttlMs: nothing, async *scan() {}, ping: async () => undefined };
};
