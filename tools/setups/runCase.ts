import type { DoctorRun } from './inProcess';
import { type Prepared, prepare } from './prepared';
import type { BotVerdict, SetUpCase } from './setUp';
import type { World } from './world';

/** What came of a case. */
export interface CaseResult {
  readonly name: string;
  /** The line that doctor printed; null where it printed another. */
  readonly line: string | null;
  readonly expected: string;
  /** How to fix it, as it was printed below the line; null where nothing was. */
  readonly fix: string | null;
  readonly run: DoctorRun;
  /** Null where the bot was not started. */
  readonly bot: BotVerdict | 'healthy' | null;
  /** What is not as it should be; null where nothing is. */
  readonly wrong: string | null;
}

export interface Runners {
  readonly doctor: (prepared: Prepared) => Promise<DoctorRun>;
  /** Starts the bot, too, where it is given. */
  readonly bot?: (prepared: Prepared) => Promise<BotVerdict | 'healthy'>;
}

/** Runs one case in a world where everything else works. */
export async function runCase(
  world: World,
  { name, wrong, line, code, bot: expectedBot }: SetUpCase,
  { doctor, bot: startBot }: Runners,
): Promise<CaseResult> {
  await world.heal();
  const prepared = prepare(await wrong(world), world);
  const run = await doctor(prepared);
  const bot = startBot === undefined ? null : await startBot(prepared);
  const expected = typeof line === 'string' ? line : line(world);
  const lines = linesOf(run.text);
  const at = lines.findIndex((each) => isSame(each, expected));
  const printed = lines[at] ?? null;
  const fix = /^ +→ (.*)$/.exec(lines[at + 1] ?? '')?.[1] ?? null;
  const problems = [
    ...(printed === null ? [`doctor does not print "${expected}"`] : []),
    ...(run.code === code ? [] : [`doctor exits with ${run.code}, not ${code}`]),
    ...(bot === null || bot === expectedBot ? [] : [`the bot: ${bot}, not ${expectedBot}`]),
  ];
  const problem = problems.length === 0 ? null : problems.join('; ');
  return { name, line: printed, expected, fix: printed === null ? null : fix, run, bot, wrong: problem };
}

/** Without the padding that aligns them. */
const linesOf = (text: string): readonly string[] =>
  text.split('\n').map((line) => line.trimEnd().replace(/^(ok|warning|error) +/, '$1  '));

/** Where a machine has no DNS at all, a name that does not exist has another code. */
const isSame = (printed: string, expected: string): boolean =>
  printed === expected || printed.replace('EAI_AGAIN', 'ENOTFOUND') === expected;
