import { FOLLOWED_NAME } from '../../src/follow/followStore';
import { MOST_A_MINUTE, updateIntervalMs } from '../../src/follow/interval';
import { followWorld, plain } from '../helpers/followWorld';

const refusal = (code: string, scope: 'channel' | 'message' | 'token' | 'transient' | 'unknown') =>
  ({ kind: 'rejected', code, scope }) as const;
const ambiguous = { kind: 'ambiguous', detail: 'time-out' } as const;
const ID = 'C1 /arb-status paper docker';

describe('A followed message', () => {
  test('is posted once, and then keeps itself current', async () => {
    const world = followWorld();
    expect(await world.status()).toMatchObject({ kind: 'started', intervalMs: 30_000 });
    expect(world.slack.in('C1')).toEqual(['begins\n/arb-status paper docker']);
    await world.pass(31);
    expect(world.slack.in('C1')).toEqual(['current, every 30 s\n/arb-status paper docker']);
    world.shown['/arb-status paper docker'] = { message: plain('newer'), state: 'there', result: null };
    await world.pass(31);
    expect(world.slack.in('C1')).toEqual(['current, every 30 s\nnewer']);
  });

  test('ends by itself after its time, says so, and is left alone from then on', async () => {
    const world = followWorld();
    await world.status();
    world.clock.advance(8 * 3_600_000);
    await world.pass(31);
    expect(world.slack.in('C1')[0]).toMatch(/^ended: time\n/);
    const calls = world.slack.calls.length;
    await world.pass(120);
    expect(world.slack.calls).toHaveLength(calls);
  });

  test('ends when somebody stops it, in its own channel alone', async () => {
    const world = followWorld();
    await world.status();
    expect(await world.first.service.stop({ id: ID, channel: 'C2' })).toBe('unknown');
    expect(await world.first.service.stop({ id: ID, channel: 'C1' })).toBe('stopped');
    expect(world.slack.in('C1')).toEqual(['ended: stopped\n/arb-status paper docker']);
    expect(await world.first.service.stop({ id: ID, channel: 'C1' })).toBe('unknown');
  });

  test('may be followed again once it has ended, as a message of its own', async () => {
    const world = followWorld();
    await world.status();
    await world.first.service.stop({ id: ID, channel: 'C1' });
    await world.pass(1);
    expect(await world.status()).toMatchObject({ kind: 'started' });
    await world.pass(31);
    expect(world.slack.in('C1').map((text) => text.split('\n')[0])).toEqual([
      'ended: stopped',
      'current, every 30 s',
    ]);
  });

  test('is one in a channel, whoever asks again', async () => {
    const world = followWorld();
    const other = world.instance('two');
    const both = await Promise.all([world.status(), world.status(undefined, 'C1', other)]);
    expect(both.map(({ kind }) => kind).sort()).toEqual(['already', 'started']);
    expect(await world.status()).toMatchObject({ kind: 'already' });
    expect(await world.status(undefined, 'C2')).toMatchObject({ kind: 'started' });
    expect(world.slack.messages).toHaveLength(2);
  });

  test('ends when what it shows has been gone for ten minutes, not sooner', async () => {
    const world = followWorld();
    await world.status();
    world.shown['/arb-status paper docker'] = { message: plain('nothing'), state: 'gone', result: null };
    await world.pass(9 * 60);
    expect(world.slack.in('C1')[0]).toMatch(/^current/);
    await world.pass(2 * 60);
    expect(world.slack.in('C1')[0]).toMatch(/^ended: gone/);
  });

  test('that was deleted is posted anew, once', async () => {
    const world = followWorld();
    await world.status();
    await world.pass(31);
    for (const message of [...world.slack.messages]) world.slack.delete(message);
    await world.pass(70);
    expect(world.slack.in('C1')).toEqual(['current, every 30 s\n/arb-status paper docker']);
  });

  test('that was deleted as it ended is not posted anew', async () => {
    const world = followWorld();
    await world.status();
    for (const message of [...world.slack.messages]) world.slack.delete(message);
    await world.first.service.stop({ id: ID, channel: 'C1' });
    await world.pass(60);
    expect(world.slack.in('C1')).toEqual([]);
  });
});

