import { t } from '../../../formatters';
import type { CopyEntry, StoreTransfer } from '../../storage/transfer/storeCopy';
import type { Cli } from '../cli';
import { CommandFailure } from '../failure';
import { readCopyFile } from '../transfer/copyFiles';
import { runningSince, summaryOfCopy } from '../transfer/copySummary';
import { withTransfer } from '../transfer/withTransfer';
import { readWithRetry } from '../watch/readWithRetry';
import type { CliCommand } from './cliCommand';

const text = () => t.transfer;

interface ImportFlags {
  readonly replace?: boolean;
  readonly dryRun?: boolean;
}

export const importCommand: CliCommand<ImportFlags> = {
  name: 'import',
  get about() {
    return text().import.about;
  },
  get words() {
    return { syntax: '<file>', about: text().import.file };
  },
  get notes() {
    return text().import.notes;
  },
  options: (command) =>
    command.option('--replace', text().import.replace).option('--dry-run', text().import.dryRun),
  run:
    (cli) =>
    async ([file = '-'], flags) => {
      const { about, entries } = readCopyFile(file);
      checkEntries(file, entries, cli);
      return withTransfer(cli, async (transfer, place) => {
        const counts = await put(entries, transfer, { ...flags, place, cli });
        const from = text().madeBy(about.exportedAt, about.version);
        const line = flags.dryRun ? text().dryRun(counts, place) : text().imported(counts, place, from);
        cli.terminal.stdout.write(`${line}\n`);
        return 0;
      });
    },
};

/** Throws CommandFailure for the first entry that this version cannot read. */
function checkEntries(file: string, entries: readonly CopyEntry[], cli: Cli): void {
  for (const [i, entry] of entries.entries()) {
    const problem = cli.entryProblem(entry);
    // The first line tells what file it is.
    if (problem !== null)
      throw new CommandFailure(text().faultAt(file, i + 2, text().unreadable(entry.key, problem)));
  }
}

interface PutOptions extends ImportFlags {
  readonly place: string;
  readonly cli: Cli;
}

/** How many of each were put there, or would be. Throws CommandFailure. */
async function put(entries: readonly CopyEntry[], transfer: StoreTransfer, options: PutOptions) {
  const { replace, dryRun, place, cli } = options;
  const { clock, retryForMs } = cli;
  const signal = cli.interruption();
  const before = await readWithRetry(() => transfer.read(), { signal, retryForMs });
  const there = summaryOfCopy(before.entries);
  const now = clock.now();
  if (!there.isEmpty && !replace)
    throw new CommandFailure(text().notEmpty(place, there.counts, there.observedAt, now));
  const running = runningSince(there, now);
  if (running !== null) cli.terminal.stderr.write(`${text().replacingInUse(running, now)}\n`);
  const valid = entries.filter((entry) => entry.kind !== 'string' || !isOver(entry.expiresAt, now));
  if (!dryRun && !(await transfer.replace(valid, before))) throw new CommandFailure(text().changed(place));
  return summaryOfCopy(valid).counts;
}

const isOver = (expiresAt: Date | null, now: Date): boolean => expiresAt !== null && expiresAt <= now;
