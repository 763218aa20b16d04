import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { t } from '../../formatters';
import { STATUS_MARKS, statusLabel } from '../../formatters/live/statusText';
import { HINTS } from '../../src/alerting/hints';
import { RULES } from '../../src/alerting/rules';
import type { Details } from '../../src/alerting/rules/details';
import { TARGET_STATUSES } from '../../src/alerting/state/targetStatus';

const pageOf = (name: string): string => readFileSync(join(__dirname, '../../docs', name), 'utf8');
const headingsOf = (page: string): string[] => [...page.matchAll(/^## (.+)$/gm)].map(([, text = '']) => text);

describe('docs/trading-system.md', () => {
  const headings = headingsOf(pageOf('trading-system.md'));

  test.each(HINTS)('has one heading that the hint %s leads to', (hint) => {
    expect(headings.filter((heading) => heading === t.live.hints[hint].heading)).toHaveLength(1);
  });

  test('has the heading that /arb-positions leads to', () => {
    expect(headings).toContain(t.records.noPositions.heading);
  });

  test('has headings of letters and spaces alone, so that every site makes the same anchors', () => {
    expect(headings.filter((heading) => !/^[A-Za-z ]+$/.test(heading))).toEqual([]);
  });
});

/** What opens an incident, each with details by which it is told. */
const INCIDENTS: readonly (readonly [rule: string, details: Details])[] = [
  ['no_sign_of_life', {}],
  ['no_heartbeat', {}],
  ['stale_portfolio', {}],
  ['circuit_breaker', { activeSince: '2026-11-22T07:41:00Z', active: true }],
  ['circuit_breaker', { activeSince: '2026-11-22T07:41:00Z', active: false }],
  ['balance_drop', {}],
  ['high_exposure', {}],
  ['price_feed', {}],
  ['no_trades', {}],
  ['divergence', {}],
  ['dataLoss', {}],
  ['monitoring_outage', {}],
];

/** They send events, or only count. */
const WITHOUT_INCIDENTS = [
  'live_trading',
  'order_problem',
  'safety_violations',
  'counter_reset',
  'uptime_totals',
];

describe('docs/operating.md', () => {
  const page = pageOf('operating.md');
  const [, section = ''] = page.split("\n## How a target's status is worked out\n");
  const rows = [...(section.split('\n## ')[0] ?? '').matchAll(/^\| (.+?) \| `(\w+)` \|/gm)];

  test('knows all rules that open an incident', () => {
    const told = [...INCIDENTS.map(([rule]) => rule), ...WITHOUT_INCIDENTS];
    expect(RULES.map(({ name }) => name).filter((name) => !told.includes(name))).toEqual([]);
  });

  test.each(INCIDENTS)('has a row for the alert of %s %j', (rule, details) => {
    const title = rule === 'monitoring_outage' ? t.rules.outage : t.rules.describe(rule, details).title;
    expect(page).toMatch(new RegExp(`^\\| (?:<a id="alert-\\w+"></a>)?${title}[ :]`, 'm'));
  });

  test('has each status once in its table, as it is shown', () => {
    const told = rows.map(([, shown, status]) => `${status} ${shown}`);
    const right = TARGET_STATUSES.map((status) => `${status} ${STATUS_MARKS[status]} ${statusLabel(status)}`);
    expect(told.sort()).toEqual(right.sort());
  });
});
