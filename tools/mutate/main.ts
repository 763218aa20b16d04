import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../../src/lib/clock';
import { measuredIn } from './measured';
import { mutateOptions, SOURCES, USAGE } from './options';
import { pageOf, tableOf } from './page';
import { runsAfter } from './runs';

const ROOT = join(__dirname, '../..');
const MEASURED = join(ROOT, '.cache/mutate/incremental.json');
/** When each file was measured last, and with which tests. */
const RUNS = join(ROOT, '.cache/mutate/runs.json');
const PAGE = join(ROOT, 'docs/mutation.md');

/** Not among the dependencies: it needs Node 22, and some 180 packages. */
const PACKAGES = ['node@24', '@stryker-mutator/core@10.0.0', '@stryker-mutator/jest-runner@10.0.0'];

function main(args: readonly string[]): number {
  const options = mutateOptions(args);
  if (typeof options === 'string') {
    process.stderr.write(`${options}\n\n${USAGE}`);
    return 2;
  }
  const { paths, globs, tests, write } = options;
  const digests = new Map(sources().map((file) => [file, digestOf(file)]));
  const code = globs.length === 0 ? 0 : stryker(globs, tests);
  if (code !== 0) return code;
  if (!existsSync(MEASURED)) {
    process.stderr.write('Nothing was measured yet: npm run mutate -- PATH\n');
    return 1;
  }
  const report: unknown = JSON.parse(readFileSync(MEASURED, 'utf8'));
  const runs = runsAfter(existsSync(RUNS) ? JSON.parse(readFileSync(RUNS, 'utf8')) : {}, {
    files: sources(),
    paths,
    run: { at: systemClock.now().toISOString(), tests },
    digestOf: (file) => digests.get(file) ?? null,
  });
  writeFileSync(RUNS, `${JSON.stringify(runs, null, 2)}\n`);
  const measured = measuredIn(
    report,
    (file) => existsSync(join(ROOT, file)) && runs[file]?.digest === digestOf(file),
  );
  for (const file of measured.outdated) process.stdout.write(`${file} has changed since it was measured\n`);
  process.stdout.write(`${tableOf(measured)}\n`);
  if (write) writeFileSync(PAGE, pageOf({ measured, runs, sources: sources() }));
  return 0;
}

function stryker(globs: readonly string[], tests: string): number {
  const packages = PACKAGES.map((name) => `--package=${name}`);
  const run = ['stryker', 'run', join(__dirname, 'stryker.config.json'), '--mutate', globs.join(',')];
  const { status } = spawnSync('npm', ['exec', '--yes', '--loglevel=error', ...packages, '--', ...run], {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, MUTATE_TESTS: tests },
  });
  return status ?? 1;
}

const digestOf = (file: string): string =>
  createHash('sha256')
    .update(readFileSync(join(ROOT, file)))
    .digest('hex');

const sources = (): readonly string[] =>
  SOURCES.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => `${folder}/${name}`),
  );

process.exitCode = main(process.argv.slice(2));
