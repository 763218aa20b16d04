import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AlertOptions, eventMessage, incidentMessage, type Message } from '../../formatters';
import { withPlainBlocks } from '../../formatters/blockKit/plainBlocks';
import { checkedMessageBlocks } from '../../sandbox/blockKit/check';
import type { IncidentEvidence } from '../../src/alerting/evidence/evidence';
import type { Incident } from '../../src/alerting/incidents/incident';
import { runbookOf } from '../../src/alerting/ruleSettings/runbook';
import { ConfigError, loadBotConfig } from '../../src/config';
import { configFile } from '../../src/config/file';
import { seen } from '../helpers/alertHarness';
import { affected, blind, minutesAgo, NIGHT, open, realMoney, recovered } from '../helpers/incidents';
import { messageText } from '../helpers/messageText';

const options: AlertOptions = { demo: false, currency: 'KRW', zone: 'UTC' };
const evidence: IncidentEvidence = {
  stake: {
    portfolio: { balance: 2_500_000, exposure: 0.253, at: minutesAgo(4) },
    positions: { count: 1, at: minutesAgo(5) },
  },
  history: { times: 3, isAtLeast: false, since: null },
  changes: [
    { kind: 'recovered', rule: 'monitoring_outage', target: null, others: 0, at: minutesAgo(3), details: {} },
    {
      kind: 'opened',
      rule: 'no_sign_of_life',
      target: 'paper:docker',
      others: 1,
      at: minutesAgo(6),
      details: {},
    },
    {
      kind: 'event',
      rule: 'live_trading',
      target: 'live:docker',
      others: 0,
      at: minutesAgo(7),
      details: { change: 'armed' },
    },
  ],
};
const messageOf = (incident: Incident, more: Partial<AlertOptions> = {}) =>
  incidentMessage(incident, { now: NIGHT, deliveredLate: null }, { ...options, ...more });
const shown = (incident: Incident, more?: Partial<AlertOptions>) => seen(messageOf(incident, more)).shown;

const foldIn = (message: Message) => message.blocks.filter((block) => block.type === 'container');

describe('What need not be read to decide', () => {
  const docsUrl = 'https://git.example/docs/';
  const full = messageOf({ ...realMoney, evidence }, { docsUrl });

  test('is folded away below the buttons, and the fold says what is behind it', () => {
    expect(full.blocks.map(({ type }) => type)).toEqual([
      'header',
      'rich_text',
      'rich_text',
      'actions',
      'container',
    ]);
    expect(foldIn(full)).toMatchObject([
      {
        title: { text: 'Runbook, at stake, history, other changes' },
        is_collapsible: true,
        default_collapsed: true,
      },
    ]);
  });

  test('stands nowhere else on the screen', () => {
    const unfolded = messageText({ blocks: full.blocks.filter((block) => block.type !== 'container') });
    expect(unfolded).not.toMatch(/At stake|such alert|Other changes|Runbook/);
    expect(unfolded).toMatch(/CRITICAL · Down: live docker · REAL MONEY(.|\n)*Not acknowledged/);
  });

  test('is the same however often the message of an open alert is changed', () => {
    const incidents: Incident[] = [
      { ...realMoney, evidence },
      { ...realMoney, evidence, state: 'acknowledged', acknowledgedBy: 'U0OPERATOR', acknowledgedAt: NIGHT },
      { ...realMoney, evidence, state: 'snoozed', snoozedBy: 'U0OPERATOR', snoozedUntil: NIGHT },
      { ...realMoney, evidence, targets: realMoney.targets.map((each) => ({ ...each, flaps: 3 })) },
    ];
    for (const incident of incidents) {
      const changed = messageOf(incident, { docsUrl });
      expect(foldIn(changed)).toEqual(foldIn(full));
      expect(changed.blocks.at(-1)?.type).toBe('container');
    }
  });

  test('stands unfolded, the same lines, where Slack takes no containers', () => {
    const plain = withPlainBlocks(full);
    checkedMessageBlocks(plain.blocks);
    expect(plain.blocks.map(({ type }) => type)).not.toContain('container');
    expect(messageText(plain)).toBe(messageText(full));
    expect(plain.text).toBe(full.text);
  });

  test('is a link, and not folded, where there is only a runbook', () => {
    const message = messageOf(blind, { docsUrl });
    expect(foldIn(message)).toEqual([]);
    expect(messageText(message)).toMatch(/\nRunbook$/);
  });

  test('is nothing where there is none', () => {
    expect(messageOf(open).blocks.at(-1)?.type).toBe('actions');
  });
});