describe('Where Slack refuses', () => {
  test.each(['channel_not_found', 'not_in_channel', 'is_archived'])(
    'the first post (%s), the answer says so and nothing is followed',
    async (code) => {
      const world = followWorld();
      world.slack.faults.push({ call: 'post', failure: refusal(code, 'channel') });
      expect(await world.status()).toEqual({ kind: 'refused', code });
      await world.pass(60);
      expect(world.slack.calls).toHaveLength(1);
      expect(world.log.lines()).toMatchObject([{ msg: 'followed message ended' }]);
    },
  );

  test('a later change in the channel, it ends, and who asked for it is told', async () => {
    const world = followWorld();
    await world.status();
    world.slack.faults.push({ call: 'update', failure: refusal('is_archived', 'channel') });
    await world.pass(33);
    expect(world.slack.in('U1')).toEqual(['to U1: /arb-status paper docker refused is_archived null']);
  });

  test('a change for a while, such as in an archived channel, it says that it has ended as soon as Slack takes that', async () => {
    const world = followWorld();
    await world.status();
    await world.pass(31);
    for (let i = 0; i < 3; i += 1)
      world.slack.faults.push({ call: 'update', failure: refusal('is_archived', 'channel') });
    await world.pass(60);
    expect(world.slack.in('C1')[0]).toContain('current');
    await world.pass(15 * 60);
    expect(world.slack.in('C1')).toEqual(['ended: refused\n/arb-status paper docker']);
    expect(world.slack.in('U1')).toEqual(['to U1: /arb-status paper docker refused is_archived null']);
  });

  test('a change for a while, and somebody follows it again, the same message goes on', async () => {
    const world = followWorld();
    await world.status();
    await world.pass(31);
    for (let i = 0; i < 2; i += 1)
      world.slack.faults.push({ call: 'update', failure: refusal('is_archived', 'channel') });
    await world.pass(60);
    expect(await world.status()).toMatchObject({ kind: 'started' });
    await world.pass(10 * 60);
    expect(world.slack.in('C1')).toEqual(['current, every 30 s\n/arb-status paper docker']);
  });

  test('to remove a message that cannot be changed, that is tried again', async () => {
    const world = followWorld();
    await world.status();
    await world.pass(31);
    for (let i = 0; i < 2; i += 1)
      world.slack.faults.push({ call: 'update', failure: refusal('edit_window_closed', 'message') });
    world.slack.faults.push({ call: 'remove', failure: ambiguous });
    await world.pass(10 * 60);
    expect(world.slack.in('C1')).toEqual([]);
    expect(world.slack.in('U1')).toHaveLength(1);
  });

  test('to change the message for good, it is removed, so that it does not claim to be current for ever', async () => {
    const world = followWorld();
    await world.status();
    await world.pass(31);
    world.slack.faults.push({ call: 'update', failure: refusal('edit_window_closed', 'message') });
    await world.pass(40);
    expect(world.slack.in('C1')).toEqual([]);
    expect(world.slack.in('U1')).toHaveLength(1);
  });

  test('for a while by a rate limit, nobody asks again before, and then it goes on', async () => {
    const world = followWorld();
    await world.status();
    await world.pass(31);
    world.slack.faults.push({ call: 'update', failure: { kind: 'rate_limited', retryAfterMs: 45_000 } });
    await world.pass(31);
    const limitedAt = world.slack.calls.at(-1)?.at.getTime() ?? 0;
    await world.status('/arb-status', 'C2');
    await world.pass(90);
    const next = world.slack.calls.find(({ at }) => at.getTime() > limitedAt);
    expect((next?.at.getTime() ?? 0) - limitedAt).toBeGreaterThanOrEqual(45_000);
    expect(world.slack.in('C1')[0]).toMatch(/^current/);
    expect(world.slack.in('C2')[0]).toMatch(/^current/);
  });

  test('to end it by a rate limit, it says so later', async () => {
    const world = followWorld();
    await world.status();
    await world.pass(31);
    world.slack.faults.push({ call: 'update', failure: { kind: 'rate_limited', retryAfterMs: 10_000 } });
    expect(await world.first.service.stop({ id: ID, channel: 'C1' })).toBe('soon');
    await world.pass(15);
    expect(world.slack.in('C1')[0]).toMatch(/^ended: stopped/);
  });

  test.each([
    ['was carried out all the same, it is found and not posted again', true],
    ['was not carried out, it is posted again', false],
  ])('to answer a post that %s', async (_, carriedOut) => {
    const world = followWorld();
    world.slack.faults.push({ call: 'post', failure: ambiguous, carriedOut });
    expect(await world.status()).toMatchObject({ kind: 'soon' });
    await world.pass(60);
    expect(world.slack.in('C1')).toEqual(['current, every 30 s\n/arb-status paper docker']);
  });

  test('to let the bot look whether a post came through, it is not posted again, and who asked is told', async () => {
    const world = followWorld();
    world.slack.faults.push({ call: 'post', failure: ambiguous, carriedOut: true });
    world.slack.faults.push({ call: 'find', failure: refusal('missing_scope', 'token') });
    await world.status();
    await world.pass(600);
    expect(world.slack.in('C1')).toHaveLength(1);
    expect(world.slack.in('U1')).toEqual(['to U1: /arb-status paper docker refused unverified null']);
  });
});

