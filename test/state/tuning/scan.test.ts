import { MemoryStore } from '../../../src/state/stores/memoryStore';
import type { TuningScope } from '../../../src/state/tuning/keys';
import type { TuningRecord } from '../../../src/state/tuning/records';
import { scanTuning } from '../../../src/state/tuning/scan';
import { settableClock } from '../../helpers/clock';
import { iterationKey, writeIteration, writeJob } from '../../helpers/tuningState';

describe('A scan for tuning sessions', () => {
  let store: MemoryStore;

  beforeEach(() => {
    store = new MemoryStore(settableClock());
  });

  const recordsOf = async (scope: Partial<TuningScope> = {}, zone = 'UTC'): Promise<TuningRecord[]> => {
    const whole = { keyPrefix: 'arbitrage', session: { startsWith: '' }, ...scope };
    const records: TuningRecord[] = [];
    for await (const batch of scanTuning(store, whole, zone)) records.push(...batch);
    return records;
  };
  const sessionsOf = async (scope: Partial<TuningScope>): Promise<string[]> =>
    (await recordsOf(scope)).map(({ sessionId }) => sessionId).sort();

  test('finds iterations and jobs in one pass', async () => {
    writeIteration(store, 1);
    writeJob(store, 'j1');
    expect((await recordsOf()).map(({ kind }) => kind).sort()).toEqual(['iteration', 'job']);
  });

  test.each(['qa', 'a:b', 'my env', '*', 'paper:arbitrage:x'])('finds what runs on "%s"', async (env) => {
    writeIteration(store, 1, { namespace: `tuning:${env}:paper` });
    writeIteration(store, 1, { namespace: 'tuning:docker:paper' });
    store.setHash(`orchestrator:${env}:arbitrage:session:S:job:j1`, { session_id: 'S' });
    expect((await recordsOf({ env })).map((record) => [record.kind, record.env]).sort()).toEqual([
      ['iteration', env],
      ['job', env],
    ]);
    expect(new Set((await recordsOf()).map((record) => record.env))).toEqual(new Set([env, 'docker']));
  });

  test.each([
    ['tuning:docker:paper:arbitrage:tuning_result:1'],
    ['tuning:docker:paper:arbitrage:tuning_session:S'],
    ['tuning:docker:paper:arbitrage:tuning_session:S:worker:w'],
    ['tuning:docker:paper:arbitrage:tuning_session:S:worker:w:iteration:one'],
    ['tuning:docker:paper:arbitrage:tuning_session:S:worker:w:iteration:99999999999999999999'],
    ['tuning:paper:docker:arbitrage:tuning_session:S:worker:w:iteration:1'],
    ['orchestrator:docker:arbitrage:session:S'],
    ['paper:docker:arbitrage:session:S:job:1'],
    ['other:tuning:docker:paper:arbitrage:tuning_session:S:worker:w:iteration:1'],
    ['tuning:docker:paper:my_arbitrage:tuning_session:S:worker:w:iteration:1'],
  ])('takes no notice of %s', async (key) => {
    store.setHash(key, { iteration: '1' });
    expect(await recordsOf()).toEqual([]);
  });

  test('for one session leaves out those that only start with its id', async () => {
    for (const session of ['S', 'S2', 'S:2', 'S:worker:x']) writeIteration(store, 1, { session });
    expect(await sessionsOf({ session: { id: 'S' } })).toEqual(['S']);
  });

  test('for a prefix finds every session that starts with it', async () => {
    for (const session of ['abc', 'abd', 'xab']) writeIteration(store, 1, { session });
    expect(await sessionsOf({ session: { startsWith: 'ab' } })).toEqual(['abc', 'abd']);
  });

  test.each([
    '*',
    '?',
    '[a-z]',
    '[^x]',
    '\\',
    'a*c',
    '^',
    'x-y',
    'with space',
    'a:b',
    '세션',
    '😀',
    '\n',
    '__proto__',
  ])('takes %j in a session id as it stands', async (session) => {
    writeIteration(store, 1, { session });
    writeIteration(store, 1, { session: 'abc' });
    writeIteration(store, 1, { session: 'q' });
    expect(await sessionsOf({ session: { id: session } })).toEqual([session]);
  });

  test('is limited to the given mode and env', async () => {
    writeIteration(store, 1, { session: 'a', namespace: 'tuning:docker:paper' });
    writeIteration(store, 1, { session: 'b', namespace: 'tuning:docker:live' });
    writeIteration(store, 1, { session: 'c', namespace: 'tuning:local:paper' });
    expect(await sessionsOf({ env: 'docker', mode: 'paper' })).toEqual(['a']);
  });

  test('reads a session whose name contains ":worker:", because the hash tells where the name ends', async () => {
    writeIteration(store, 3, { session: 'a:worker:b', worker: 'c:iteration:9' });
    expect(await recordsOf()).toMatchObject([
      { sessionId: 'a:worker:b', worker: 'c:iteration:9', n: 3, problems: [] },
    ]);
  });

  test('believes the key where the hash contradicts it, and reports that', async () => {
    writeIteration(store, 3, { fields: { iteration: '4' } });
    const [record] = await recordsOf();
    expect(record).toMatchObject({ sessionId: 'S', worker: 'w', n: 3 });
    expect(record?.problems).toEqual([
      { key: iterationKey(3), what: 'says it is iteration 4 of another worker or session than its key' },
    ]);
  });

  test('believes the key where the hash does not say, and reports what is missing', async () => {
    writeIteration(store, 3, { fields: { worker_id: null, status: null } });
    const [record] = await recordsOf();
    expect(record).toMatchObject({ worker: 'w', n: 3, status: null });
    expect(record?.problems.map(({ what }) => what)).toEqual([
      'field "worker_id" is missing',
      'field "status" is missing',
    ]);
  });

  test('reports a key of the wrong type, once', async () => {
    store.set(iterationKey(1), 'text');
    expect((await recordsOf())[0]?.problems).toEqual([{ key: iterationKey(1), what: 'is not a hash' }]);
  });

  test('reads times in the zone of the machines that wrote them', async () => {
    writeIteration(store, 1, { fields: { timestamp: '2026-11-22T16:00:00' } });
    writeJob(store, 'j1', { fields: { finished_at: '2026-11-22T17:00:00' } });
    const records = await recordsOf({}, 'Asia/Seoul');
    expect(records.map((record) => (record.kind === 'job' ? record.finishedAt : record.at))).toEqual([
      new Date('2026-11-22T07:00:00Z'),
      new Date('2026-11-22T08:00:00Z'),
    ]);
  });

  test('finds a job without a mode, and reports the missing mode', async () => {
    writeJob(store, 'j1', { fields: { mode: null } });
    expect(await recordsOf({ mode: 'paper' })).toMatchObject([
      { kind: 'job', mode: null, problems: [{ what: 'field "mode" is missing' }] },
    ]);
  });

  test('leaves out the jobs of another mode', async () => {
    writeJob(store, 'j1', { fields: { mode: 'shadow' } });
    expect(await recordsOf({ mode: 'paper' })).toEqual([]);
  });

  test('reads a job whose session name contains ":job:", because the hash tells where the name ends', async () => {
    writeJob(store, 'j1', { session: 'a:job:b' });
    expect(await recordsOf()).toMatchObject([{ sessionId: 'a:job:b', jobId: 'j1' }]);
  });

  test('stops when its caller does', async () => {
    for (let n = 1; n <= 5_000; n += 1) writeIteration(store, n);
    let read = 0;
    const counting = Object.assign(Object.create(store), {
      hash: (key: string) => {
        read += 1;
        return store.hash(key);
      },
    }) as MemoryStore;
    for await (const _ of scanTuning(counting, { keyPrefix: 'arbitrage', session: { id: 'S' } }, 'UTC'))
      break;
    expect(read).toBeLessThan(5_000);
  });
});
