import { join } from 'node:path';
import { systemClock } from '../../src/lib/clock';
import { machineTable } from '../bench/machine';
import { progress } from '../bench/progress';
import { tableText } from '../bench/table';
import { writeSection } from '../docs/page';
import { mutantResults } from './mutantRun';
import { MUTANTS } from './mutants';
import { type Options, optionsFrom, USAGE } from './options';
import { Pool } from './pool';
import { mutantText, resultText, violationText } from './report';
import { runScenario } from './run';
import { scenarioText } from './scenarioLog';
import { type Summary, summaryOf } from './summary';

const PAGE = join(__dirname, '../../docs/reliability.md');

async function main(args: readonly string[]): Promise<number> {
  const options = optionsFrom(args);
  if (options === null) {
    process.stderr.write(USAGE);
    return 2;
  }
  if (options.isLogWanted) return oneScenario(options);
  const printed: string[] = [];
  const print = (text: string): void => {
    printed.push(text);
    process.stdout.write(`${text}\n\n`);
  };
  print(`Simulated on ${systemClock.now().toISOString().slice(0, 16).replace('T', ' at ')} UTC.`);
  print(tableText(machineTable()));
  const pool = new Pool();
  const summaries = options.mutants ? [] : await reported(options, pool);
  const failed = summaries.filter(({ violations }) => violations.length > 0);
  if (!options.mutants) print(resultText(summaries));
  if (failed.length > 0)
    print(`Violations were found in the scenarios ${failed.map(({ seed }) => seed).join(', ')}.`);
  const missed = options.mutants || options.write ? await mutantsMissed(pool, print) : 0;
  pool.end();
  if (options.write) writeSection(PAGE, 'sim', printed.join('\n\n'));
  return failed.length === 0 && missed === 0 ? 0 : 1;
}

/** Runs the scenarios of all seeds; violations are printed at once. */
async function reported({ seeds, days, firstSeed }: Options, pool: Pool): Promise<readonly Summary[]> {
  const summaries: Summary[] = [];
  const all = Array.from({ length: seeds }, async (_, i) => {
    const summary = await pool.run({ seed: firstSeed + i, days, mutant: 'none' });
    summaries.push(summary);
    if (summary.violations.length > 0) {
      progress('');
      process.stdout.write(`${violationText(summary, days)}\n`);
    }
    const found = summaries.filter(({ violations }) => violations.length > 0).length;
    progress(`${summaries.length} of ${seeds} scenarios run; violations in ${found}`);
  });
  await Promise.all(all);
  progress('');
  return summaries.sort((a, b) => a.seed - b.seed);
}

/** Plants faults; how many were not found out. */
async function mutantsMissed(pool: Pool, print: (text: string) => void): Promise<number> {
  let ended = 0;
  const results = await mutantResults(pool.run, ({ name }) => {
    ended += 1;
    progress(`${ended} of ${MUTANTS.length} injected bugs tried; the last: ${name}`);
  });
  progress('');
  print(mutantText(results));
  return results.filter(({ violation }) => violation === null).length;
}

async function oneScenario({ firstSeed, days }: Options): Promise<number> {
  const one = await runScenario(firstSeed, days, { isLogWanted: true });
  const summary = summaryOf('none', one);
  process.stdout.write(`${scenarioText(one.log)}\n\n${violationText(summary, days)}\n`);
  return summary.violations.length === 0 ? 0 : 1;
}

void main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
