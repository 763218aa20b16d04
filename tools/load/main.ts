import { join } from 'node:path';
import { systemClock } from '../../src/lib/clock';
import { ensureRedisServer } from '../../test/helpers/ensureRedisServer';
import { machineTable } from '../bench/machine';
import { progress } from '../bench/progress';
import { type Section, sectionText } from '../bench/report';
import { tableText } from '../bench/table';
import { writeSection } from '../docs/page';
import { runLoadTest } from './loadTest';
import { loadTestSection } from './loadTestSection';
import { manyTargetsSection } from './manyTargets';
import { FULL, type Plan, QUICK } from './plan';
import { soakSection } from './soakSection';

const PAGE = join(__dirname, '../../docs/reliability.md');

const USAGE = `Usage: npm run load              measures the bot under load, and prints what came out (about 8 minutes)
       npm run load -- --quick   the same in small, in seconds
       npm run load -- --write   writes it to docs/reliability.md too

Exit code 1 when an aim is missed.
`;

type Part = (plan: Plan) => Promise<Section>;

const PARTS: readonly Part[] = [
  async (plan) => loadTestSection(plan, await runLoadTest(plan, progress)),
  (plan) => manyTargetsSection(plan, progress),
  (plan) => soakSection(plan, progress),
];

async function main(args: readonly string[]): Promise<number> {
  if (args.some((arg) => arg !== '--write' && arg !== '--quick')) {
    process.stderr.write(USAGE);
    return 2;
  }
  ensureRedisServer();
  const isQuick = args.includes('--quick');
  const plan = isQuick ? QUICK : FULL;
  const printed: string[] = [];
  const print = (text: string): void => {
    printed.push(text);
    process.stdout.write(`${text}\n\n`);
  };
  const day = systemClock.now().toISOString().slice(0, 16).replace('T', ' at ');
  print(`Measured on ${day} UTC by \`npm run load${isQuick ? ' -- --quick' : ''}\`.`);
  print(tableText(machineTable()));
  const sections: Section[] = [];
  for (const part of PARTS) {
    const section = await part(plan);
    progress('');
    sections.push(section);
    print(sectionText(section));
  }
  const missed = sections.flatMap(({ results }) => results.filter(({ aim }) => aim?.met === false));
  print(
    missed.length === 0 ? 'All aims are met.' : `Aims missed: ${missed.map(({ what }) => what).join('; ')}.`,
  );
  // On the page it stands below a heading of its own.
  if (args.includes('--write')) writeSection(PAGE, 'load', printed.join('\n\n').replace(/^## /gm, '### '));
  return missed.length === 0 ? 0 : 1;
}

// Ends by `finally`s where it can; the processes that it started end with it in any case.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

void main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
