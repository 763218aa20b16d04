import { t } from '../../../formatters';
import { StoreBusyError, type StoreTransfer } from '../../storage/transfer/storeCopy';
import type { Cli, ExitCode } from '../cli';
import { CommandFailure, CommandUsageError } from '../failure';
import { readConfig } from '../readConfig';

/** The store that is configured, for as long as `use` takes. Throws CommandFailure, CommandUsageError, StateUnavailableError. */
export async function withTransfer(
  cli: Cli,
  use: (transfer: StoreTransfer, place: string) => Promise<ExitCode>,
): Promise<ExitCode> {
  const opened = cli.openTransfer(readConfig(cli));
  if (opened === null) throw new CommandUsageError(t.transfer.inMemory);
  const place = t.transfer.place(opened.transfer.where, opened.transfer.prefix);
  try {
    return await use(opened.transfer, place);
  } catch (error) {
    throw error instanceof StoreBusyError ? new CommandFailure(t.transfer.busy(place)) : error;
  } finally {
    await opened.close();
  }
}
