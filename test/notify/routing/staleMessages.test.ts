import {
  ALERTS,
  type DispatcherHarness,
  OPS,
  openHarness,
  refuseIn,
  statesIn,
  withFallback,
} from '../harness';
import { acknowledged, at, incidentDelivery, note, recovered } from '../notifications';

const MINUTE_MS = 60_000;
const over = incidentDelivery(recovered(60, { revision: 3 }), { detectedAt: at(60) });

let harness: DispatcherHarness;
/** Mends the channel of the alerts. */
let mend: () => void;

/** An alert is told, its channel is archived, and somebody acknowledges it. */
beforeEach(async () => {
  harness = await openHarness();
  const dispatcher = harness.dispatcher('a', withFallback);
  await harness.enqueue(incidentDelivery());
  await harness.sendAll(dispatcher);
  mend = refuseIn(harness, ALERTS);
  await harness.enqueue(acknowledged, note());
  await harness.sendAll(dispatcher, 2 * MINUTE_MS);
});
afterEach(() => harness.stop());

const states = (channel: string): string[] => statesIn(harness, channel);

/** Everybody's messages in both channels; how it goes on is told by another copy, which knows nothing of what was refused. */
const worked = async (forMs: number) => {
  await harness.sendAll(harness.dispatcher('b', withFallback), forMs);
  return { alerts: states(ALERTS), ops: states(OPS), waits: await harness.pendingIds() };
};

describe('An alert whose channel is archived midway', () => {
  test('goes on in the fallback, in one thread, and its first message waits to be changed', async () => {
    await harness.enqueue(over, note('note:2'));
    const { alerts, ops, waits } = await worked(2 * MINUTE_MS);
    const [root, ...replies] = harness.standing(OPS);
    expect([alerts, ops, replies.map(({ threadTs }) => threadTs === root?.ts), waits]).toEqual([
      ['no_sign_of_life open r1'],
      ['no_sign_of_life recovered r3', 'note:1', 'note:2'],
      [true, true],
      [over.id],
    ]);
  });

  test('has its first message brought to its end when the channel is back, though nothing new happens', async () => {
    await harness.enqueue(over);
    await worked(2 * MINUTE_MS);
    mend();
    expect(await worked(10 * MINUTE_MS)).toEqual({
      alerts: ['no_sign_of_life recovered r3'],
      ops: ['no_sign_of_life recovered r3', 'note:1'],
      waits: [],
    });
  });

  test('has its first message brought to its end also when somebody has removed the one in the fallback', async () => {
    await harness.enqueue(over);
    await worked(2 * MINUTE_MS);
    await harness.port.remove({ channel: OPS, ts: harness.standing(OPS)[0]?.ts ?? '' });
    mend();
    expect(await worked(10 * MINUTE_MS)).toMatchObject({
      alerts: ['no_sign_of_life recovered r3'],
      waits: [],
    });
  });

  test('has both messages changed from then on', async () => {
    mend();
    await worked(10 * MINUTE_MS);
    await harness.enqueue(over);
    expect(await worked(10 * MINUTE_MS)).toMatchObject({
      alerts: ['no_sign_of_life recovered r3'],
      ops: ['no_sign_of_life recovered r3', 'note:1'],
    });
  });

  test('goes on in its first message when the fallback is archived later', async () => {
    mend();
    await worked(10 * MINUTE_MS);
    const mendFallback = refuseIn(harness, OPS);
    await harness.enqueue(over, note('note:2'));
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
    await harness.port.remove({ channel: ALERTS, ts: harness.standing(ALERTS)[0]?.ts ?? '' });
    mend();
    await harness.enqueue(over);
    expect(await worked(10 * MINUTE_MS)).toMatchObject({ alerts: [], waits: [] });
  });

  test('waits, and is not overdue however long: the fallback has reported it', async () => {
    const dispatcher = harness.dispatcher('b', withFallback);
    await harness.sendAll(dispatcher, 60 * MINUTE_MS);
    expect(dispatcher.health()).toMatchObject({ pending: 1, oldest: null });
  });

  test('is not said to be in Slack perhaps: a change is made anew, whatever became of the last', async () => {
    await worked(60 * MINUTE_MS);
    const [left] = await harness.alertStore.pending();
    expect(left?.attempts).toMatchObject({
      lastFailure: { kind: 'channel', detail: 'is_archived' },
      inDoubtSince: null,
    });
  });
});
