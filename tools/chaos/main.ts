import { join } from 'node:path';
import { systemClock } from '../../src/lib/clock';
import { ensureRedisServer } from '../../test/helpers/ensureRedisServer';
import { progress } from '../bench/progress';
import { writeSection } from '../docs/page';
import { type LabOptions, LabUsageError, labOptions, USAGE } from './options';
import { failureText, isFailed, reportText } from './report';
import { type LabDeps, labRun } from './runChaos';

const PAGE = join(__dirname, '../../docs/reliability.md');

async function main(args: readonly string[]): Promise<number> {
  const options = labOptions(args);
  ensureRedisServer();
  const when = systemClock.now();
  const onRound = tellerOf(options);
  const outcomes = await labRun(options, { clock: systemClock, onRound, progress });
  progress('');
  const report = reportText(outcomes, { when, seed: options.seed });
  process.stdout.write(`${report}\n`);
  if (options.write) writeSection(PAGE, 'lab', report);
  return outcomes.some(isFailed) ? 1 : 0;
}

/** A failed round tells its story at once, and so does one that is made alone. */
const tellerOf =
  ({ onlyRound }: LabOptions): LabDeps['onRound'] =>
  (outcome) => {
    progress('');
    if (isFailed(outcome)) process.stdout.write(`${failureText(outcome)}\n\n`);
    else if (onlyRound !== null) process.stdout.write(`${outcome.story}\n\n`);
  };

// The servers and copies of the bot end with this process, whichever way it ends.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130));

void main(process.argv.slice(2))
  .catch((error: unknown) => {
    const isUsage = error instanceof LabUsageError;
    process.stderr.write(
      isUsage ? `${error.message}\n\n${USAGE}` : `${error instanceof Error ? error.stack : error}\n`,
    );
    return isUsage ? 2 : 1;
  })
  .then((code) => process.exit(code));
