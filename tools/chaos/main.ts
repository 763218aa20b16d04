import { join } from 'node:path';
import { systemClock } from '../../src/lib/clock';
import { ensureRedisServer } from '../../test/helpers/ensureRedisServer';
import { progress } from '../bench/progress';
import { writeSection } from '../docs/page';
import { type LabOptions, LabUsageError, labOptions, USAGE } from './options';
import { failureText, isFailed, reportText } from './report';
import { type ChaosDeps, runChaos } from './runChaos';

const PAGE = join(__dirname, '../../docs/reliability.md');

async function main(args: readonly string[]): Promise<number> {
  const options = labOptions(args);
  ensureRedisServer();
  const when = systemClock.now();
  const onRound = tellerOf(options);
  const outcomes = await runChaos(options, { clock: systemClock, onRound, progress });
  progress('');
  const report = reportText(outcomes, { when, seed: options.seed });
  process.stdout.write(`${report}\n`);
  if (options.write) writeSection(PAGE, 'lab', report);
  return outcomes.some(isFailed) ? 1 : 0;
}

/** A failed round prints its log at once, and so does a round that is run alone. */
const tellerOf =
  ({ onlyRound }: LabOptions): ChaosDeps['onRound'] =>
  (outcome) => {
    progress('');
    if (isFailed(outcome)) process.stdout.write(`${failureText(outcome)}\n\n`);
    else if (onlyRound !== null) process.stdout.write(`${outcome.roundLog}\n\n`);
  };

// The servers and instances of the bot end with this process, whichever way it ends.
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
