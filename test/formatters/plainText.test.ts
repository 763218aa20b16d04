import { type PlainTextOptions, liveStatusText as shownOf, tuningStatusText } from '../../formatters';
import type { TargetFacts } from '../../src/alerting/state/targetState';
import type { LiveStatusSnapshot } from '../../src/monitors/live/liveSnapshot';
import { open } from '../helpers/incidents';
import {
  ago,
  armed,
  garbledFigures,
  healthy,
  noBeat,
  running,
  sessionOf,
  silent,
  viewOf,
  worker,
} from '../helpers/snapshots';

const options: PlainTextOptions = { demo: false, currency: null, zone: 'Asia/Seoul' };
const liveStatusText = (
  snapshot: LiveStatusSnapshot,
  as: PlainTextOptions,
  details: Partial<TargetFacts> = {},
): string => shownOf(viewOf(snapshot, details), as);
const EVIL = '\u001b[2J\u001b]0;title\u0007\r\n\u202e';

describe('a trader in a terminal', () => {
  test('has its figures aligned to the right, and its times in the zone that was given', () => {
    expect(liveStatusText(healthy, options).split('\n')).toEqual([
      'paper docker: ALIVE. Heartbeat at most 12 s ago, from trader.',
      '  Trades today                         42',
      '  Trades, total                     1,287',
      '  Circuit breaker              not active',
      '  Breaker trips, total                  1',
      '  Safety violations, total              3',
      '  Balance                   10,012,345.67',
      '  Available                  7,494,845.67',
      '  In positions               2,517,500.00',
      '  Utilization                     25.14 %',
      'Its own metrics: avg trade pnl 1,500.5 · positions count 1 · win rate 0.5375 (12 s old)',
      'Read 2026-11-22 16:41:51 Asia/Seoul, portfolio 12 s old',
    ]);
  });

  test('that is dead says so first', () => {
    expect(liveStatusText({ ...healthy, ...noBeat, portfolioAgeMs: 131_000 }, options)).toMatch(
      /^paper docker: DOWN\. Portfolio written at most 2 min ago \(no heartbeat now\)\.\nDown since 2026-11-22 16:39:40 Asia\/Seoul\.\n/,
    );
  });

  test('of which an alert is open says who has it in hand', () => {
    const incidents = [
      { ...open, rule: 'no_heartbeat', state: 'acknowledged', acknowledgedBy: 'U0OPERATOR' },
    ] as const;
    expect(liveStatusText(healthy, options, { incidents })).toContain(
      '\n🔔 1 open alert: see /arb-alerts.\n👤 Acknowledged by U0OPERATOR.\n',
    );
  });

  test('with figures that are not understood says so, and not that they are not reported', () => {
    const unreadable = [...garbledFigures.unreadable, 'liveEnabled', 'liveArmed'] as const;
    const text = liveStatusText({ ...healthy, ...garbledFigures, unreadable }, options);
    expect(text.match(/not (understood|reported)/g)).toEqual(Array(3).fill('not understood'));
  });

  test('that trades real money says so', () => {
    expect(liveStatusText(armed, options)).toContain('! REAL MONEY: live trading is enabled and armed.');
  });

  test('that reports nothing is told in one line', () => {
    expect(liveStatusText(silent, options).split('\n')[0]).toBe(
      'paper docker reports nothing: Redis holds no data for it.',
    );
  });

  test('has a unit behind its money where one is configured', () => {
    expect(liveStatusText(healthy, { ...options, currency: 'KRW' })).toContain('10,012,345.67 KRW');
  });

  test('of the demo says so first', () => {
    expect(liveStatusText(healthy, { ...options, demo: true })).toMatch(/^DEMO DATA/);
  });

  test('cannot drive the terminal by a name', () => {
    const liveMetrics = [{ name: EVIL, value: 1 }];
    const text = liveStatusText({ ...healthy, liveMetrics, problems: [{ key: EVIL, what: EVIL }] }, options);
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });
});

describe('a tuning session in a terminal', () => {
  test('shows its progress and its workers, figures aligned', () => {
    expect(tuningStatusText(running, options).split('\n')).toEqual([
      'Tuning session d28-demo-session (paper docker)',
      '████████░░ 80 % · 8 of 10 iterations',
      'Last iteration 25 s ago.',
      '  done      last  worker',
      '     3  25 s ago  worker-1',
      '     3  25 s ago  worker-2',
      '     2  25 s ago  worker-3',
      'First iteration 2026-11-22 15:41:51 Asia/Seoul',
      'Last iteration  2026-11-22 16:41:26 Asia/Seoul',
      'Read 2026-11-22 16:41:51 Asia/Seoul',
    ]);
  });

  test('without a total tells how to give it here', () => {
    expect(tuningStatusText(sessionOf([worker('main', 3)], null), options)).toContain('--total-iterations N');
  });

  test('with a failed job names it', () => {
    const failed = [{ worker: 'worker-3', status: 'FAILED', returnCode: 1, finishedAt: ago(1_000) }];
    const text = tuningStatusText(
      { ...running, jobs: { succeeded: 0, failed, plannedAtLeast: 3, planned: 3, runs: 1 } },
      options,
    );
    expect(text).toContain('! 1 job FAILED:\n  worker-3: FAILED, return code 1');
  });

  test('whose jobs have all ended says so, and does not warn of silence', () => {
    const longAgo = { lastUpdate: ago(26 * 3_600_000), haveJobsEnded: true };
    const text = tuningStatusText(sessionOf([worker('main', 3)], null, longAgo), options);
    expect(text).toContain('Its jobs have ended.\nLast iteration 1 d 2 h ago.');
    expect(text).not.toContain('!');
  });

  test('whose known jobs have ended, of which another may follow, neither ends nor warns', () => {
    const lately = { lastUpdate: ago(9 * 60_000), haveKnownJobsEnded: true };
    const text = tuningStatusText(sessionOf([worker('main', 3)], null, lately), options);
    expect(text).toContain('Last iteration 9 min ago.');
    expect(text).not.toMatch(/ended|!/);
  });

  test('of 500 workers fits on a screen', () => {
    const many = Array.from({ length: 500 }, (_, i) => worker(`worker-${i}`, i));
    expect(tuningStatusText(sessionOf(many, 200_000), options).split('\n').length).toBeLessThan(25);
  });

  test('cannot drive the terminal by a name', () => {
    const failed = [{ worker: EVIL, status: EVIL, returnCode: null, finishedAt: null }];
    const text = tuningStatusText(
      sessionOf([worker(EVIL, 3, { missing: [{ from: 1, to: 2 }] })], 10, {
        sessionId: EVIL,
        jobs: { succeeded: 0, failed, plannedAtLeast: 0, planned: 0, runs: 1 },
        byStatus: [{ status: EVIL, count: 1 }],
        metricsKeys: [EVIL],
      }),
      options,
    );
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });
});
