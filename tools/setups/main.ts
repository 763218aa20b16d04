import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../../src/lib/clock';
import { ensureRedisServer } from '../../test/helpers/ensureRedisServer';
import { progress } from '../bench/progress';
import { botAsProcess, doctorAsProcess } from './asProcess';
import { CASE_GROUPS } from './cases';
import { TOLERATED } from './cases/tolerated';
import { pageText, resultLine, summaryOf } from './report';
import { type CaseResult, runCase } from './runCase';
import { runTolerated } from './runTolerated';
import { verifySixSteps } from './sixSteps';
import { World } from './world';

const PAGE = join(__dirname, '../../docs/doctor.md');

const USAGE = `Usage: npm run setups                 runs doctor and the bot with every wrong set-up, as processes
       npm run setups -- --write      writes docs/doctor.md, too
       npm run setups -- WORD …       only the set-ups whose name or group contains a word

Exit code 1 where one is not named by doctor, or looks healthy.
`;

async function main(args: readonly string[]): Promise<number> {
  const writes = args.includes('--write');
  const words = args.filter((arg) => arg !== '--write');
  const isChosen = (title: string, name: string) =>
    words.length === 0 || words.some((word) => title.includes(word) || name.includes(word));
  const chosen = CASE_GROUPS.flatMap(({ title, cases }) => cases.filter(({ name }) => isChosen(title, name)));
  if (chosen.length === 0 || (writes && words.length > 0)) {
    process.stderr.write(USAGE);
    return 2;
  }
  ensureRedisServer();
  const when = systemClock.now();
  const world = await World.start();
  const results: CaseResult[] = [];
  const tell = (result: CaseResult): void => {
    progress('');
    process.stdout.write(`${resultLine(result)}\n`);
  };
  for (const [i, each] of chosen.entries()) {
    progress(`${i + 1} of ${chosen.length}: ${each.name}`);
    const result = await runCase(world, each, { doctor: doctorAsProcess, bot: botAsProcess });
    results.push(result);
    tell(result);
  }
  const tolerated: CaseResult[] = [];
  for (const each of words.length === 0 ? TOLERATED : []) {
    const result = await runTolerated(world, each, doctorAsProcess);
    tolerated.push(result);
    tell(result);
  }
  const steps = words.length === 0 ? await verifySixSteps(world) : [];
  const unverified = steps.filter(({ lines }) => lines.includes(null)).map(({ step }) => step);
  for (const step of unverified) process.stdout.write(`FAIL  doctor does not verify: ${step}\n`);
  await world.stop();
  process.stdout.write(`\n${summaryOf(results)}\n`);
  if (writes) writeFileSync(PAGE, pageText({ groups: CASE_GROUPS, results, tolerated, steps, when }));
  const isRight = [...results, ...tolerated].every(({ wrong }) => wrong === null) && unverified.length === 0;
  return isRight ? 0 : 1;
}

// The servers and bots end with this process, whichever way it ends.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130));

void main(process.argv.slice(2))
  .catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
    return 1;
  })
  .then((code) => process.exit(code));
