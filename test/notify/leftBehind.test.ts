import {
  ALERTS,
  createDispatcherHarness,
  type DispatcherHarness,
  OPS,
  rejectIn,
  statesIn,
  withFallback,
} from '../helpers/dispatcherHarness';
import { acknowledged, at, incidentDelivery, note, recovered } from '../helpers/notifications';

const MINUTE_MS = 60_000;
const over = incidentDelivery(recovered(60, { revision: 3 }), { detectedAt: at(60) });

let desk: DispatcherHarness;
/** Mends the channel of the alerts. */
let mend: () => void;

/** An alert is told, its channel is archived, and somebody acknowledges it. */
beforeEach(async () => {
  desk = await createDispatcherHarness();
  const dispatcher = desk.dispatcher('a', withFallback);
  await desk.put(incidentDelivery());
  await desk.work(dispatcher);
  mend = rejectIn(desk, ALERTS);
  await desk.put(acknowledged, note());
  await desk.work(dispatcher, 2 * MINUTE_MS);
});
afterEach(() => desk.stop());

const states = (channel: string): string[] => statesIn(desk, channel);

/** Everybody's messages in both channels; how it goes on is told by another copy, which knows nothing of what was refused. */
const worked = async (forMs: number) => {
  await desk.work(desk.dispatcher('b', withFallback), forMs);
  return { alerts: states(ALERTS), ops: states(OPS), waits: await desk.waitingIds() };
};

describe('An alert whose channel is archived midway', () => {
  test('goes on in the fallback, in one thread, and its first message waits to be changed', async () => {
    await desk.put(over, note('note:2'));
    const { alerts, ops, waits } = await worked(2 * MINUTE_MS);
    const [root, ...replies] = desk.standing(OPS);
    expect([alerts, ops, replies.map(({ threadTs }) => threadTs === root?.ts), waits]).toEqual([
      ['no_sign_of_life open r1'],
      ['no_sign_of_life recovered r3', 'note:1', 'note:2'],
      [true, true],
      [over.id],
    ]);
  });

  test('has its first message brought to its end when the channel is back, though nothing new happens', async () => {
    await desk.put(over);
    await worked(2 * MINUTE_MS);
    mend();
    expect(await worked(10 * MINUTE_MS)).toEqual({
      alerts: ['no_sign_of_life recovered r3'],
      ops: ['no_sign_of_life recovered r3', 'note:1'],
      waits: [],
    });
  });

  test('has its first message brought to its end also when somebody has removed the one in the fallback', async () => {
    await desk.put(over);
    await worked(2 * MINUTE_MS);
    await desk.port.remove({ channel: OPS, ts: desk.standing(OPS)[0]?.ts ?? '' });
    mend();
    expect(await worked(10 * MINUTE_MS)).toMatchObject({
      alerts: ['no_sign_of_life recovered r3'],
      waits: [],
    });
  });

  test('has both messages changed from then on', async () => {
    mend();
    await worked(10 * MINUTE_MS);
    await desk.put(over);
    expect(await worked(10 * MINUTE_MS)).toMatchObject({
      alerts: ['no_sign_of_life recovered r3'],
      ops: ['no_sign_of_life recovered r3', 'note:1'],
    });
  });

  test('goes on in its first message when the fallback is archived later', async () => {
    mend();
    await worked(10 * MINUTE_MS);
    const mendFallback = rejectIn(desk, OPS);
    await desk.put(over, note('note:2'));
    const during = await worked(2 * MINUTE_MS);
    mendFallback();
    expect([during, await worked(10 * MINUTE_MS)]).toMatchObject([
      {
        alerts: ['no_sign_of_life recovered r3', 'note:2'],
        ops: ['no_sign_of_life acknowledged r2', 'note:1'],
      },
      {
        alerts: ['no_sign_of_life recovered r3', 'note:2'],
        ops: ['no_sign_of_life recovered r3', 'note:1'],
        waits: [],
      },
    ]);
  });

  test('waits for nothing when somebody has removed its first message', async () => {
    await desk.port.remove({ channel: ALERTS, ts: desk.standing(ALERTS)[0]?.ts ?? '' });
    mend();
    await desk.put(over);
    expect(await worked(10 * MINUTE_MS)).toMatchObject({ alerts: [], waits: [] });
  });

  test('is never overdue while it waits, because it was posted in the fallback', async () => {
    const dispatcher = desk.dispatcher('b', withFallback);
    await desk.work(dispatcher, 60 * MINUTE_MS);
    expect(dispatcher.health()).toMatchObject({ pending: 1, oldest: null });
  });

  test('is not said to be in Slack perhaps: a change is made anew, whatever became of the last', async () => {
    await worked(60 * MINUTE_MS);
    const [left] = await desk.alertStore.pending();
    expect(left?.attempts).toMatchObject({
      lastFailure: { kind: 'channel', detail: 'is_archived' },
      inDoubtSince: null,
    });
  });
});