describe('The evidence of an alert', () => {
  test('says what is at stake and as of when, how often it came, what changed before', () => {
    const text = shown({ ...realMoney, evidence });
    expect(text).toContain(
      'At stake: balance 2,500,000.00 KRW, utilization 25.3 % (as of 2026-11-22 02:58:00 UTC); 1 open position (as of 2026-11-22 02:57:00 UTC).',
    );
    expect(text).toContain('3rd such alert in 30 days.');
    expect(text).toContain(
      [
        'Other changes within 10 min:',
        '• Monitoring outage recovered, 2026-11-22 02:59:00 UTC',
        '• Down: 2 traders, 2026-11-22 02:56:00 UTC',
        '• Live trading armed: live docker, 2026-11-22 02:55:00 UTC',
      ].join('\n'),
    );
  });

  test('is spoken where real money is at stake, and where it is not the first time', () => {
    expect(messageOf({ ...realMoney, evidence }).text).toContain('At stake: balance 2,500,000.00 KRW');
    const paper = messageOf({ ...open, evidence }).text;
    expect(paper).toContain('3rd such alert in 30 days.');
    expect(paper).not.toContain('At stake');
  });

  test('says since when it is counted, and that there were more', () => {
    const history = { times: 51, isAtLeast: true, since: minutesAgo(60) };
    expect(shown({ ...open, evidence: { ...evidence, history } })).toContain(
      '51 such alerts or more since 2026-11-22 02:02:00 UTC.',
    );
  });

  test('has one time for all where it is the same, and no first time of what is hardly known', () => {
    const stake = { ...evidence.stake, portfolio: null, positions: { count: 2, at: minutesAgo(4) } };
    const portfolio = evidence.stake?.portfolio ?? null;
    const history = { times: 1, isAtLeast: false, since: minutesAgo(60) };
    const text = shown({ ...open, evidence: { stake: { ...stake, portfolio }, history, changes: [] } });
    expect(text).toContain('utilization 25.3 %, 2 open positions (as of 2026-11-22 02:58:00 UTC).');
    expect(text).not.toContain('such alert');
    const known = { ...history, since: minutesAgo(2_000) };
    expect(shown({ ...open, evidence: { stake, history: known, changes: [] } })).toContain(
      '1st such alert since 2026-11-20 17:42:00 UTC.',
    );
  });

  test('is nothing of what is not reported', () => {
    const none: IncidentEvidence = { stake: null, history: null, changes: [] };
    expect(shown({ ...open, evidence: none })).toBe(shown(open));
    const balance = { portfolio: { balance: 5, exposure: null, at: null }, positions: null };
    expect(shown({ ...open, evidence: { ...none, stake: balance } })).toContain(
      'Last reported: balance 5.00 KRW (time unknown).',
    );
  });

  test('is what was so before, once the alert is over, and nothing once others joined', () => {
    const over = shown({ ...recovered, evidence });
    expect(over).toContain('3rd such alert in 30 days.');
    expect(over).toContain('Reported before: balance 2,500,000.00 KRW');
    expect(over).toContain('Other changes within 10 min:');
    expect(shown({ ...realMoney, state: 'recovered', closedAt: NIGHT, evidence })).toContain(
      'Was at stake: balance 2,500,000.00 KRW',
    );
    const joined = { ...open, evidence, targets: [...open.targets, affected('paper:local')] };
    expect(shown(joined)).not.toContain('such alert');
  });

  test('holds names from outside as they are', () => {
    const [event] = evidence.changes;
    const target = 'paper:<!channel> *bold* :skull:';
    const changes = event === undefined ? [] : [{ ...event, target, rule: '<!here>_x_' }];
    const { blocks } = messageOf({ ...open, evidence: { ...evidence, changes } });
    checkedMessageBlocks(blocks);
    expect(JSON.stringify(blocks)).not.toMatch(/<!(?:channel|here)>/);
  });
});

