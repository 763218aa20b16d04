import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';

const ROOT = join(__dirname, '../..');

const IOREDIS = 'Only src/redis/ imports ioredis';
const BOLT = 'Only src/slack/ knows Bolt';
const CRON = 'Only src/jobs/cronSchedule.ts knows cron';
const PROM = 'Only src/metrics/ knows Prometheus';
const DECIDES = 'src/alerting/ decides';
const DIGESTS = 'src/digests/ makes digests of what is known';
const BRINGS = 'src/notify/ brings to Slack what is stored';
const RUNS = 'src/jobs/ runs what src/alerting/ decides';
const SANDBOX = 'Nothing that is shipped imports the sandbox';
const CLOCK = 'Only src/lib/clock.ts reads the clock';
const PROCESS = 'Only src/main.ts touches process';
const TYPES_ONLY = 'formatters/ import only types from other rooms';

/** Where something stands, what stands there, and the house's message; null where it is right. */
const CASES: readonly (readonly [path: string, code: string, message: string | null])[] = [
  ['src/redis', "import { Redis } from 'ioredis';", null],
  ['src/redis', "import { x } from '../state/keys';", 'src/redis/ is a careful Redis client'],
  ['src/redis/tracking', "import { x } from '../client';", null],
  ['src/lib', "import { x } from '../state/keys';", 'src/lib/ is the bottom of the house'],
  ['src/lib', "import { Redis } from 'ioredis';", IOREDIS],
  ['src/storage', "import { Redis } from 'ioredis';", IOREDIS],
  ['src/storage', "import { x } from '../state/keys';", null],
  ['src/storage', "import { x } from '../alerting';", 'src/storage/ keeps what the bot knows'],
  ['src/access', "import { x } from '../slack/x';", 'src/access/ says who may do what'],
  ['src/http', "import { x } from '../monitors/live/x';", 'src/http/ answers probes'],
  ['src/config', "import { x } from '../notify/dispatcher';", 'src/config/ reads settings'],
  ['src/metrics', "import { x } from '../notify/dispatcher';", 'src/metrics/ counts'],
  ['src/state', "import { Redis } from 'ioredis';", IOREDIS],
  ['src/state', "import { x } from '../monitors/x';", 'src/state/ reads what the trading system wrote'],
  ['src/state', "import { x } from '../config';", 'src/state/ reads what the trading system wrote'],
  ['src/state', "import { x } from '../../formatters';", 'src/state/ reads what the trading system wrote'],
  ['src/state', "import { x } from '../../sandbox';", SANDBOX],
  ['src/state', "import { App } from '@slack/bolt';", BOLT],
  ['src/monitors', "import { Redis } from 'ioredis';", IOREDIS],
  ['src/monitors', "import { App } from '@slack/bolt';", BOLT],
  ['src/monitors', "import { x } from '../../formatters';", 'Monitors turn state into snapshots'],
  ['src/monitors', "import { x } from '../slack/x';", 'Monitors turn state into snapshots'],
  ['src/monitors', "import { x } from '../state/keys';", null],
  ['commands', "import { Redis } from 'ioredis';", IOREDIS],
  ['commands', "import { App } from '@slack/bolt';", BOLT],
  ['commands', "import { x } from '../src/slack/x';", 'Commands know monitors, formatters and state'],
  ['commands', "import { x } from '../src/bot';", 'Commands know monitors, formatters and state'],
  ['commands', "import { x } from '../sandbox/x';", SANDBOX],
  ['commands', "import { x } from '../src/monitors/x';", null],
  ['src/slack', "import { App } from '@slack/bolt';", null],
  ['src/slack', "import { Redis } from 'ioredis';", IOREDIS],
  ['src/slack', "import { x } from '../monitors/x';", 'src/slack/ moves messages'],
  ['src/slack', "import { x } from 'node-cron';", CRON],
  ['src/cli', "import { x } from '../slack/x';", 'src/cli/ shows monitors in a terminal'],
  ['src/cli', "import { Redis } from 'ioredis';", IOREDIS],
  ['src/cli', "import { x } from '../../formatters';", null],
  ['src/digests', "import { Redis } from 'ioredis';", IOREDIS],
  ['src/digests', "import { x } from '../jobs/x';", DIGESTS],
  ['src/digests', "import { x } from '../../formatters';", DIGESTS],
  ['src/digests', "import { x } from '../alerting/known';", null],
  ['src/digests', "import type { x } from '../notify/model/notification';", null],
  ['src/alerting', "import { Redis } from 'ioredis';", IOREDIS],
  ['src/alerting', "import { App } from '@slack/bolt';", BOLT],
  ['src/alerting', "import { x } from '../slack/outbound/slackApi';", DECIDES],
  ['src/alerting', "import { x } from '../cli/x';", DECIDES],
  ['src/alerting', "import { x } from '../bot';", DECIDES],
  ['src/alerting', "import { x } from '../main';", DECIDES],
  ['src/alerting', "import { x } from '../jobs/x';", DECIDES],
  [
    'src/alerting',
    "import { x } from '../notify/model/notification';",
    'src/alerting/ and src/digests/ import only types from src/notify/',
  ],
  ['src/alerting', "import type { x } from '../notify/model/notification';", null],
  ['src/alerting', "import { x } from '../state/keys';", null],
  [
    'src/alerting/rules',
    "import { x } from '../../notify/x';",
    'src/alerting/ and src/digests/ import only types from src/notify/',
  ],
  ['src/notify', "import { Redis } from 'ioredis';", IOREDIS],
  ['src/notify', "import { App } from '@slack/bolt';", BOLT],
  [
    'src/notify',
    "import { x } from '../slack/outbound/webApi';",
    'src/notify/ imports only types from src/slack/',
  ],
  ['src/notify', "import type { x } from '../slack/outbound/slackApi';", null],
  ['src/notify', "import { x } from '../jobs/watcher';", BRINGS],
  ['src/notify', "import { x } from '../bot';", BRINGS],
  ['src/notify', "import { x } from '../alerting/act';", null],
  ['src/notify', "import { x } from 'prom-client';", PROM],
  ['src/jobs', "import { Redis } from 'ioredis';", IOREDIS],
  ['src/jobs', "import { x } from 'node-cron';", CRON],
  ['src/jobs', "import { x } from '../slack/outbound/webApi';", RUNS],
  ['src/jobs', "import { x } from '../bot';", RUNS],
  ['src/jobs', "import { x } from '../notify/dispatcher';", null],
  ['src/jobs', "import { x } from '../../sandbox';", SANDBOX],
  ['src/slack', "import { x } from 'prom-client';", PROM],
  ...['src', 'src/config'].flatMap(
    (room) =>
      [
        [room, "import { Redis } from 'ioredis';", IOREDIS],
        [room, "import { App } from '@slack/bolt';", BOLT],
        [room, "import { x } from 'node-cron';", CRON],
        [room, "import { x } from 'prom-client';", PROM],
      ] as const,
  ),
  ['src', "import { x } from '../sandbox';", SANDBOX],
  ['src', "import { x } from './slack/slack';", null],
  ['src/config', "import { x } from '../../sandbox';", SANDBOX],
  ['src/metrics', "import { Redis } from 'ioredis';", IOREDIS],
  ['src/metrics', "import { App } from '@slack/bolt';", BOLT],
  ['src/metrics', "import { x } from 'node-cron';", CRON],
  ['src/metrics', "import { x } from 'prom-client';", null],
  ['src/metrics', "import { x } from '../../sandbox';", SANDBOX],
  ['formatters', "import { Redis } from 'ioredis';", IOREDIS],
  ['formatters', "import { App } from '@slack/bolt';", BOLT],
  ['formatters', "import { x } from '../src/state/keys';", TYPES_ONLY],
  ['formatters', "import type { x } from '../src/state/keys';", null],
  ['formatters/live', "import { x } from '../blockKit/blocks';", null],
  ['formatters/live', "import { x } from '../../src/state/keys';", TYPES_ONLY],
  ...[
    'src/monitors',
    'src/lib',
    'src/redis',
    'src/state',
    'src/storage',
    'src/slack',
    'src/cli',
    'src/alerting',
    'src/notify',
    'src/jobs',
    'src',
    'commands',
    'formatters',
  ].flatMap(
    (room) =>
      [
        [room, 'export const x = new Date();', CLOCK],
        [room, 'export const x = Date.now();', CLOCK],
        [room, 'export const x = performance.now();', CLOCK],
        [room, 'export const x = new Date(0);', null],
        [room, 'export const x = process.env;', PROCESS],
        [room, 'process.exit(1);', PROCESS],
      ] as const,
  ),
  ['sandbox', 'export const x = process.env;', null],
  ['test', "test.skip('x', () => undefined);", "Don't disable tests"],
  ['src', 'console.log(1);', "Don't use console"],
];

