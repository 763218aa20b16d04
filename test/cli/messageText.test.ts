import { liveStatusMessage, type Message, overviewMessage, tuningStatusMessage } from '../../formatters';
import {
  bulletList,
  contextBlock,
  header,
  richText,
  table,
  tableCell,
} from '../../formatters/blockKit/blocks';
import { foldedBlocks } from '../../formatters/blockKit/container';
import { dataTable, numberCell } from '../../formatters/blockKit/dataTable';
import { axisChart, pieChart } from '../../formatters/blockKit/dataVisualization';
import type { TargetFacts } from '../../src/alerting/state/targetState';
import { coloured } from '../../src/cli/render/style';
import { widthOf } from '../../src/cli/render/wrap';
import type { LiveStatusSnapshot } from '../../src/monitors/live/liveSnapshot';
import { open } from '../helpers/incidents';
import {
  ago,
  armed,
  healthy,
  NOW,
  noBeat,
  running,
  sessionOf,
  silent,
  viewOf,
  worker,
} from '../helpers/snapshots';
import { terminalText } from '../helpers/terminalText';

const options = { demo: false, currency: null };
const EVIL = '\u001b[2J\u001b]0;title\u0007\r\n\u202e';
const status = (snapshot: LiveStatusSnapshot, facts: Partial<TargetFacts> = {}): Message =>
  liveStatusMessage(viewOf(snapshot, facts), options);

describe('A trader in a terminal', () => {
  test('has its figures aligned to the right, and its times in the zone of the terminal', () => {
    expect(terminalText(status(healthy)).split('\n')).toEqual([
      '🟢 Alive: paper docker',
      'Heartbeat at most 12 s ago, from trader.',
      '',
      '  paper docker                   reported',
      '  Trades today                         42',
      '  Trades, total                     1,287',
      '  Circuit breaker              not active',
      '  Breaker trips, total                  1',
      '  Safety violations, total              3',
      '  Balance                   10,012,345.67',
      '  Available                  7,494,845.67',
      '  In positions               2,517,500.00',
      '  Utilization                     25.14 %',
      '',
      'Its own metrics: avg trade pnl 1,500.5 · positions count 1 · win rate 0.5375 (12 s old)',
      '',
      'As of 16:41:51 GMT+9 · portfolio 12 s old',
    ]);
  });

  test('that is dead says so first, and since when', () => {
    expect(terminalText(status({ ...healthy, ...noBeat, portfolioAgeMs: 131_000 }))).toMatch(
      /^🔴 Down: paper docker\nPortfolio written at most 2 min ago.*\nDown since 16:39:40 GMT\+9\.\n/,
    );
  });

  test('of which an alert is open says where to see it, in the words of a terminal', () => {
    const incidents = [
      { ...open, rule: 'no_heartbeat', state: 'acknowledged', acknowledgedBy: 'U0OPERATOR' },
    ] as const;
    const text = terminalText(status(healthy, { incidents }));
    expect(text).toContain('\n🔔 1 open alert: see arbwatch alerts.\n👤 Acknowledged by @U0OPERATOR.\n');
  });

  test('that trades real money says so', () => {
    expect(terminalText(status(armed))).toContain('⚠️ REAL MONEY: live trading is enabled and armed.');
  });

  test('that reports nothing is one line', () => {
    expect(terminalText(status(silent)).split('\n')[0]).toBe(
      '➖ paper docker reports nothing: Redis holds no data for it.',
    );
  });

  test('cannot drive the terminal by a name', () => {
    const liveMetrics = [{ name: EVIL, value: 1 }];
    const text = terminalText(status({ ...healthy, liveMetrics, problems: [{ key: EVIL, what: EVIL }] }));
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202a-\u202e]/u);
  });
});

describe('A tuning session in a terminal', () => {
  test('shows its progress and its workers, and times of another day with the day', () => {
    const message = tuningStatusMessage({ ...running, firstUpdate: ago(36 * 3_600_000) }, options);
    const text = terminalText(message);
    expect(text).toContain('████████░░ 80 % · 8 of 10 iterations');
    expect(text).toContain('  worker-1     3  not known  25 s ago');
    expect(text).toContain('First iteration 2026-11-21 04:41:51 GMT+9\nLast iteration 16:41:26 GMT+9');
  });

  test('says how its total is set in a terminal', () => {
    const message = tuningStatusMessage(sessionOf([worker('main', 3)], null), options, {
      totalCommand: '/arb-tuning d28-demo-session <total>',
    });
    expect(terminalText(message)).toContain('arbwatch tuning d28-demo-session <total>');
  });

  test('cannot drive the terminal by a name', () => {
    const failed = [{ worker: EVIL, status: EVIL, returnCode: null, finishedAt: null }];
    const snapshot = sessionOf([worker(EVIL, 3, { missing: [{ from: 1, to: 2 }] })], 10, {
      sessionId: EVIL,
      jobs: { succeeded: 0, failed, plannedAtLeast: 0, planned: 0, runs: 1 },
      byStatus: [{ status: EVIL, count: 1 }],
      metricsKeys: [EVIL],
    });
    const text = terminalText(tuningStatusMessage(snapshot, options));
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202a-\u202e]/u);
  });
});

