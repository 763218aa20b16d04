import { widthOf } from '../../src/cli/render/wrap';
import { type CliHarness, cliHarness } from '../helpers/cliHarness';
import { loadRecordingIntoMemory } from '../helpers/recording';
import { writeJob } from '../helpers/tuningState';

describe('arbwatch watch', () => {
  let cli: CliHarness;
  beforeEach(() => {
    cli = cliHarness();
    loadRecordingIntoMemory(cli.store);
  });

  const watch = (...args: string[]): Promise<number> => cli.run('watch', ...args);
  const shown = (): string => cli.stdout.join('');
  /** Ctrl-C at the n-th text. */
  const interruptAt = (n: number): void => {
    cli.onWrite = () => {
      if (cli.stdout.length + cli.stderr.length === n) cli.interrupted.abort();
    };
  };

  describe('without a target', () => {
    test('shows all traders once in a pipe, and ends with 0', async () => {
      expect(await watch()).toBe(0);
      expect(cli.stdout).toHaveLength(1);
      for (const name of ['live docker', 'paper docker', 'shadow docker']) expect(shown()).toContain(name);
      expect(cli.stderr).toEqual([]);
    });

    test('shows traders of which there are more than fit into a message of Slack', async () => {
      for (let i = 0; i < 50; i++) cli.store.set(`paper:lab${i}:arbitrage:stats:trades_total`, `${i}`);
      await watch();
      for (let i = 0; i < 50; i++) expect(shown()).toContain(`paper lab${i}:`);
    });

    test('with --json prints all of them on one line, each with the fields that it has alone', async () => {
      await watch('--json');
      const { targets, neverReported } = JSON.parse(shown());
      cli.stdout.length = 0;
      await watch('--json', '--target', 'paper');
      expect(targets.map(({ mode }: { mode: string }) => mode)).toEqual(['live', 'paper', 'shadow']);
      expect(targets[1]).toEqual(JSON.parse(shown()));
      expect(neverReported).toEqual([]);
    });
  });

  test('shows a trader once and ends with 0', async () => {
    expect(await watch('--target', 'paper')).toBe(0);
    expect(cli.stdout).toHaveLength(1);
    expect(shown()).toContain('10,012,345.67');
    expect(cli.stderr).toEqual([]);
  });

  test.each([['paper', 'docker'], ['paper:docker'], ['docker', 'PAPER']])(
    'shows the trader that words name: %s %s',
    async (...words) => {
      expect(await watch(...words.filter((word) => word !== undefined))).toBe(0);
      expect(shown()).toContain('10,012,345.67');
    },
  );

  test('shows times in the zone of the terminal', async () => {
    await watch('--target', 'paper');
    expect(shown()).toContain('16:41:44 GMT+9');
  });

  test('with --json prints one snapshot on one line, with times in ISO 8601 with zone', async () => {
    await watch('--target', 'paper', '--json');
    expect(shown().endsWith('\n')).toBe(true);
    expect(shown().trim()).not.toContain('\n');
    expect(JSON.parse(shown())).toMatchObject({
      tradesTotal: 1287,
      totalBalance: 10012345.67,
      heartbeatComponent: 'trader',
      lastHeartbeat: '2026-11-22T07:41:39.844Z',
      liveEnabled: null,
    });
  });

  test('says which traders there are where the one that is named is none of them, and ends with 1', async () => {
    expect(await watch('--target', 'live', '--env', 'dockr')).toBe(1);
    expect(shown()).toContain('live dockr');
    expect(cli.stderr.join('')).toBe(
      'There is no live trader on dockr. Did you mean docker? Known: live docker, paper docker, shadow docker.\n',
    );
  });

  test('takes any env, and a key prefix that is configured', async () => {
    cli.store.set('live:my env:other:stats:trades_total', '4321');
    cli.env.STATE_KEY_PREFIX = 'arbitrage,other';
    expect(await watch('--target', 'live', '--env', 'my env', '--prefix', 'other')).toBe(0);
    expect(shown()).toContain('4,321');
    expect(cli.stderr).toEqual([]);
    expect(await watch('--prefix', 'another')).toBe(2);
    expect(cli.stderr.join('')).toContain('--prefix another is not one of STATE_KEY_PREFIX');
  });

  describe('a tuning session', () => {
    test('is shown with its total, its workers and what is done', async () => {
      await watch(
        '--target',
        'tuning',
        '--session-id',
        'd28-demo-session',
        '--total-iterations',
        '10',
        '--json',
      );
      expect(JSON.parse(shown())).toMatchObject({
        completedIterations: 10,
        totalIterations: 10,
        progressPct: 100,
        workers: ['worker-1', 'worker-2', 'worker-3'],
      });
    });

    test.each([
      [['--session-id', 'd28']],
      [['--target', 'tuning', '--session-id', 'd28-demo']],
      [['tuning', 'd28', '10']],
    ])('is found by the start of its id: %s', async (args) => {
      expect(await watch(...args, '--json')).toBe(0);
      expect(JSON.parse(shown())).toMatchObject({ sessionId: 'd28-demo-session', completedIterations: 10 });
    });

    test.each([[['--session-id', 'd29']], [['tuning', 'd29']]])(
      'that does not exist is told with the nearest, and ends with 1: %s',
      async (args) => {
        expect(await watch(...args)).toBe(1);
        expect(shown()).toMatch(/No tuning session .*d29/);
        expect(shown()).toContain('d28-demo-session');
      },
    );

    test('that is one of several of the same start comes with all of them, and ends with 1', async () => {
      writeJob(cli.store, 'j1', { session: 'd28-other' });
      expect(await watch('tuning', 'd28')).toBe(1);
      for (const name of ['d28-other', 'd28-demo-session']) expect(shown()).toContain(name);
    });

    test('with --json has the plan, the number of runs and the failed jobs', async () => {
      cli.store.clear();
      loadRecordingIntoMemory(cli.store, 'tuning-run-again.redis');
      cli.clock.set('2026-11-28T20:31:00Z');
      for (const [session, runs] of [
        ['d28-demo-session', 3],
        ['retry-demo', 2],
      ] as const) {
        cli.stdout.length = 0;
        await watch('--target', 'tuning', '--session-id', session, '--json');
        expect(JSON.parse(shown())).toMatchObject({
          completedIterations: 6,
          haveJobsEnded: true,
          runningAgain: false,
          jobs: { planned: 6, runs, failed: [], succeeded: 2, plannedAtLeast: 6 },
        });
      }
    });

    test.each(['d28-demo-session', 'retry-demo'])(
      '%s, which was run again, is shown finished',
      async (session) => {
        loadRecordingIntoMemory(cli.store, 'tuning-run-again.redis');
        cli.clock.set('2026-11-28T20:31:00Z');
        await watch('--target', 'tuning', '--session-id', session);
        expect(shown()).toContain('100 % · 6 of 6 planned iterations');
        expect(shown()).toContain('finished');
        expect(shown()).not.toMatch(/FAILED|⚠️/m);
      },
    );

    test('may be less than was done where Redis evicts keys, and says so', async () => {
      cli = cliHarness({
        eviction: async () => ({ policy: 'allkeys-random', evictedKeys: 1, isLimited: true }),
      });
      loadRecordingIntoMemory(cli.store);
      await watch('--target', 'tuning', '--session-id', 'd28-demo-session');
      await watch('--target', 'tuning', '--session-id', 'gone');
      expect(cli.stdout[0]).toContain('Redis evicts keys here (allkeys-random): iterations may');
      expect(cli.stdout[1]).toContain('Redis evicts keys here (allkeys-random): there may have been one');
    });

    test('has no mode where it is known by a job alone that does not tell it', async () => {
      writeJob(cli.store, 'j1', { session: 'dist-1', fields: { mode: null } });
      await watch('--target', 'tuning', '--session-id', 'dist-1');
      expect(shown()).toContain('dist-1\nmode not reported, docker');
    });

    test('takes a total for this reading, and does not store it', async () => {
      await watch('tuning', '4d6cbb97', '10', '--json');
      await watch('tuning', '4d6cbb97', '--json');
      expect(cli.stdout.map((text) => JSON.parse(text).totalIterations)).toEqual([10, null]);
    });
  });

  test('ends with 1 when the state cannot be read, with the reason on stderr and nothing on stdout', async () => {
    cli.store.simulateOutage('unreachable');
    expect(await watch('--json')).toBe(1);
    expect(cli.stdout).toEqual([]);
    expect(cli.stderr.join('')).toMatch(
      /^The traders' state cannot be read: .*since 2026-11-22T07:41:44\.000Z\)\.\n$/,
    );
  });

  test.each([
    ['once', []],
    ['again and again', ['--interval', '1']],
  ])(
    'tries the first reading again while Redis cannot be reached, where it is to show %s',
    async (_, args) => {
      cli.retryForMs = 10_000;
      interruptAt(1);
      cli.store.simulateOutage('unreachable');
      setTimeout(() => cli.store.endOutage(), 100);
      expect(await watch(...args)).toBe(0);
      expect([cli.stdout.length, cli.stderr]).toEqual([1, []]);
    },
  );

  test.each([
    ['with 0 where it repeats', ['--interval', '1'], 0],
    ['with 1 where it was to show one reading', [], 1],
  ])('ends at Ctrl-C while Redis cannot be reached, %s', async (_, args, code) => {
    cli.retryForMs = 60_000;
    cli.store.simulateOutage('unreachable');
    setTimeout(() => cli.interrupted.abort(), 50);
    expect(await watch(...args)).toBe(code);
    expect([cli.stdout, cli.stderr]).toEqual([[], []]);
  });

  test.each(['slow', 'loading', 'refused'] as const)('does not try for long what is %s', async (reason) => {
    cli.retryForMs = 60_000;
    cli.store.simulateOutage(reason);
    expect(await watch()).toBe(1);
    expect(cli.stderr).toHaveLength(1);
  });

  test('repeats until Ctrl-C, and ends with 0', async () => {
    interruptAt(3);
    expect(await watch('--interval', '0.001', '--json')).toBe(0);
    expect(cli.stdout).toHaveLength(3);
  });

  test('ends with 1 when even the first of many readings fails', async () => {
    cli.store.simulateOutage('unreachable');
    expect(await watch('--interval', '0.001')).toBe(1);
  });

  test('continues when a later reading fails, and reports it', async () => {
    cli.onWrite = () => {
      if (cli.stdout.length === 1 && cli.stderr.length === 0) cli.store.simulateOutage('slow');
      if (cli.stderr.length === 1) cli.store.endOutage();
      if (cli.stdout.length === 2) cli.interrupted.abort();
    };
    expect(await watch('--interval', '0.001')).toBe(0);
    expect([cli.stdout.length, cli.stderr.length]).toEqual([2, 1]);
  });

  describe('on a terminal', () => {
    beforeEach(() => {
      cli.screen.isTTY = true;
    });
    const FAST = ['--target', 'paper', '--interval', '0.001', '--no-color'];

    test('repeats without being asked to, and says how to end it', async () => {
      interruptAt(1);
      expect(await watch('--no-color')).toBe(0);
      expect(shown()).toMatch(/\nq quits · every 2 s\n$/);
    });

    test('shows above what it read last that it cannot be read any more, in the same place', async () => {
      cli.onWrite = () => {
        if (cli.stdout.length === 1) cli.store.simulateOutage('slow');
        if (cli.stdout.length === 3) cli.interrupted.abort();
      };
      expect(await watch(...FAST)).toBe(0);
      expect(cli.stderr).toEqual([]);
      const [, , third = ''] = cli.stdout;
      expect(third.split('\u001b[0J')[1]).toMatch(
        /^The traders' state cannot be read:[\s\S]*\n\n🟢 Alive: paper docker/,
      );
      expect(third.match(/cannot be read/g)).toHaveLength(1);
    });

    test('shows it once with --once', async () => {
      expect(await watch('--once')).toBe(0);
      expect(cli.stdout).toHaveLength(1);
      expect(shown()).not.toContain('q quits');
    });

    test('redraws in place', async () => {
      interruptAt(2);
      await watch(...FAST);
      const [first = '', second = ''] = cli.stdout;
      const height = first.trimEnd().split('\n').length;
      expect(first).not.toContain('\u001b');
      expect(second.startsWith(`\u001b[${height}F\u001b[0J`)).toBe(true);
    });

    test('fits into 40 columns, whatever the names', async () => {
      cli.store.set('live:한국어로 된 아주 긴 이름의 환경:arbitrage:stats:live_enabled', '1');
      interruptAt(1);
      await watch('--no-color');
      for (const line of shown().split('\n')) expect([line, widthOf(line) <= 40]).toEqual([line, true]);
    });

    test('shows no more than fits, and scrolls', async () => {
      cli.screen.rows = 6;
      cli.onWrite = () => {
        if (cli.stdout.length === 1) cli.keyboard.press('\u001b[B');
        if (cli.stdout.length === 2) cli.keyboard.press('q');
      };
      await watch('--target', 'paper', '--no-color');
      const [first = '', second = ''] = cli.stdout;
      expect(first.split('\n')).toHaveLength(6);
      expect(first).toMatch(/\n… \d+ more lines\nq quits/);
      expect(second.split('\u001b[0J')[1]).toMatch(/^↑ 1 more line\n/);
    });

    test.each(['q', 'Q', '\u0003', '\u0004'])(
      'ends with 0 at the key %j, as it found the terminal',
      async (key) => {
        cli.onWrite = () => cli.keyboard.press(key);
        expect(cli.keyboard.isRaw).toBe(false);
        expect(await watch()).toBe(0);
        expect([cli.keyboard.isRaw, cli.keyboard.isHeard]).toEqual([false, false]);
      },
    );

    test.each([
      ['the first reading fails', () => cli.store.simulateOutage('refused')],
      ['it is interrupted', () => cli.interrupted.abort()],
    ])('leaves the terminal as it found it when %s', async (_, happen) => {
      happen();
      await watch();
      expect([cli.keyboard.isRaw, cli.keyboard.isHeard]).toEqual([false, false]);
    });

    test('reads no key where nothing can be pressed, as from a script', async () => {
      cli.keyboard.isTTY = false;
      cli.onWrite = () => {
        expect(cli.keyboard.isRaw).toBe(false);
        cli.interrupted.abort();
      };
      expect(await watch()).toBe(0);
    });

    test.each([
      ['once', 1, ['--once']],
      ['as JSON', 2, ['--interval', '0.001', '--json']],
    ])('shows all on a small terminal where it shows it %s', async (_, texts, args) => {
      cli.screen.rows = 2;
      interruptAt(texts);
      await watch(...args);
      expect(cli.stdout).toHaveLength(texts);
      expect(shown()).not.toContain('more line');
    });

    test('waits for a trader that is not there yet, and ends with 1 where it never came', async () => {
      interruptAt(3);
      expect(await watch('--target', 'live', '--env', 'soon', '--interval', '0.001')).toBe(1);
      expect(cli.stderr).toHaveLength(1);
    });
  });
});

