import { parseArgs } from 'node:util';

export interface Options {
  readonly seeds: number;
  readonly days: number;
  readonly firstSeed: number;
  readonly isLogWanted: boolean;
  readonly write: boolean;
  readonly mutants: boolean;
}

export const USAGE = `Usage: npm run sim -- [--seeds N] [--days D] [--first-seed N] [--write]
       npm run sim -- --first-seed N --days D --trace   prints one scenario, event by event
       npm run sim -- --mutants                         injects bugs, and shows which are found

  --seeds N       so many scenarios (default 200)
  --days D        of so many days each (default 7); those with checks more often than every 20 min are shorter
  --first-seed N  the first of them (default 1)
  --write         writes what came out to docs/reliability.md too

Exit code 1 when something was found, or an injected bug was not, 2 for a wrong argument.
`;

/** What was asked for; null for what is none of it. */
export function optionsFrom(args: readonly string[]): Options | null {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        seeds: { type: 'string', default: '200' },
        days: { type: 'string', default: '7' },
        'first-seed': { type: 'string', default: '1' },
        trace: { type: 'boolean', default: false },
        write: { type: 'boolean', default: false },
        mutants: { type: 'boolean', default: false },
      },
    });
    const [seeds, firstSeed] = [wholeFrom(values.seeds), wholeFrom(values['first-seed'])];
    const days = /^\d{1,4}(\.\d{1,3})?$/.test(values.days) ? Number(values.days) : 0;
    if (seeds === null || firstSeed === null || days <= 0) return null;
    const { trace: isLogWanted, write, mutants } = values;
    return { seeds, days, firstSeed, isLogWanted, write, mutants };
  } catch {
    return null;
  }
}

const wholeFrom = (text: string): number | null => (/^[1-9]\d{0,7}$/.test(text) ? Number(text) : null);
