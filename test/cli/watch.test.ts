import { watch } from '../../src/cli/watch';
import { parseWatchOptions } from '../../src/cli/watchOptions';
import { loadCliConfig } from '../../src/config';
import type { SessionFinder } from '../../src/monitors/tuning/sessionFinder';
import type { AskEviction } from '../../src/redis/eviction';
import { MemoryStore } from '../../src/state/stores/memoryStore';
import { type SettableClock, settableClock } from '../helpers/clock';
import { loadRecordingIntoMemory } from '../helpers/recording';
import { writeJob } from '../helpers/tuningState';

describe('watch', () => {
  let clock: SettableClock;
  let store: MemoryStore;
  let sessions: SessionFinder | undefined;
  let eviction: AskEviction | undefined;
  let interrupted: AbortController;
  let terminal: boolean;
  let columns: number;
  let rows: number;
  let retryForMs: number;
  let stdout: string[];
  let stderr: string[];
  /** Called at every text on stdout or stderr. */
  let onWrite: () => void;

  beforeEach(() => {
    clock = settableClock('2026-11-22T07:41:44Z');
    store = new MemoryStore(clock);
    loadRecordingIntoMemory(store);
    [sessions, eviction] = [undefined, undefined];
    interrupted = new AbortController();
    terminal = false;
    columns = 40;
    rows = 0;
    retryForMs = 50;
    [stdout, stderr] = [[], []];
    onWrite = () => undefined;
  });

  const writingTo = (texts: string[]) => ({
    isTTY: terminal,
    columns,
    rows,
    write: (text: string) => {
      texts.push(text);
      onWrite();
    },
  });
  const run = (...args: string[]): Promise<number> =>
    watch(parseWatchOptions(args), loadCliConfig({}), {
      store,
      ...(sessions && { sessions }),
      ...(eviction && { eviction }),
      clock,
      stdout: writingTo(stdout),
      stderr: writingTo(stderr),
      zone: 'Asia/Seoul',
      signal: interrupted.signal,
      retryForMs,
    });
  /** Ctrl-C at the n-th text. */
  const interruptAt = (n: number): void => {
    onWrite = () => {
      if (stdout.length + stderr.length === n) interrupted.abort();
    };
  };

  test('shows a trader once and ends with 0', async () => {
    expect(await run('--target', 'paper')).toBe(0);
    expect(stdout).toHaveLength(1);
    expect(stdout[0]).toContain('10,012,345.67');
    expect(stderr).toEqual([]);
  });

  test('shows times in the zone of the terminal', async () => {
    await run();
    expect(stdout.join('')).toContain('16:41:44');
  });

  test('with --json prints one snapshot on one line, with times in ISO 8601 with zone', async () => {
    await run('--json');
    const text = stdout.join('');
    expect(text.endsWith('\n')).toBe(true);
    expect(text.trim()).not.toContain('\n');
    expect(JSON.parse(text)).toMatchObject({
      tradesTotal: 1287,
      totalBalance: 10012345.67,
      heartbeatComponent: 'trader',
      lastHeartbeat: '2026-11-22T07:41:39.844Z',
      liveEnabled: null,
    });
  });

  test('says which traders there are where the one that is named is none of them', async () => {
    expect(await run('--target', 'live', '--env', 'dockr')).toBe(0);
    expect(stdout.join('')).toContain('live dockr');
    expect(stderr.join('')).toBe(
      'There is no live trader on dockr. Did you mean docker? Known: live docker, paper docker, shadow docker.\n',
    );
  });

  test('takes any env, and a key prefix that is configured', async () => {
    store.set('live:my env:other:stats:trades_total', '4321');
    const config = loadCliConfig({ STATE_KEY_PREFIX: 'arbitrage,other' });
    const options = parseWatchOptions(['--target', 'live', '--env', 'my env', '--prefix', 'other']);
    const [out, err] = [writingTo(stdout), writingTo(stderr)];
    const deps = { store, clock, stdout: out, stderr: err, zone: 'UTC', signal: interrupted.signal };
    expect(await watch(options, config, deps)).toBe(0);
    expect(stdout.join('')).toContain('4,321');
    expect(stderr).toEqual([]);
    await expect(run('--prefix', 'another')).rejects.toThrow(
      '--prefix another is not one of STATE_KEY_PREFIX',
    );
  });

  test('shows a tuning session', async () => {
    await run('--target', 'tuning', '--session-id', 'd28-demo-session', '--total-iterations', '10', '--json');
    expect(JSON.parse(stdout.join(''))).toMatchObject({
      completedIterations: 10,
      totalIterations: 10,
      progressPct: 100,
      workers: ['worker-1', 'worker-2', 'worker-3'],
    });
  });

  test('with --json has the plan, the number of runs and the failed jobs', async () => {
    store.clear();
    loadRecordingIntoMemory(store, 'tuning-run-again.redis');
    clock.advance(Date.parse('2026-11-28T20:31:00Z') - clock.now().getTime());
    for (const [session, runs] of [
      ['d28-demo-session', 3],
      ['retry-demo', 2],
    ] as const) {
      stdout.length = 0;
      await run('--target', 'tuning', '--session-id', session, '--json');
      expect(JSON.parse(stdout.join(''))).toMatchObject({
        completedIterations: 6,
        haveJobsEnded: true,
        runningAgain: false,
        jobs: { planned: 6, runs, failed: [], succeeded: 2, plannedAtLeast: 6 },
      });
    }
  });

  test.each(['d28-demo-session', 'retry-demo'])(
    'shows %s, which was run again, finished',
    async (session) => {
      loadRecordingIntoMemory(store, 'tuning-run-again.redis');
      clock.advance(Date.parse('2026-11-28T20:31:00Z') - clock.now().getTime());
      await run('--target', 'tuning', '--session-id', session);
      expect(stdout.join('')).toContain('100 % · 6 of 6 planned iterations, finished');
      expect(stdout.join('')).not.toMatch(/FAILED|^!/m);
    },
  );

  test('says that a session may be less than was done where Redis evicts keys', async () => {
    eviction = async () => ({ policy: 'allkeys-random', evictedKeys: 1, isLimited: true });
    await run('--target', 'tuning', '--session-id', 'd28-demo-session');
    await run('--target', 'tuning', '--session-id', 'gone');
    for (const text of stdout)
      expect(text).toContain('! Redis evicts keys here (allkeys-random): iterations may');
  });

  test('shows no mode for a session known by a job alone that does not tell it', async () => {
    writeJob(store, 'j1', { session: 'dist-1', fields: { mode: null } });
    await run('--target', 'tuning', '--session-id', 'dist-1');
    expect(stdout.join('')).toContain('Tuning session dist-1 (mode not reported, docker)');
  });

  test('ends with 1 when the state cannot be read, with the reason on stderr and nothing on stdout', async () => {
    store.simulateOutage('unreachable');
    expect(await run('--json')).toBe(1);
    expect(stdout).toEqual([]);
    expect(stderr.join('')).toMatch(/^The traders' state cannot be read: .*since 2026-11-22T07:41:44\.000Z/);
  });

  test.each([
    ['once', []],
    ['again and again', ['--interval', '1']],
  ])(
    'tries the first reading again while Redis cannot be reached, where it is to show %s',
    async (_, args) => {
      retryForMs = 10_000;
      interruptAt(1);
      store.simulateOutage('unreachable');
      setTimeout(() => store.endOutage(), 100);
      expect(await run(...args)).toBe(0);
      expect([stdout.length, stderr]).toEqual([1, []]);
    },
  );

  test.each([
    ['with 0 where it repeats', ['--interval', '1'], 0],
    ['with 1 where it was to show one reading', [], 1],
  ])('ends at Ctrl-C while Redis cannot be reached, %s', async (_, args, code) => {
    retryForMs = 60_000;
    store.simulateOutage('unreachable');
    setTimeout(() => interrupted.abort(), 50);
    expect(await run(...args)).toBe(code);
    expect([stdout, stderr]).toEqual([[], []]);
  });

  test.each(['slow', 'loading', 'refused'] as const)('does not try again what is %s', async (reason) => {
    retryForMs = 60_000;
    store.simulateOutage(reason);
    expect(await run()).toBe(1);
    expect(stderr).toHaveLength(1);
  });

  test('repeats until Ctrl-C, and ends with 0', async () => {
    interruptAt(3);
    expect(await run('--interval', '0.001', '--json')).toBe(0);
    expect(stdout).toHaveLength(3);
  });

  test.each([
    ['with 0 where it repeats', ['--interval', '1'], 0],
    ['with 1 where it was to show one reading', [], 1],
  ])('ends at Ctrl-C while a reading is waited for, %s', async (_, args, code) => {
    const find = (): Promise<never> => {
      setTimeout(() => interrupted.abort(), 10);
      return new Promise(() => undefined);
    };
    sessions = { find };
    expect(await run('--target', 'tuning', '--session-id', 'S', ...args)).toBe(code);
    expect([stdout, stderr]).toEqual([[], []]);
  });

  test('ends with 1 when even the first of many readings fails', async () => {
    store.simulateOutage('unreachable');
    expect(await run('--interval', '0.001')).toBe(1);
  });

  test('continues when a later reading fails, and reports it', async () => {
    onWrite = () => {
      if (stdout.length === 1 && stderr.length === 0) store.simulateOutage('slow');
      if (stderr.length === 1) store.endOutage();
      if (stdout.length === 2) interrupted.abort();
    };
    expect(await run('--interval', '0.001')).toBe(0);
    expect([stdout.length, stderr.length]).toEqual([2, 1]);
  });

  test('redraws in place on a terminal', async () => {
    terminal = true;
    interruptAt(2);
    await run('--interval', '0.001');
    const [first = '', second = ''] = stdout;
    // Every line is shorter than the terminal, or counts as the lines that it takes.
    const height = first
      .trimEnd()
      .split('\n')
      .reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / 40)), 0);
    expect(first).not.toContain('\u001b');
    expect(second.startsWith(`\u001b[${height}F\u001b[0J`)).toBe(true);
  });

  test('shows no more than fits on a terminal that it redraws', async () => {
    [terminal, rows, columns] = [true, 5, 100];
    interruptAt(2);
    await run('--interval', '0.001');
    expect(stdout[0]).toMatch(/\n… \d+ more lines\n$/);
    expect(stdout[1]?.startsWith('\u001b[4F\u001b[0J')).toBe(true);
  });

  test.each([
    ['once', 1, []],
    ['as JSON', 2, ['--interval', '0.001', '--json']],
  ])('shows all on a small terminal where it shows it %s', async (_, texts, args) => {
    [terminal, rows] = [true, 2];
    interruptAt(texts);
    await run(...args);
    expect(stdout).toHaveLength(texts);
    expect(stdout.join('')).not.toContain('more line');
  });

  test('redraws in place on a terminal that does not tell its width', async () => {
    terminal = true;
    columns = 0;
    interruptAt(2);
    await run('--interval', '0.001');
    const [first = '', second = ''] = stdout;
    expect(second.startsWith(`\u001b[${first.trimEnd().split('\n').length}F\u001b[0J`)).toBe(true);
  });

  test('writes below on what is no terminal', async () => {
    interruptAt(2);
    await run('--interval', '0.001');
    expect(stdout.join('')).not.toContain('\u001b');
  });

  test('draws below a failure that was told on the terminal, and over none of it', async () => {
    terminal = true;
    onWrite = () => {
      if (stdout.length === 1 && stderr.length === 0) store.simulateOutage('slow');
      if (stderr.length === 1) store.endOutage();
      if (stdout.length === 2) interrupted.abort();
    };
    await run('--interval', '0.001');
    expect(stdout[1]).not.toContain('\u001b');
  });

  test('prints each reading as JSON on a line of its own, on a terminal too', async () => {
    terminal = true;
    interruptAt(2);
    await run('--interval', '0.001', '--json');
    expect(stdout.join('')).not.toContain('\u001b');
  });
});
