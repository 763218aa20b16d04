import { closeSync, fsyncSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { t } from '../../../formatters';
import { type CopyFault, CopyFileError, decodeCopy } from '../../storage/transfer/copyFile';
import { CommandFailure } from '../failure';

/** Writes a file that is not there yet, for nobody else to read; what could not be written whole is removed. Throws CommandFailure. */
export function writeNewFile(path: string, text: string): void {
  const file = tried(() => openSync(path, 'wx', 0o600), path);
  try {
    writeFileSync(file, text);
    fsyncSync(file);
  } catch (error) {
    rmSync(path, { force: true });
    throw new CommandFailure(t.transfer.cannotWrite(path, reasonOf(error)));
  } finally {
    closeSync(file);
  }
}

function tried<T>(open: () => T, path: string): T {
  try {
    return open();
  } catch (error) {
    const reason = reasonOf(error);
    throw new CommandFailure(
      reason === 'EEXIST' ? t.transfer.exists(path) : t.transfer.cannotWrite(path, reason),
    );
  }
}

/** What a file holds, or the standard input for `-`. Throws CommandFailure. */
export function readCopyFile(path: string): ReturnType<typeof decodeCopy> {
  let text: string;
  try {
    text = readFileSync(path === '-' ? 0 : path, 'utf8');
  } catch (error) {
    throw new CommandFailure(t.transfer.cannotRead(path, reasonOf(error)));
  }
  try {
    return decodeCopy(text);
  } catch (error) {
    if (!(error instanceof CopyFileError)) throw error;
    throw new CommandFailure(t.transfer.faultAt(path, error.line, faultText(error.fault)));
  }
}

const faultText = (fault: CopyFault): string =>
  fault.kind === 'other_format' ? t.transfer.otherFormat(fault.format) : t.transfer.faults[fault.kind];

/** Such as `ENOSPC`: who has a terminal knows it. */
const reasonOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : String(error);
