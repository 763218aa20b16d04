import type { Core } from '../core';

/**
 * Waits until the condition holds; it is asked again at every change and every record, and each 10 ms.
 * Resolves to what it returned.
 * @throws when it does not hold within `timeoutMs` (real milliseconds), with the last things that happened
 */
export function until<T>(core: Core, condition: () => T, timeoutMs: number): Promise<NonNullable<T>> {
  return new Promise((resolve, reject) => {
    const ends: (() => void)[] = [];
    const settle = (finish: () => void): void => {
      for (const end of ends) end();
      finish();
    };
    const ask = (): void => {
      try {
        const answer = condition();
        if (answer) settle(() => resolve(answer));
      } catch (error) {
        settle(() => reject(error));
      }
    };
    const poll = setInterval(ask, 10);
    const giveUp = setTimeout(
      () => settle(() => reject(new Error(storyOf(core, condition, timeoutMs)))),
      timeoutMs,
    );
    ends.push(
      () => clearInterval(poll),
      () => clearTimeout(giveUp),
      core.world.onChange(ask),
      core.journal.onRecord(ask),
    );
    ask();
  });
}

function storyOf(core: Core, condition: () => unknown, timeoutMs: number): string {
  const last = core.journal.records.slice(-8).map((record) => {
    const { at, ...rest } = record;
    return `  ${at.toISOString()} ${JSON.stringify(rest).slice(0, 300)}`;
  });
  return `Not within ${timeoutMs} ms: ${condition}\nThe last of the sandbox's journal:\n${last.join('\n')}`;
}
