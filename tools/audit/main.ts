import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parsedJson } from '../../sandbox/json';
import { systemClock } from '../../src/lib/clock';
import { MAX_AGE_DAYS, recordOf, verdictFrom } from './recorded';
import { type Verdict, verdictOf } from './verdict';

/*
 * `npm audit`, with an end that tells a hole from a registry that does not answer: 1 for a hole of high severity or more.
 * Where nobody answers, what the registry answered last counts, and ends with 1 once that is too old; where nothing was
 * recorded, it is printed that nothing was audited: what is known elsewhere on a day is no property of this code.
 * `--record` keeps what the registry answers.
 */

const ROOT = join(__dirname, '../..');
const RECORD = join(__dirname, 'recorded.json');

const jsonIn = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));

function main(args: readonly string[]): number {
  const { stdout } = spawnSync('npm', ['audit', '--json', '--audit-level=high'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  const printed = stdout ?? '';
  const [lock, now] = [jsonIn(join(ROOT, 'package-lock.json')), systemClock.now()];
  const answered = verdictOf(printed);
  if (answered.kind === 'unanswered') {
    process.stdout.write(`The registry did not answer: ${answered.why}\n`);
    if (args.includes('--record')) return 1;
  } else if (args.includes('--record')) {
    writeFileSync(RECORD, `${JSON.stringify(recordOf(parsedJson(printed), lock, now), null, 2)}\n`);
  }
  const isRecorded = answered.kind === 'unanswered' && existsSync(RECORD);
  return told(isRecorded ? verdictFrom(jsonIn(RECORD), lock, now) : answered);
}

/** Prints a verdict; the exit code. */
function told(verdict: Verdict): number {
  const { line, code } = sentenceOf(verdict);
  process.stdout.write(`${line}\n`);
  return code;
}

function sentenceOf(verdict: Verdict): { readonly line: string; readonly code: 0 | 1 } {
  switch (verdict.kind) {
    case 'clean':
      return { line: `No hole of high severity is known in ${verdict.packages} packages.`, code: 0 };
    case 'holes':
      return { line: ['Known holes:', ...verdict.lines.map((each) => `  ${each}`)].join('\n'), code: 1 };
    case 'recorded': {
      const { days, packages, unknown } = verdict;
      const rest = unknown.length === 0 ? '' : ` NOT AUDITED, since they came later: ${unknown.join(', ')}`;
      return {
        line: `${days} days ago no hole of high severity was known in ${packages} packages.${rest}`,
        code: 0,
      };
    }
    case 'outdated':
      return {
        line: `NOT AUDITED: what the registry answered last is ${verdict.days} days old, of at most ${MAX_AGE_DAYS}. Where it answers, run npm run audit -- --record`,
        code: 1,
      };
    case 'unanswered':
      return { line: 'NOT AUDITED: no earlier answer is recorded, either.', code: 0 };
  }
}

process.exitCode = main(process.argv.slice(2));