describe('The runbook', () => {
  const docsUrl = 'https://git.example/docs/';
  const linksOf = (incident: Incident, more: Partial<AlertOptions>) =>
    [...JSON.stringify(messageOf(incident, more).blocks).matchAll(/<(https:[^|"]*)\|Runbook>/g)].map(
      ([, url]) => url,
    );

  test('is the configured one, or the row of the rule in docs/operating.md, or none', () => {
    const runbook = () => 'https://wiki.example/down';
    expect(linksOf(open, { runbookOf: runbook, docsUrl })).toEqual(['https://wiki.example/down']);
    expect(linksOf(open, { runbookOf: () => null, docsUrl })).toEqual([
      'https://git.example/docs/operating.md#alert-no_sign_of_life',
    ]);
    expect(linksOf(open, {})).toEqual([]);
    expect(linksOf(recovered, { docsUrl })).toEqual([]);
  });

  test('has an anchor in docs/operating.md for each rule that opens alerts', () => {
    const page = readFileSync(join(__dirname, '../../docs/operating.md'), 'utf8');
    const rules = [
      'no_sign_of_life',
      'no_heartbeat',
      'stale_portfolio',
      'circuit_breaker',
      'dataLoss',
      'tuning',
      'control',
      'live_trading',
      'safety_violations',
    ];
    for (const rule of [...rules, 'monitoring_outage']) {
      expect(page).toContain(`<a id="alert-${rule}"></a>`);
      expect(linksOf({ ...open, rule }, { docsUrl })).toEqual([`${docsUrl}operating.md#alert-${rule}`]);
    }
  });

  test('stands below an event, too, unless that only informs', () => {
    const event = { target: 'live:docker', level: 'loud', details: {}, at: NIGHT } as const;
    const shownOf = (rule: string, severity: 'critical' | 'info') =>
      JSON.stringify(
        eventMessage(
          { ...event, rule, severity },
          { now: NIGHT, deliveredLate: null },
          { ...options, docsUrl },
        ).blocks,
      );
    for (const rule of ['live_trading', 'safety_violations', 'control', 'tuning', 'circuit_breaker']) {
      expect(shownOf(rule, 'critical')).toContain(`<${docsUrl}operating.md#alert-${rule}|Runbook>`);
      expect(shownOf(rule, 'info')).not.toContain('Runbook');
    }
  });

  const SLACK = { SLACK_BOT_TOKEN: 'xoxb-right', SLACK_APP_TOKEN: 'xapp-right', ALERT_CHANNEL: 'C0ALERTS' };
  const rulesOf = (text: string) =>
    loadBotConfig(SLACK, configFile('arbwatch.yaml', text)).alerts?.decide.rules ?? {};

  test('is configured by rule, and by target before that', () => {
    const rules = rulesOf(`
rules:
  no_sign_of_life:
    runbook_url: https://wiki.example/down
    targets: { 'live:docker': { runbook_url: 'https://wiki.example/live' } }`);
    expect(runbookOf(rules, 'no_sign_of_life', 'live:docker')).toBe('https://wiki.example/live');
    expect(runbookOf(rules, 'no_sign_of_life', 'paper:docker')).toBe('https://wiki.example/down');
    expect(runbookOf(rules, 'no_heartbeat', 'paper:docker')).toBeNull();
    expect(runbookOf(rules, 'constructor', 'paper:docker')).toBeNull();
  });

  test.each(['http://wiki.example/down', 'wiki', 'https://user:secret@wiki.example/'])(
    'is refused with what to write in its place: %s',
    (url) => {
      const load = () => rulesOf(`rules: { no_heartbeat: { runbook_url: '${url}' } }`);
      expect(load).toThrow(ConfigError);
      expect(load).toThrow(/runbook_url.*expected the https address of a page/s);
    },
  );
});
