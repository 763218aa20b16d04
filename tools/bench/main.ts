import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../../src/lib/clock';
import { ensureRedisServer } from '../../test/helpers/ensureRedisServer';
import { liveSnapshot, liveSnapshotOverNetwork } from './liveSnapshot';
import { machineTable } from './machine';
import { progress } from './progress';
import { promptAlerts } from './promptAlerts';
import { type Section, sectionText } from './report';
import { slashCommand } from './slashCommand';
import { tableText } from './table';
import { traderRecords } from './traderRecords';
import { tuningSnapshot } from './tuningSnapshot';
import { warmTuning } from './warmTuning';

const PAGE = join(__dirname, '../../docs/benchmarks.md');

const USAGE = `Usage: npm run bench                 measures, and prints what came out
       npm run bench -- --write       writes it to docs/benchmarks.md too
       npm run bench -- warmTuning …  measures these alone, of liveSnapshot, liveSnapshotOverNetwork, tuningSnapshot,
                                      warmTuning, traderRecords, slashCommand and promptAlerts (8 min)

Exit code 1 when an aim is missed.
`;

/** In this order; each starts a Redis of its own. */
const BENCHES = [
  liveSnapshot,
  liveSnapshotOverNetwork,
  tuningSnapshot,
  warmTuning,
  traderRecords,
  slashCommand,
  promptAlerts,
];

async function main(args: readonly string[]): Promise<number> {
  const writes = args.includes('--write');
  const names = args.filter((arg) => arg !== '--write');
  const chosen = BENCHES.filter(({ name }) => names.length === 0 || names.includes(name));
  if (chosen.length < names.length || (writes && names.length > 0)) {
    process.stderr.write(USAGE);
    return 2;
  }
  ensureRedisServer();
  const printed: string[] = [];
  const print = (text: string): void => {
    printed.push(text);
    process.stdout.write(`${text}\n\n`);
  };
  print(`Measured on ${systemClock.now().toISOString().slice(0, 16).replace('T', ' at ')} UTC.`);
  print(tableText(machineTable()));
  const sections: Section[] = [];
  for (const bench of chosen) {
    const section = await bench(progress);
    progress('');
    sections.push(section);
    print(sectionText(section));
  }
  const missed = sections.flatMap(({ results }) => results.filter(({ aim }) => aim?.met === false));
  print(missed.length === 0 ? 'All aims are met.' : `Aims missed: ${missed.length}.`);
  if (writes) writeFileSync(PAGE, page(printed));
  return missed.length === 0 ? 0 : 1;
}

const page = (printed: readonly string[]): string =>
  ['# Benchmarks', 'This page is what `npm run bench -- --write` printed.', ...printed]
    .join('\n\n')
    .concat('\n');

void main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
