import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { textHash } from '../file';
import type { Environment } from '../sources';
import { decodeText } from './decodeText';
import { type ConfigInput, configFileName, readConfigInput } from './readFiles';

/** Where a running bot reads its configuration again. */
export interface ConfigSource {
  /** As it was at the start. */
  readonly start: ConfigInput;
  /** The environment and the files as they are now. */
  read(): ConfigInput;
  /** The same with a file of this name, beside the configuration file, in place of that. */
  readOther(name: string): ConfigInput;
  /** The `hash` of the file as it is now; null where there is none, or it cannot be read. */
  fileHash(): Promise<string | null>;
}

/** The files of the working directory. `onRead` gets what was read before anything is done with it. */
export const configSource = (
  start: ConfigInput,
  {
    variables,
    hostname,
    onRead,
  }: { variables: Environment; hostname: string; onRead: (read: ConfigInput) => void },
): ConfigSource => ({
  start,
  read() {
    const read = readConfigInput(variables, hostname);
    onRead(read);
    return read;
  },
  readOther(name) {
    const path = join(dirname(configFileName(start.env)), basename(name));
    const other = readConfigInput({ ...variables, ARBWATCH_CONFIG: path }, hostname);
    onRead(other);
    return other;
  },
  async fileHash() {
    const bytes = await readFile(configFileName(start.env)).catch(() => null);
    const text = bytes && decodeText(bytes);
    return text === null ? null : textHash(text);
  },
});
