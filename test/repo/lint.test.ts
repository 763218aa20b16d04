import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';

const ROOT = join(__dirname, '../..');

/** One line of code for each rule of the project's own, where it may not stand, and what the linter says. */
const CASES: readonly (readonly [folder: string, code: string, message: string])[] = [
  ['src/state', "import { Redis } from 'ioredis';", 'Only src/redis/ imports ioredis'],
  ['src/monitors', "import { App } from '@slack/bolt';", 'Only src/slack/ imports Bolt'],
  ['src/digests', "import { schedule } from 'node-cron';", 'Only src/jobs/cronSchedule.ts imports node-cron'],
  ['src/notify', "import { Counter } from 'prom-client';", 'Only src/metrics/ imports prom-client'],
  ['src/jobs', "import { x } from '../../sandbox';", 'The product does not import the sandbox'],
  ['src/lib', "import { x } from '../state/keys';", 'src/lib/ is the lowest layer'],
  ['formatters/live', "import { x } from '../../src/state/keys';", 'formatters/ import only types'],
  ['src/alerting', "import { x } from '../notify/x';", 'import only types from src/notify/'],
  ['src/reload', "import { x } from '../slack/x';", 'src/reload/ reads the configuration again'],
  ['src/history', "import { x } from '../notify/x';", 'src/history/ keeps what checks found'],
  [
    'src/notify',
    "import { x } from '../slack/outbound/x';",
    'src/notify/ imports only types from src/slack/',
  ],
  ['src/alerting/rules', 'export const x = Date.now();', 'Only src/lib/clock.ts reads the clock'],
  ['commands', 'process.exit(1);', 'Only src/main.ts uses process'],
];

/** What the same rules leave alone. */
const ALLOWED: readonly (readonly [folder: string, code: string])[] = [
  ['src/redis/tracking', "import { Redis } from 'ioredis';"],
  ['src/slack/inbound', "import { App } from '@slack/bolt';"],
  ['formatters/live', "import type { x } from '../../src/state/keys';"],
  ['src/alerting', 'export const x = new Date(0);'],
  ['sandbox', 'export const x = process.env;'],
];

const report = z.object({
  diagnostics: z.array(
    z.object({ message: z.string(), category: z.string(), location: z.object({ path: z.string() }) }),
  ),
});
/** What a file of one line lacks anyway. */
const BESIDE_THE_POINT = /noUnused|noUndeclaredDependencies|noUnresolvedImports|useImportType/;

/** What the linter says of each line of code with the project's own rules, in one run. */
function messagesOf(
  cases: readonly (readonly [folder: string, code: string, ...rest: string[]])[],
): string[][] {
  const dir = mkdtempSync(join(tmpdir(), 'arbwatch-lint-'));
  try {
    for (const name of ['biome.json', 'biome', 'package.json'])
      cpSync(join(ROOT, name), join(dir, name), { recursive: true });
    const files = cases.map(([folder], i) => `${folder}/case${i}.ts`);
    for (const [i, file] of files.entries()) {
      mkdirSync(dirname(join(dir, file)), { recursive: true });
      writeFileSync(join(dir, file), `${cases[i]?.[1]}\n`);
    }
    const args = ['lint', '--vcs-enabled=false', '--max-diagnostics=none', '--reporter=json', '.'];
    const { stdout } = spawnSync(join(ROOT, 'node_modules/.bin/biome'), args, { cwd: dir, encoding: 'utf8' });
    const found = report.parse(JSON.parse(stdout)).diagnostics;
    return files.map((file) =>
      found
        .filter(({ location, category }) => location.path === file && !BESIDE_THE_POINT.test(category))
        .map(({ message }) => message),
    );
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

describe('The linter', () => {
  const messages = messagesOf([...CASES, ...ALLOWED]);

  test.each(CASES.map(([folder, code, message], i) => ({ i, folder, code, message })))(
    'refuses `$code` in $folder: $message',
    ({ i, message }) => {
      expect(messages[i]).toEqual([expect.stringContaining(message)]);
    },
  );

  test.each(ALLOWED.map(([folder, code], i) => ({ i: CASES.length + i, folder, code })))(
    'allows `$code` in $folder',
    ({ i }) => {
      expect(messages[i]).toEqual([]);
    },
  );
});