const report = z.object({
  diagnostics: z.array(
    z.object({ message: z.string(), category: z.string(), location: z.object({ path: z.string() }) }),
  ),
});
/** What a file of one line lacks, which is not the house's own. */
const BESIDE_THE_POINT = /noUnused|noUndeclaredDependencies|noUnresolvedImports|useImportType/;

describe('The linter', () => {
  let dir: string;
  let found: z.output<typeof report>['diagnostics'];
  const fileOf = (i: number, room: string): string => `${room}/case${i}.ts`;

  // One run of the linter over all cases, with the house's own rules.
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'arbwatch-lint-'));
    for (const name of ['biome.json', 'biome', 'package.json'])
      cpSync(join(ROOT, name), join(dir, name), { recursive: true });
    for (const [i, [room, code]] of CASES.entries()) {
      const file = join(dir, fileOf(i, room));
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, `${code}\n`);
    }
    const biome = join(ROOT, 'node_modules/.bin/biome');
    const args = ['lint', '--vcs-enabled=false', '--max-diagnostics=none', '--reporter=json', '.'];
    const { stdout } = spawnSync(biome, args, { cwd: dir, encoding: 'utf8', maxBuffer: 16 * 1024 * 1024 });
    found = report.parse(JSON.parse(stdout)).diagnostics;
  });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  test.each(CASES.map(([room, code, message], i) => ({ i, room, code, message })))(
    'in $room says of `$code`: $message',
    ({ i, room, message }) => {
      const said = found
        .filter(
          ({ location, category }) => location.path === fileOf(i, room) && !BESIDE_THE_POINT.test(category),
        )
        .map((each) => each.message);
      if (message === null) expect(said).toEqual([]);
      else expect(said).toContainEqual(expect.stringContaining(message));
    },
  );
});