describe('Where Redis falls back to an earlier state', () => {
  const stored = async ({ texts }: ReturnType<typeof followWorld>) =>
    (await texts.all(FOLLOWED_NAME)).get(ID) ?? '';
  const fallBack = async (world: ReturnType<typeof followWorld>, text: string) =>
    world.texts.swap([
      { name: FOLLOWED_NAME, field: ID, expected: await stored(world), text, keptForMs: 60_000 },
    ]);

  test('what has ended is not begun again', async () => {
    const world = followWorld();
    await world.status();
    await world.pass(31);
    const earlier = await stored(world);
    await world.first.service.stop({ id: ID, channel: 'C1' });
    await fallBack(world, earlier);
    await world.pass(120);
    expect(world.slack.in('C1')).toEqual(['ended: stopped\n/arb-status paper docker']);
  });

  test('what was posted again since is not posted once more', async () => {
    const world = followWorld();
    await world.status();
    await world.pass(31);
    const earlier = await stored(world);
    const [message] = world.slack.messages;
    if (message !== undefined) world.slack.delete(message);
    await world.pass(61);
    await fallBack(world, earlier);
    await world.pass(120);
    expect(world.slack.in('C1')).toEqual(['current, every 30 s\n/arb-status paper docker']);
  });
});

describe('With several instances', () => {
  test('each message is posted once and changed by one of them at a time', async () => {
    const world = followWorld();
    const [two, three] = [world.instance('two'), world.instance('three')];
    for (let i = 0; i < 5; i += 1) await world.status(`/arb-status env${i}`, `C${i}`);
    await world.pass(60, [world.first, two, three]);
    expect(world.slack.messages).toHaveLength(5);
    const updates = world.slack.calls.filter(({ call }) => call === 'update');
    // Each twice in a minute.
    expect(updates).toHaveLength(10);
  });

  test('one that dies while it posts is followed by another, which looks first', async () => {
    const world = followWorld();
    const two = world.instance('two');
    let dies: () => void = () => undefined;
    world.slack.during = async (call) => {
      if (call !== 'post') return;
      world.slack.during = null;
      await new Promise<void>((resolve) => {
        dies = resolve;
      });
    };
    const dying = world.status();
    await world.pass(90, [two]);
    expect(world.slack.messages.filter(({ channel }) => channel === 'C1')).toHaveLength(1);
    // Its post reaches Slack now, far later than any call may last: it takes that back.
    dies();
    await dying;
    await world.pass(40, [two]);
    expect(world.slack.messages.filter(({ channel }) => channel === 'C1')).toHaveLength(1);
    expect(world.slack.in('C1')[0]).toMatch(/^current/);
  });

  test('a stop while another instance is changing it is said last', async () => {
    const world = followWorld();
    const two = world.instance('two');
    await world.status();
    await world.pass(31);
    world.slack.during = async (call) => {
      if (call !== 'update') return;
      world.slack.during = null;
      expect(await two.service.stop({ id: ID, channel: 'C1' })).toBe('soon');
    };
    await world.pass(32);
    await world.pass(2, [two]);
    expect(world.slack.in('C1')).toEqual(['ended: stopped\n/arb-status paper docker']);
  });

  test('a restart goes on with the same message', async () => {
    const world = followWorld();
    await world.status();
    await world.pass(35);
    await world.pass(60, [world.instance('after the restart')]);
    expect(world.slack.messages).toHaveLength(1);
    expect(world.slack.messages[0]?.changedAt.getTime()).toBeGreaterThan(
      world.clock.now().getTime() - 31_000,
    );
  });

  test('what the store loses is restored by an instance that knows it', async () => {
    const world = followWorld();
    await world.status();
    await world.pass(5);
    world.texts.lose();
    await world.pass(60);
    expect(world.slack.messages).toHaveLength(1);
    expect(await world.first.service.stop({ id: ID, channel: 'C1' })).toBe('stopped');
  });
});

