import { t } from '../../../formatters';
import { encodeCopy } from '../../storage/transfer/copyFile';
import type { CopyEntry } from '../../storage/transfer/storeCopy';
import { CommandFailure } from '../failure';
import { writeNewFile } from '../transfer/copyFiles';
import { runningSince, summaryOfCopy } from '../transfer/copySummary';
import { withTransfer } from '../transfer/withTransfer';
import { readWithRetry } from '../watch/readWithRetry';
import type { CliCommand } from './cliCommand';

const text = () => t.transfer;

export const exportCommand: CliCommand = {
  name: 'export',
  get about() {
    return text().export.about;
  },
  get words() {
    return { syntax: '[file]', about: text().export.file };
  },
  get notes() {
    return text().export.notes;
  },
  run:
    (cli) =>
    ([file = '-']) =>
      withTransfer(cli, async (transfer, place) => {
        const { terminal, clock, retryForMs, version } = cli;
        const tell = (line: string): void => void terminal.stderr.write(`${line}\n`);
        const signal = cli.interruption();
        const { entries, unknownKeys } = await readWithRetry(() => transfer.read(), { signal, retryForMs });
        const readable = entries.filter((entry) => {
          const problem = cli.entryProblem(entry);
          if (problem === null) return true;
          // Without it nothing else of the state can be read.
          if (entry.kind === 'field' && entry.field === 'head')
            throw new CommandFailure(text().unreadable(nameOf(entry), problem));
          tell(text().leftOut(nameOf(entry), problem));
          return false;
        });
        const summary = summaryOfCopy(readable);
        if (summary.isEmpty) throw new CommandFailure(text().nothing(place));
        const about = { version, prefix: transfer.prefix, exportedAt: clock.now() };
        const copy = encodeCopy(about, readable);
        if (file === '-') terminal.stdout.write(copy);
        else writeNewFile(file, copy);
        tell(text().exported(summary.counts, place, file === '-' ? null : file));
        if (unknownKeys.length > 0) tell(text().unknownKeys(unknownKeys.join(', ')));
        const running = runningSince(summary, clock.now());
        if (running !== null) tell(text().inUse(running, clock.now()));
        return 0;
      }),
};

const nameOf = (entry: CopyEntry): string =>
  entry.kind === 'field' ? `${entry.key} ${entry.field}` : entry.key;
