import { spawnSync } from 'node:child_process';
import { environmentOf, FuzzUsageError, fuzzOptions, jestWords, USAGE } from './options';

/** The exit code: the test runner's own, or 2 for words that do not fit. */
function main(words: readonly string[]): number {
  if (words.some((word) => ['help', '--help', '-h'].includes(word))) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  const options = fuzzOptions(words);
  const jest = [require.resolve('jest/bin/jest'), ...jestWords(options)];
  const env = { ...process.env, ...environmentOf(options) };
  return spawnSync(process.execPath, jest, { stdio: 'inherit', env }).status ?? 1;
}

try {
  process.exitCode = main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof FuzzUsageError)) throw error;
  process.stderr.write(`${error.message}\n\n${USAGE}\n`);
  process.exitCode = 2;
}