describe('When many are followed', () => {
  const follow = async (world: ReturnType<typeof followWorld>, count: number) => {
    for (let i = 0; i < count; i += 1) await world.status(`/arb-status env${i}`);
  };

  test('their interval stretches, and each says its own', async () => {
    expect([1, 8, 9, 16, 24, 50, 100].map((n) => updateIntervalMs(n) / 1_000)).toEqual([
      30, 30, 60, 60, 120, 240, 420,
    ]);
    const world = followWorld();
    await follow(world, 50);
    await world.pass(20 * 60);
    expect(world.slack.messages).toHaveLength(50);
    for (const message of world.slack.messages) expect(message.message.blocks).toHaveLength(2);
    expect(world.slack.in('C1').every((text) => text.startsWith('current, every 240 s'))).toBe(true);
  });

  test('and asked for in one channel at once, they are posted a second apart', async () => {
    const world = followWorld();
    await follow(world, 5);
    await world.pass(5);
    const posts = world.slack.calls.filter(({ call }) => call === 'post').map(({ at }) => at.getTime());
    expect(posts.map((at) => (at - (posts[0] ?? 0)) / 1_000)).toEqual([0, 1, 2, 3, 4]);
  });

  test('no more than 20 calls are made in any minute, and none is older than it says', async () => {
    const world = followWorld();
    const stale: string[] = [];
    for (let second = 0; second < 1_200; second += 1) {
      if (second < 50) await world.status(`/arb-status env${second}`);
      await world.pass(1);
      for (const { message, changedAt } of world.slack.messages) {
        const said = /current, every (\d+) s/.exec(JSON.stringify(message.blocks))?.[1];
        const ageS = (world.clock.now().getTime() - changedAt.getTime()) / 1_000;
        if (said !== undefined && ageS > Number(said) + 5) stale.push(`${second}: ${message.text} ${ageS} s`);
      }
    }
    const times = world.slack.calls.map(({ at }) => at.getTime());
    const most = Math.max(
      ...times.map((from) => times.filter((at) => at >= from && at < from + 60_000).length),
    );
    expect(most).toBeLessThanOrEqual(MOST_A_MINUTE);
    expect(stale).toEqual([]);
  });

  test('more than a hundred are refused', async () => {
    const world = followWorld();
    await follow(world, 100);
    expect(await world.status('/arb-status one more')).toEqual({ kind: 'full', most: 100 });
  });

  test('alerts go first: nothing is changed while one waits, for a minute at most', async () => {
    const world = followWorld();
    await world.status();
    await world.pass(31);
    world.setAlertsWait(true);
    const before = world.slack.calls.length;
    await world.pass(59);
    expect(world.slack.calls).toHaveLength(before);
    world.setAlertsWait(false);
    await world.pass(1);
    expect(world.slack.calls).toHaveLength(before + 1);
  });
});