describe('A narrow terminal', () => {
  const MESSAGES: readonly (readonly [string, Message])[] = [
    ['a trader', status(armed)],
    [
      'all traders',
      overviewMessage({ views: [viewOf(healthy), viewOf(armed)], neverReported: [], now: NOW }, options),
    ],
    ['a session', tuningStatusMessage(running, options)],
    [
      'names in Korean',
      {
        text: '',
        blocks: [
          header('🔴 중단됨: 실거래 서버 한국어 이름이 아주 긴 환경'),
          richText(['거래소에서 가격을 받지 못한 지 12분이 지났습니다. ', { literal: '한국어'.repeat(12) }]),
          bulletList('목록', [['가'.repeat(50)], ['두 번째 줄은 조금 더 짧지만 그래도 넘칩니다']]),
          table([
            ['이름', '완료', '마지막'].map(tableCell),
            ['가나다라마바사아자차카'.repeat(2), '12', '3 min ago'].map(tableCell),
          ]),
          contextBlock('아주 길고 긴 작은 글씨가 여기에 있으며 줄을 바꿔야 합니다'),
        ],
      },
    ],
  ];

  test.each(MESSAGES)('of 40 columns shows %s in lines that fit', (_, message) => {
    for (const columns of [40, 60, 80])
      for (const line of terminalText(message, { columns }).split('\n'))
        expect([line, widthOf(line) <= columns]).toEqual([line, true]);
  });

  test('loses no word of a table that is too wide for it', () => {
    const wide = table([
      ['Worker', 'Done', 'Last'].map(tableCell),
      ['worker-with-a-long-name', '1,234', '12 min ago'].map(tableCell),
    ]);
    expect(terminalText({ blocks: [wide] }, { columns: 30 }).split('\n')).toEqual([
      'Worker',
      'worker-with-a-long-name',
      '  Done: 1,234',
      '  Last: 12 min ago',
    ]);
  });
});

describe('Text of a message', () => {
  const shown = (...blocks: Message['blocks']): string => terminalText({ blocks });

  test('has links with their addresses, mentions and dates', () => {
    expect(
      shown(
        richText(['See ', { link: 'https://x.example/a', text: 'Runbook' }, ' ', { mention: 'C0OPS' }]),
        contextBlock(
          '<https://x.example/b|Docs> &lt;b&gt; <!date^1795333311^{date_short_pretty} {time_secs}|x>',
        ),
      ),
    ).toBe('See Runbook (https://x.example/a) #C0OPS\n\nDocs (https://x.example/b) <b> 16:41:51 GMT+9');
  });

  test('has the commands that a terminal has as they are typed there, and leaves the others to Slack', () => {
    expect(
      shown(
        richText([
          '/arb-alerts, /arb-alerts why paper docker, /arb-alerts ack, /arb-status live, /arb doctor',
        ]),
      ),
    ).toBe(
      'arbwatch alerts, arbwatch alerts why paper docker, /arb-alerts ack, arbwatch status live, arbwatch doctor',
    );
  });

  test('has its headings bold and in the colour of their mark', () => {
    const text = terminalText({ blocks: [header('🔴 Down: live docker')] }, { paint: coloured });
    expect(text).toBe('\u001b[1m\u001b[31m🔴 Down: live docker\u001b[39m\u001b[22m');
  });

  test('leaves out buttons, except those that lead somewhere', () => {
    const button = (text: string, url?: string) => ({
      type: 'button' as const,
      text: { type: 'plain_text' as const, text },
      ...(url && { url }),
    });
    const elements = [button('Acknowledge'), button('Runbook', 'https://x.example/r')];
    expect(shown({ type: 'actions', elements })).toBe('Runbook: https://x.example/r');
  });
});

describe('What Slack draws and folds', () => {
  test('a chart is a line of bars for each series, with its lowest and highest value', () => {
    const chart = axisChart({
      type: 'line',
      title: 'Balance, change since 09:00',
      categories: ['09:00', '10:00', '11:00', '12:00'],
      series: [
        { name: 'live docker', values: [0, 500, 1_000, 250] },
        { name: 'paper', values: [1, 1, 1, 1] },
      ],
      xLabel: 'Time',
      yLabel: 'KRW',
    });
    expect(terminalText({ blocks: [chart] }).split('\n')).toEqual([
      'Balance, change since 09:00',
      '  live docker  ▁▅█▃  0 – 1,000',
      '  paper        ▁▁▁▁  1 – 1',
      '  09:00 – 12:00',
    ]);
  });

  test('a series that is alone is drawn as an area, with its highest and lowest value behind it', () => {
    const chart = axisChart({
      type: 'line',
      title: 'Balance change',
      categories: ['09:00', '10:00', '11:00', '12:00'],
      series: [{ name: 'paper', values: [0, 50, 100, 25] }],
      xLabel: 'Time',
      yLabel: 'KRW',
    });
    expect(terminalText({ blocks: [chart] }).split('\n')).toEqual([
      'Balance change',
      '        ███     100',
      '     ▁▁▁███',
      '     ██████▁▁▁',
      '  ▁▁▁█████████  0',
      '  09:00 – 12:00',
    ]);
  });

  test('a pie chart is a line for each part', () => {
    expect(terminalText({ blocks: [pieChart('Orders', [{ name: 'filled', value: 12 }])] })).toBe(
      'Orders\n  filled: 12',
    );
  });

  test('a data table has all its rows, and folded blocks stand below their heading', () => {
    const rows = Array.from({ length: 12 }, (_, i) => [tableCell(`w${i}`), numberCell(i, `${i}.0`)]);
    const text = terminalText({
      blocks: [dataTable('Workers', ['Worker', 'Done'], rows), foldedBlocks('More', [richText(['inside'])])],
    });
    expect(text.split('\n').slice(0, 3)).toEqual(['Workers', '  Worker  Done', '  w0       0.0']);
    expect(text).toContain('  w11     11.0\n\nMore\ninside');
  });
});