describe('The colours of arbwatch watch', () => {
  const isColoured = async (
    isTTY: boolean,
    env: Record<string, string>,
    ...args: string[]
  ): Promise<boolean> => {
    const cli = cliHarness();
    loadRecordingIntoMemory(cli.store);
    cli.screen.isTTY = isTTY;
    Object.assign(cli.env, env);
    await cli.run('watch', '--once', ...args);
    return cli.stdout.join('').includes('\u001b[');
  };

  test.each<[boolean, string, boolean, Record<string, string>, string[]]>([
    [true, 'on a terminal', true, {}, []],
    [false, 'in a pipe', false, {}, []],
    [false, 'with NO_COLOR', true, { NO_COLOR: '1' }, []],
    [true, 'with an empty NO_COLOR', true, { NO_COLOR: '' }, []],
    [false, 'with --no-color', true, {}, ['--no-color']],
    [true, 'in a pipe with FORCE_COLOR', false, { FORCE_COLOR: '1' }, []],
    [false, 'with FORCE_COLOR=0', true, { FORCE_COLOR: '0' }, []],
    [true, 'with FORCE_COLOR beside NO_COLOR', true, { FORCE_COLOR: '1', NO_COLOR: '1' }, []],
    [false, 'with FORCE_COLOR and --no-color', true, { FORCE_COLOR: '1' }, ['--no-color']],
    [false, 'on a terminal that knows none', true, { TERM: 'dumb' }, []],
  ])('are shown: %s, %s', async (expected, _, isTTY, env, args) => {
    expect(await isColoured(isTTY, env, ...args)).toBe(expected);
  });
});
