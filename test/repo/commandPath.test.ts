import { readFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { join, relative } from 'node:path';
import { type BotUnderTest, startBotUnderTest } from '../helpers/botUnderTest';
import { type RedisServer, startRedis } from '../helpers/redisServer';

const ROOT = join(__dirname, '../..');
const PRODUCT = /^(src|commands|formatters)\//;

/** The files of the table in docs/architecture.md, in its order. */
const documented = (): string[] => {
  const page = readFileSync(join(ROOT, 'docs/architecture.md'), 'utf8');
  return [...page.matchAll(/^\| \d+ \| \[[^\]]+\]\(\.\.\/([^)]+)\)/gm)].map(([, file]) => file ?? '');
};

const moduleOf = (file: string): string => file.split('/')[file.startsWith('src/') ? 1 : 0] ?? '';

interface Trace {
  /** The product's files of which a function ran. */
  readonly ran: ReadonlySet<string>;
  /** Those of which an async function did: the response waited for it. */
  readonly awaited: ReadonlySet<string>;
}

/** What runs in this process while `action` does. */
async function traced(action: () => Promise<unknown>): Promise<Trace> {
  const session = new Session();
  session.connect();
  await session.post('Debugger.enable');
  await session.post('Profiler.enable');
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
  await session.post('Profiler.takePreciseCoverage');
  await action();
  const { result } = await session.post('Profiler.takePreciseCoverage');
  const [ran, awaited] = [new Set<string>(), new Set<string>()];
  for (const { url, scriptId, functions } of result) {
    const file = relative(ROOT, url.replace('file://', ''));
    if (!PRODUCT.test(file)) continue;
    const { scriptSource } = await session.post('Debugger.getScriptSource', { scriptId });
    for (const { ranges } of functions) {
      const [range] = ranges;
      if (range === undefined || range.count === 0) continue;
      ran.add(file);
      if (/^async\b/.test(scriptSource.slice(range.startOffset))) awaited.add(file);
    }
  }
  session.disconnect();
  return { ran, awaited };
}

describe('A status command', () => {
  let redis: RedisServer;
  let bot: BotUnderTest;

  beforeAll(async () => {
    redis = await startRedis();
    await redis.client().set('paper:docker:arbitrage:stats:trades_total', '5');
    bot = await startBotUnderTest({ redisUrl: redis.url });
  });
  afterAll(async () => {
    await bot.stop();
    await redis.stop();
  });

  const ask = () => bot.slack.command('/arb-status', 'paper docker', { user: 'operator', channel: 'ops' });

  test('passes through the files that docs/architecture.md names, and waits in no other', async () => {
    await ask();
    // What runs by itself may run during one of them.
    const traces = [await traced(ask), await traced(ask), await traced(ask)];
    const files = documented();
    const isAlways = (file: string, of: keyof Trace) => traces.every((trace) => trace[of].has(file));
    expect(files.filter((file) => !isAlways(file, 'ran'))).toEqual([]);
    const awaited = [...(traces[0]?.awaited ?? [])].filter((file) => isAlways(file, 'awaited'));
    expect(awaited.filter((file) => !files.includes(file))).toEqual([]);
  });

  test('passes through at most 20 files of 8 modules', () => {
    const files = documented();
    expect(files.length).toBeGreaterThan(10);
    expect(files.length).toBeLessThanOrEqual(20);
    expect(new Set(files.map(moduleOf)).size).toBeLessThanOrEqual(8);
  });
});
