import { parseArgs } from 'node:util';
import { REDIS_KINDS, type RedisKind } from './faultNames';

export interface LabOptions {
  readonly rounds: number;
  readonly seed: number;
  /** The only one to be made, counted from 1; null for all. */
  readonly onlyRound: number | null;
  readonly kinds: readonly RedisKind[];
  /** How many rounds are under way at a time. */
  readonly workers: number;
  readonly write: boolean;
}

export const USAGE = `Usage: npm run lab                      makes 200 rounds of faults, and prints what came of them
       npm run lab -- --rounds N        makes N rounds
       npm run lab -- --seed N          draws other faults; the same seed draws the same
       npm run lab -- --only-round N    makes the Nth round alone, as a failed one says
       npm run lab -- --kind K          with K one of ${REDIS_KINDS.join(', ')}: the rounds of that kind alone
       npm run lab -- --workers N         makes N rounds at a time; 8 unless given
       npm run lab -- --write           writes what it prints to docs/reliability.md too

Exit code 1 when anything was lost, reported twice, false, late or left waiting.
`;

export class LabUsageError extends Error {}

/** The options, from the command line. Throws LabUsageError. */
export function labOptions(args: readonly string[]): LabOptions {
  const given = parsed(args);
  const kind = given.kind ?? null;
  if (kind !== null && !isKind(kind)) throw new LabUsageError(`"${kind}" is no kind of Redis`);
  return {
    rounds: whole('rounds', given.rounds, 200),
    seed: whole('seed', given.seed, 1),
    onlyRound: given['only-round'] === undefined ? null : whole('only-round', given['only-round'], 1),
    kinds: kind === null ? REDIS_KINDS : [kind],
    workers: whole('workers', given.workers, 8),
    write: given.write === true,
  };
}

function parsed(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const options = {
    rounds: text,
    seed: text,
    'only-round': text,
    kind: text,
    workers: text,
    write: { type: 'boolean' },
  } as const;
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new LabUsageError(error instanceof Error ? error.message : String(error));
  }
}

const isKind = (word: string): word is RedisKind => REDIS_KINDS.some((kind) => kind === word);

function whole(name: string, text: string | undefined, fallback: number): number {
  if (text === undefined) return fallback;
  if (!/^[1-9]\d{0,8}$/.test(text))
    throw new LabUsageError(`--${name} needs a whole number from 1, not "${text}"`);
  return Number(text);
}
