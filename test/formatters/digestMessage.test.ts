import { type DigestContext, digestMessage } from '../../formatters';
import { checkedMessageBlocks } from '../../sandbox/blockKit/check';
import type { Digest, DigestTarget } from '../../src/digests/digest';
import {
  armedDigestTarget,
  calmTarget,
  digestWith,
  downTarget,
  MORNING,
  tradingTarget,
  YESTERDAY,
} from '../helpers/digests';
import { messageText } from '../helpers/messageText';

const OPTIONS = { demo: false, currency: 'KRW', zone: 'UTC' };
const NOW: DigestContext = { now: MORNING, because: null, insteadOf: null };

const shown = (digest: Digest, context: Partial<DigestContext> = {}): string =>
  messageText(digestMessage(digest, { ...NOW, ...context }, OPTIONS));
const ofTarget = (change: Partial<DigestTarget>): string =>
  shown(digestWith([{ ...tradingTarget, ...change }]));

describe('A digest of a trader', () => {
  const counter = { total: 1344, increase: 57, resets: 0, isNew: false };
  test.each<[string, Partial<DigestTarget>, string]>([
    ['that traded', {}, '57 trades, 1,344 in all'],
    ['that did not trade', { trades: { ...counter, increase: 0 } }, 'No new trades, 1,344 in all'],
    ['that never traded', { trades: { ...counter, total: 0, increase: 0 } }, 'No trades'],
    ['that reports no trades', { trades: { ...counter, total: null, increase: 0 } }, 'Trades not reported'],
    [
      'whose counter was reset',
      { trades: { total: 3, increase: 12, resets: 1, isNew: false } },
      '12 trades seen, but the counter was reset: now 3 in all',
    ],
    [
      'that reports trades for the first time',
      { trades: { total: 4, increase: 0, resets: 0, isNew: true } },
      'Trades reported for the first time: 4 in all',
    ],
    [
      'whose trades are not understood',
      { trades: { ...counter, total: null, increase: 0 }, unreadable: ['tradesTotal'] },
      'Trades not understood',
    ],
    [
      'whose violations are not understood, and whose trips are not reported',
      {
        violations: { ...counter, total: null, increase: 0 },
        trips: { ...counter, total: null, increase: 0 },
        unreadable: ['safetyViolationsTotal'],
      },
      'Safety violations not understood; breaker trips not reported',
    ],
    [
      'whose balance is not understood',
      { balance: { now: null, before: null }, unreadable: ['totalBalance'] },
      'Balance not understood',
    ],
    ['that earned', {}, 'Balance 10,012,345.67 → 10,050,000.00 KRW (+37,654.33)'],
    [
      'that lost a little',
      { balance: { now: 10_012_345.66, before: { value: 10_012_345.67, at: YESTERDAY } } },
      'Balance 10,012,345.67 → 10,012,345.66 KRW (−0.01)',
    ],
    ['whose balance stood still', calmTarget, 'Balance 10,012,345.67 KRW, unchanged'],
    [
      'that reports no balance any more',
      { balance: { now: null, before: { value: 5000, at: YESTERDAY } } },
      'Balance not reported now; it was 5,000.00 KRW, 2026-11-21 09:00:00 UTC',
    ],
    [
      'that reported none before',
      { balance: { now: 5000, before: null } },
      'Balance 5,000.00 KRW, not reported before',
    ],
    ['that never reported one', { balance: { now: null, before: null } }, 'Balance not reported'],
    ['that was away', { upMs: 83_666_400 }, 'Up 98.2 % of the 23 h 40 min monitored'],
    ['that was away for a second', { upMs: 85_199_000 }, 'Up 99.999 % of the 23 h 40 min monitored'],
    [
      'that was hardly watched',
      { watchedMs: 20_000, upMs: 20_000 },
      'Not monitored long enough to show its uptime',
    ],
    [
      'that was unsafe',
      { violations: { ...counter, total: 5, increase: 2 } },
      '⚠️ 2 safety violations, 5 in all',
    ],
    [
      'that was armed and disarmed',
      { live: { enabled: true, armed: false, changes: 2 } },
      'was switched 2 times',
    ],
    ['that was counted for less', { countingSince: MORNING }, 'Counted since 2026-11-22 09:00:00 UTC'],
  ])('%s says so', (_, change, expected) => {
    expect(ofTarget(change)).toContain(expected);
  });

  test('that died says since when', () => {
    expect(shown(digestWith([downTarget]))).toContain(
      '🔴 paper docker · down since 2026-11-22 08:59:55 UTC\n',
    );
  });

  test.each<[DigestTarget['status'], string]>([
    ['ok', '🟢 paper docker · alive\n'],
    ['late', '🟡 paper docker · late\n'],
    ['no_heartbeat', '🟠 paper docker · portfolio updating, no heartbeat\n'],
    ['stale_portfolio', '🟠 paper docker · portfolio stale\n'],
    ['not_reported', '➖ paper docker · not reported\n'],
    ['unknown', '❔ paper docker · unknown\n'],
  ])('whose status is %s says so', (status, expected) => {
    expect(ofTarget({ status })).toContain(expected);
  });

  test.each<[string, Partial<DigestTarget>, string]>([
    ['an open alert', { openAlerts: 1 }, '🟠 paper docker · alive, 1 open alert\n'],
    ['an active breaker', { breakerActive: true }, '⛔ paper docker · alive, BREAKER ACTIVE\n'],
  ])('that lives with %s is not green', (_, change, expected) => {
    expect(ofTarget(change)).toContain(expected);
  });

  test('that is muted, or that somebody has in hand, says so', () => {
    const muted = {
      ...downTarget,
      openAlerts: 0,
      silenced: { kind: 'muted', until: null, by: null, includesCritical: true },
    } as const;
    expect(shown(digestWith([muted]))).toContain('08:59:55 UTC, muted\n');
    const snoozed = {
      ...downTarget,
      silenced: { kind: 'snoozed', until: MORNING, by: 'U0OPERATOR', includesCritical: true },
    } as const;
    expect(shown(digestWith([snoozed]))).toContain('08:59:55 UTC, snoozed\n');
    const acknowledged = { ...downTarget, acknowledgedBy: 'U0OPERATOR' };
    expect(digestMessage(digestWith([acknowledged]), NOW, OPTIONS).text).toContain(
      'acknowledged by <@U0OPERATOR>',
    );
  });

  test.each<[boolean | null, string]>([
    [false, 'live docker · alive, no real orders\n'],
    [null, 'live docker · alive, real money: unknown\n'],
  ])('of a live trader whose real money is %s says so', (realMoney, expected) => {
    expect(shown(digestWith([{ ...armedDigestTarget, realMoney }]))).toContain(expected);
  });

  test('whose trades no number holds together with those of others has no sum in the headline', () => {
    const trades = { total: 1.7e308, increase: 1.7e308, resets: 0, isNew: false };
    const target = { ...tradingTarget, trades };
    expect(shown(digestWith([target, target])).split('\n')[0]).toBe('📋 Digest');
  });

  test('that can send real orders says so in the headline, too', () => {
    const text = shown(digestWith([{ ...armedDigestTarget, trades: tradingTarget.trades }]));
    expect(text.split('\n')[0]).toBe('📋 Digest: 57 trades · REAL MONEY');
    expect(text).toContain('live docker · alive, REAL MONEY\n');
  });
});

