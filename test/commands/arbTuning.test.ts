import { StateUnavailableError } from '../../src/redis/errors';
import { type CommandHarness, createCommandHarness, type SeenAnswer } from '../helpers/commandHarness';
import { loadRecordingIntoMemory } from '../helpers/recording';
import { writeIteration, writeJob } from '../helpers/tuningState';

describe('/arb-tuning', () => {
  let kit: CommandHarness;

  beforeEach(() => {
    kit = createCommandHarness();
  });

  const ask = (words: string): Promise<SeenAnswer> => kit.ask(`/arb-tuning ${words}`);
  const write = (session: string, iterations = 1, namespace = 'tuning:docker:paper'): void => {
    for (let n = 1; n <= iterations; n += 1) writeIteration(kit.store, n, { session, namespace });
  };

  test('takes a whole id', async () => {
    write('80a9c657-0d2e', 3);
    const { shown, text } = await ask('80a9c657-0d2e');
    expect(shown).toContain('3 iterations');
    expect(text).toContain('80a9c657-0d2e');
  });

  test('takes the start of an id that is unique', async () => {
    write('80a9c657-0d2e', 3);
    write('91b0c657-0d2e', 4);
    expect((await ask('80a')).shown).toContain('80a9c657-0d2e');
  });

  test('takes a whole id though another id starts with it', async () => {
    write('run', 2);
    write('run-2', 5);
    expect((await ask('run')).shown).toContain('2 iterations');
  });

  test('without words tells which of the sessions have jobs that failed', async () => {
    write('run', 2);
    writeJob(kit.store, 'j1', { session: 'run', fields: { status: 'FAILED', return_code: '1' } });
    expect((await ask('')).shown).toContain('2 iterations, total not known · ended · 🔴 1 job FAILED');
  });

  test('says of no session short of its total that it has ended, by id or in the list', async () => {
    write('run', 2);
    writeJob(kit.store, 'j1', { session: 'run' });
    expect((await ask('run')).shown).toContain('ended · 2 iterations');
    expect((await ask('run 10')).shown).toContain('20 % done · no iteration for');
    expect((await ask('')).shown).not.toContain('ended');
    expect((await ask('run 2')).shown).toContain('✅ Tuning: finished');
  });

  test('lists the candidates when several ids start so', async () => {
    write('run-1');
    write('run-2', 1, 'tuning:local:shadow');
    const { shown } = await ask('run');
    expect(shown).toContain('2 sessions could be run');
    expect(shown).toContain('run-1 · paper docker');
    expect(shown).toContain('run-2 · shadow local');
  });

  test('lists ten candidates and counts the others', async () => {
    for (let i = 10; i < 25; i += 1) write(`run-${i}`);
    expect((await ask('run')).shown).toContain('and 5 more');
  });

  test('asks which one when the same id runs in two places, and takes mode and env for an answer', async () => {
    write('same', 2);
    write('same', 5, 'tuning:local:shadow');
    expect((await ask('same')).shown).toContain('2 sessions could be same');
    expect((await ask('same shadow')).shown).toContain('5 iterations');
    expect((await ask('docker same')).shown).toContain('2 iterations');
  });

  test('of an id that nobody has suggests the nearest', async () => {
    write('80a9c657');
    write('ffffffff');
    const { shown } = await ask('80a9c567');
    expect(shown).toContain('No tuning session is called or starts with 80a9c567');
    expect(shown).toContain('80a9c657 · paper docker');
    expect(shown).not.toContain('ffffffff');
  });

  test('of a session that runs in another mode than the one given says where it runs', async () => {
    write('80a9c657', 1, 'tuning:local:shadow');
    expect((await ask('80a9c657 paper')).shown).toContain('80a9c657 · shadow local');
  });

  test('without words lists the sessions, the newest first, with their progress', async () => {
    write('old', 2);
    write('new', 30);
    const { shown } = await ask('');
    expect(shown.indexOf('new')).toBeGreaterThan(-1);
    expect(shown.indexOf('old')).toBeGreaterThan(shown.indexOf('new'));
    expect(shown).toContain('30 iterations');
  });

  test('without words lists ten sessions and counts the others', async () => {
    for (let i = 10; i < 25; i += 1) write(`run-${i}`);
    expect((await ask('')).shown).toContain('and 5 older sessions');
  });

  test('with a mode alone lists the sessions of that mode', async () => {
    write('mine');
    write('other', 1, 'tuning:docker:live');
    const { shown } = await ask('paper');
    expect(shown).toContain('mine');
    expect(shown).not.toContain('other');
  });

  test('of a session known by a job alone that does not tell its mode says so, by id and in the list', async () => {
    writeJob(kit.store, 'j1', { session: 'dist-1', fields: { mode: null } });
    expect((await ask('dist-1')).text).toContain('`dist-1` (mode not reported, docker)');
    expect((await ask('')).shown).toContain('mode not reported, docker · 0 workers');
  });

  test('over an empty Redis says that there are none', async () => {
    expect((await ask('')).shown).toMatch(/no tuning session/i);
  });

  test.each([
    ['a name with spaces', 'my run', '"my run"'],
    ['a name in typographic quotes', 'my run', '“my run”'],
    ['a name that is a mode', 'paper', '"paper"'],
    ['a name that is a number', '500', '500'],
    ['a name of wildcards', '*', '*'],
    ['a name with a question mark', 'a?', 'a?'],
    ['a name with brackets', '[ab]', '[ab]'],
    ['a name with colons', 'a:b:c', 'a:b:c'],
    ['a name with a backslash', 'a\\b', 'a\\b'],
    ['a Korean name', '세션', '세션'],
  ])('takes %s', async (_, session, typed) => {
    write(session, 7);
    write('a', 1);
    write('aXb', 1);
    expect((await ask(typed)).shown).toContain('7 iterations');
  });

  test('takes words in any order and case', async () => {
    write('run', 7, 'tuning:local:shadow');
    const { shown, public: isPublic } = await ask('PUBLIC Local run SHADOW 10');
    expect(shown).toContain('7 of 10 iterations');
    expect(isPublic).toBe(true);
  });
});