test('An alert is waited for a minute anew, however long ago the last one was', async () => {
  const world = followWorld();
  await world.status();
  world.setAlertsWait(true);
  await world.pass(5);
  world.setAlertsWait(false);
  await world.pass(20);
  world.clock.advance(3_600_000);
  world.setAlertsWait(true);
  const before = world.slack.calls.length;
  await world.pass(50);
  expect(world.slack.calls).toHaveLength(before);
});

describe('A followed tuning session', () => {
  const over = {
    message: plain('finished'),
    state: 'over',
    result: { ranMs: 60_000, completed: 9, failed: 1, failedJobs: 0 },
  } as const;

  test('ends when it has finished, and all who follow it get a direct message, once', async () => {
    const world = followWorld();
    expect(await world.session()).toMatchObject({ kind: 'started' });
    expect(await world.session('U2')).toMatchObject({ kind: 'joined' });
    expect(await world.session('U2')).toMatchObject({ kind: 'already' });
    world.shown['/arb-tuning s'] = over;
    await world.pass(120, [world.first, world.instance('two')]);
    expect(world.slack.in('C1')).toEqual(['ended: finished\nfinished']);
    for (const user of ['U1', 'U2'])
      expect(world.slack.in(user)).toEqual([
        `to ${user}: /arb-tuning s finished  {"ranMs":60000,"completed":9,"failed":1,"failedJobs":0}`,
      ]);
  });

  test('whose direct message is delayed is told later; one who cannot be written to is left out', async () => {
    const world = followWorld();
    await world.session();
    await world.session('U2');
    await world.pass(31);
    world.shown['/arb-tuning s'] = over;
    world.slack.faults.push({ call: 'post', failure: { kind: 'rate_limited', retryAfterMs: 20_000 } });
    world.slack.faults.push({ call: 'post', failure: refusal('user_not_found', 'channel') });
    await world.pass(120);
    expect(world.slack.in('U1')).toEqual([]);
    expect(world.slack.in('U2')).toHaveLength(1);
  });
});

describe('A board', () => {
  test('is pinned, and kept current until somebody stops it', async () => {
    const world = followWorld();
    expect(await world.board()).toMatchObject({ kind: 'started', endsAt: null, notPinned: null });
    expect(world.slack.pinned).toEqual(['C1 1.000000']);
    world.clock.advance(30 * 24 * 3_600_000);
    await world.pass(2);
    expect(world.slack.in('C1')[0]).toMatch(/^current/);
    await world.first.service.stop({ id: 'C1 /arb-status', channel: 'C1' });
    expect(world.slack.in('C1')[0]).toMatch(/^ended: stopped/);
  });

  test('is one in each channel', async () => {
    const world = followWorld();
    await world.board();
    expect(await world.board('/arb-status paper docker')).toMatchObject({ kind: 'already' });
    expect(await world.board('/arb-status', 'C2')).toMatchObject({ kind: 'started' });
  });

  test('that the bot may not pin is a board all the same, and the answer says what is missing', async () => {
    const world = followWorld();
    world.slack.faults.push({ call: 'pin', failure: refusal('missing_scope', 'token') });
    expect(await world.board()).toMatchObject({ kind: 'started', notPinned: 'missing_scope' });
    await world.pass(31);
    expect(world.slack.in('C1')[0]).toMatch(/^current/);
  });

  test('that was deleted is pinned again', async () => {
    const world = followWorld();
    await world.board();
    for (const message of [...world.slack.messages]) world.slack.delete(message);
    await world.pass(40);
    expect(world.slack.pinned).toEqual(['C1 1.000000', 'C1 2.000000']);
  });
});
