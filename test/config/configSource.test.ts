import { mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ConfigSource, configSource } from '../../src/config/environment/configSource';
import { readConfigInput } from '../../src/config/environment/readFiles';

let dir: string;
let read: number;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'arbwatch-source-'));
  read = 0;
});
afterEach(() => rmSync(dir, { recursive: true }));

const path = (name = 'arbwatch.yaml') => join(dir, name);
const begin = (): ConfigSource => {
  const variables = { ARBWATCH_CONFIG: path() };
  const onRead = () => {
    read += 1;
  };
  return configSource(readConfigInput(variables, ''), { variables, hostname: '', onRead });
};

describe('The file of a configuration', () => {
  test('is found to be the one of the start, whatever its encoding', async () => {
    writeFileSync(path(), Buffer.from('\ufefflog_level: info\n', 'utf16le'));
    const source = begin();
    expect(await source.fileHash()).toBe(source.start.file.hash);
  });

  test('is found to be another one where an editor has replaced it', async () => {
    writeFileSync(path(), 'log_level: info\n');
    const source = begin();
    writeFileSync(path('arbwatch.yaml~'), 'log_level: debug\n');
    renameSync(path('arbwatch.yaml~'), path());
    expect(await source.fileHash()).not.toBe(source.start.file.hash);
    expect(source.read().file.texts).toEqual({ LOG_LEVEL: 'debug' });
    expect(read).toBe(1);
  });

  test('is found to be another one where Kubernetes has pointed the link to it elsewhere', async () => {
    for (const [name, level] of [
      ['..old', 'info'],
      ['..new', 'debug'],
    ] as const) {
      writeFileSync(path(name), `log_level: ${level}\n`);
    }
    symlinkSync('..old', path('..data'));
    symlinkSync('..data', path());
    const source = begin();
    expect(await source.fileHash()).toBe(source.start.file.hash);
    symlinkSync('..new', path('..tmp'));
    renameSync(path('..tmp'), path('..data'));
    expect(await source.fileHash()).not.toBe(source.start.file.hash);
    expect(source.read().file.texts).toEqual({ LOG_LEVEL: 'debug' });
  });

  test('is none while it is not there', async () => {
    writeFileSync(path(), 'log_level: info\n');
    const source = begin();
    rmSync(path());
    expect(await source.fileHash()).toBeNull();
  });
});