describe('A digest', () => {
  const incident = {
    rule: 'stale_portfolio',
    severity: null,
    details: {},
    targets: ['paper:docker'],
    state: 'recovered',
    beganAt: new Date('2026-11-22T03:00:00Z'),
    endedAt: new Date('2026-11-22T03:14:00Z'),
  } as const;

  test('tells how long an alert lasted', () => {
    const text = shown(
      digestWith([tradingTarget], { incidents: [{ ...incident, targets: ['paper:docker'] }] }),
    );
    expect(text).toContain('Portfolio stale: paper docker · 14 min, from 2026-11-22 03:00:00 UTC');
  });

  test('tells of an alert that lasts who has it in hand', () => {
    const lasting = { ...incident, targets: ['paper:docker'], state: 'acknowledged', endedAt: null } as const;
    const text = shown(
      digestWith([tradingTarget], { incidents: [{ ...lasting, targets: ['paper:docker'] }] }),
    );
    expect(text).toContain('Portfolio stale: paper docker · for 6 h so far, acknowledged, from');
  });

  test('counts what it has no room for', () => {
    const incidents = Array.from({ length: 20 }, () => ({ ...incident, targets: ['paper:docker'] }));
    const text = shown(digestWith([tradingTarget], { incidents, incidentsOmitted: 30 }));
    expect(text).toContain('and 42 more');
    expect(text).toContain('Digest: 50 alerts');
  });

  test('tells of sessions that moved', () => {
    const session = {
      session: 'd28',
      name: null,
      env: 'docker',
      mode: 'paper',
      completed: 40,
      since: 20,
      finished: true,
      stalled: false,
    };
    expect(shown(digestWith([tradingTarget], { sessions: [session] }))).toContain(
      'd28 paper docker: 20 more iterations, 40 completed, finished',
    );
    const named = { ...session, name: 'spread sweep' };
    expect(shown(digestWith([tradingTarget], { sessions: [named] }))).toContain(
      'spread sweep · d28 paper docker: 20 more iterations',
    );
  });

  test('is one line when nothing happened', () => {
    const message = digestMessage(
      digestWith([calmTarget, armedDigestTarget], { isUnchanged: true }),
      NOW,
      OPTIONS,
    );
    expect(messageText(message)).toBe(
      '📋 Nothing happened since 2026-11-21 09:00:00 UTC. Now: paper docker alive; live docker alive, REAL MONEY.',
    );
  });

  describe('of traders that have not been seen since', () => {
    const unseen = { notSeenSince: MORNING };
    const down: DigestTarget = { ...downTarget, target: 'paper:local' };
    const digest = digestWith([tradingTarget, down, armedDigestTarget]);

    test('tells how each stood then', () => {
      const text = shown(digest, unseen);
      expect(text).toContain('❔ paper docker · unknown, last seen alive\n');
      expect(text).toContain('❔ paper local · unknown, last seen down since 2026-11-22 08:59:55 UTC\n');
      expect(text).toContain('❔ live docker · unknown, last seen alive, REAL MONEY\n');
    });

    test('begins with that', () => {
      expect(shown(digest, unseen)).toMatch(
        /^⚠️ Redis could not be read since 2026-11-22 09:00:00 UTC\. The traders may be fine\. All below is from before\.\n📋/,
      );
    });

    test('claims that nothing happened only until then', () => {
      expect(shown(digestWith([calmTarget], { isUnchanged: true }), unseen)).toContain(
        '📋 Nothing happened from 2026-11-21 09:00:00 UTC to then. Then: paper docker unknown, last seen alive.',
      );
    });
  });

  test('of no trader at all says that nothing is reported', () => {
    const text = shown(digestWith([], { isUnchanged: true, silent: ['live:docker', 'paper:docker'] }));
    expect(text).toContain('Nothing reported by live docker, paper docker.');
  });

  test('that was missed says when it was due, and why it comes late', () => {
    const at = new Date('2026-11-22T12:00:00Z');
    expect(shown(digestWith([tradingTarget], { at }), { now: at })).toContain(
      'Late: this digest was due 2026-11-22 09:00:00 UTC (the bot was down then, or Redis was unavailable).',
    );
  });

  test('that Slack kept says so', () => {
    const late = {
      now: new Date('2026-11-22T09:19:00Z'),
      because: { kind: 'unreachable', detail: '' },
    } as const;
    expect(shown(digestWith([tradingTarget]), late)).toContain(
      'Late: this digest was due 2026-11-22 09:00:00 UTC (Slack was unreachable).',
    );
  });

  test('that comes a minute after its slot is not late', () => {
    expect(shown(digestWith([tradingTarget]), { now: new Date('2026-11-22T09:01:10Z') })).not.toContain(
      'Late',
    );
  });

  test('that was asked for is never late', () => {
    const later = { now: new Date('2026-11-22T20:00:00Z') };
    expect(shown(digestWith([tradingTarget], { dueAt: null }), later)).not.toContain('Late');
  });

  test('tells its sections alone', () => {
    const text = shown(digestWith([tradingTarget], { sections: ['balance'] }));
    expect(text).toMatch(/paper docker\nBalance .*\nAs of /);
  });

  test('of all six traders, with too much of everything, keeps every trader', () => {
    const targets = [
      'live:docker',
      'live:local',
      'paper:docker',
      'paper:local',
      'shadow:docker',
      'shadow:local',
    ];
    const digest = digestWith(
      targets.map((target) => ({ ...armedDigestTarget, ...downTarget, target, countingSince: MORNING })),
    );
    const { blocks } = digestMessage(digest, NOW, OPTIONS);
    expect(() => checkedMessageBlocks(JSON.parse(JSON.stringify(blocks)))).not.toThrow();
    for (const target of targets) expect(messageText({ blocks })).toContain(target.replace(':', ' '));
  });
});