describe('/arb-tuning of the sessions that a real system ran more than once', () => {
  const ask = (words: string, now: string): Promise<SeenAnswer> => {
    const kit = createCommandHarness();
    loadRecordingIntoMemory(kit.store, 'tuning-run-again.redis');
    kit.clock.advance(Date.parse(now) - kit.clock.now().getTime());
    return kit.ask(`/arb-tuning ${words}`);
  };
  const MOMENTS = ['2026-11-28T20:30:50Z', '2026-11-29T09:00:00Z'];

  test.each(MOMENTS)('has one of three runs finished, with 6 of 6, at %s', async (now) => {
    const { shown, text } = await ask('d28-demo-session', now);
    expect(shown).toMatch(/^✅ Tuning: finished\n/);
    expect(shown).toContain('██████████ 100 % · 6 of 6 planned iterations');
    expect(shown).toContain('Run 3 times; this is the newest run.');
    expect(shown).not.toMatch(/total not known|Set the total|No iteration|Not counted|FAILED/);
    expect(text).toContain('has finished: 6 of 6 planned iterations by 2 workers');
  });

  test.each(MOMENTS)('has the one that failed first finished, with no failed job, at %s', async (now) => {
    const { shown } = await ask('retry-demo', now);
    expect(shown).toMatch(/^✅ Tuning: finished\n/);
    expect(shown).toContain('6 of 6 planned iterations');
    expect(shown).not.toMatch(/FAILED|🔴/);
  });

  test.each(MOMENTS)('has both finished in the list, at %s', async (now) => {
    const { shown } = await ask('', now);
    expect(shown.match(/100 % · 6 of 6 planned iterations · finished/g)).toHaveLength(2);
    expect(shown).not.toMatch(/FAILED|🔴/);
  });

  test('has its total from a person where one gave it', async () => {
    expect((await ask('d28-demo-session 6', MOMENTS[0] ?? '')).shown).toMatch(
      /^✅ Tuning: finished\n.*6 of 6 iterations/s,
    );
    expect((await ask('d28-demo-session 8', MOMENTS[0] ?? '')).shown).toContain('75 % · 6 of 8 iterations');
  });
});

describe('/arb-tuning where Redis evicts keys', () => {
  const evicting = (policy: string | null, evictedKeys: number | null) =>
    createCommandHarness({ eviction: async () => ({ policy, evictedKeys, isLimited: true }) });
  const SAID =
    'Redis evicts keys here (allkeys-lru): iterations may be missing, so this may be less than was done.';

  test('says so of a session that may be incomplete, of the list, and of a session that is not there', async () => {
    const kit = evicting('allkeys-lru', 40);
    writeIteration(kit.store, 1, { session: 'run' });
    for (const part of ['shown', 'text'] as const)
      expect((await kit.ask('/arb-tuning run'))[part]).toContain(SAID);
    expect((await kit.ask('/arb-tuning run 10')).shown).toContain(SAID);
    expect((await kit.ask('/arb-tuning')).shown).toContain(SAID);
    expect((await kit.ask('/arb-tuning gone')).text).toContain(
      'Redis evicts keys here (allkeys-lru): there may have been one.',
    );
  });

  test('says nothing of a session whose total has been written', async () => {
    const kit = evicting('allkeys-lru', 40);
    writeIteration(kit.store, 1, { session: 'run' });
    expect((await kit.ask('/arb-tuning run 1')).shown).not.toContain('evicts');
  });

  test.each([
    ['evicts none without a TTL', 'volatile-lru', 40],
    ['has evicted none', 'allkeys-lru', 0],
    ['does not tell', null, null],
  ])('says nothing where it %s', async (_, policy, evictedKeys) => {
    const kit = evicting(policy, evictedKeys);
    writeIteration(kit.store, 1, { session: 'run' });
    expect((await kit.ask('/arb-tuning run')).shown).not.toContain('evicts');
  });

  test('answers all the same while that cannot be asked', async () => {
    const kit = createCommandHarness({
      eviction: () => Promise.reject(new StateUnavailableError('slow', new Date(0))),
    });
    writeIteration(kit.store, 1, { session: 'run' });
    expect((await kit.ask('/arb-tuning run')).shown).toContain('1 iteration, total not known');
  });
});

describe('/arb-tuning of iterations that failed', () => {
  test('has them done: a session that has its total has finished', async () => {
    const kit = createCommandHarness();
    for (let n = 1; n <= 5; n += 1)
      writeIteration(kit.store, n, { session: 'run', fields: { status: n > 3 ? 'failed' : 'completed' } });
    const { shown, text } = await kit.ask('/arb-tuning run 5');
    expect(shown).toMatch(/^🟠 Tuning: finished, 2 failed\n/);
    expect(shown).toContain('100 % · 5 of 5 iterations');
    expect(shown).toContain('Not completed: 2 failed.');
    expect(shown).toContain('5 (2 failed)');
    expect(text).toContain('has finished, 2 failed: 5 of 5 iterations by 1 worker');
    expect((await kit.ask('/arb-tuning')).shown).toContain('5 of 5 iterations · finished, 2 failed');
  });
});
