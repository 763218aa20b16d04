import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { statusLabel } from '../../formatters/live/statusText';
import { TARGET_STATUSES } from '../../src/alerting/state/targetStatus';
import { SETTINGS } from '../../src/config/schema/settings';
import { type BotUnderTest, startBotUnderTest } from '../helpers/botUnderTest';
import { metricNames, metricSamples } from '../helpers/metricSamples';
import { promtool } from '../helpers/promtool';
import { loadRecording } from '../helpers/recording';
import { type RedisServer, startRedis } from '../helpers/redisServer';

const ROOT = join(__dirname, '../..');
const path = (name: string): string => join(ROOT, name);
const text = (name: string): string => readFileSync(path(name), 'utf8');

const RULES = 'deploy/prometheus/alerts.yaml';
const rules: readonly { alert: string; expr: string }[] = parse(text(RULES)).groups.flatMap(
  (group: { rules: unknown }) => group.rules,
);

interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets?: readonly { readonly expr: string; readonly datasource: { readonly uid: string } }[];
  readonly fieldConfig?: { readonly defaults: { readonly mappings?: readonly { options: object }[] } };
}
const dashboard = JSON.parse(text('deploy/grafana/arbwatch.json'));
const panels: readonly Panel[] = dashboard.panels;
/** What each panel and each variable asks, as Prometheus gets it. */
const queries = [
  ...panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr)),
  ...dashboard.templating.list.flatMap(({ definition }: { definition?: string }) =>
    definition === undefined ? [] : [definition.replace(/^label_values\((.*), \w+\)$/, '$1')],
  ),
].map((expr) => expr.replaceAll('$__rate_interval', '1m').replaceAll(/\$(job|target)/g, '.*'));

/** The metrics that an expression names. */
const namedIn = (expr: string): string[] =>
  expr.replace(/\{[^}]*\}|\bby \([^)]*\)|\bon \([^)]*\)/g, '').match(/\b(?:arbwatch|process|nodejs)_\w+/g) ??
  [];

/** The metric of a sample: a histogram has three kinds. */
const metricOf = (name: string): string => name.replace(/_(?:bucket|count|sum)$/, '');

describe('A scrape of the running bot', () => {
  let redis: RedisServer;
  let bot: BotUnderTest;
  let scrape = '';

  beforeAll(async () => {
    redis = await startRedis();
    await loadRecording(redis.client(), 'live-trader-armed.redis');
    bot = await startBotUnderTest({
      redisUrl: redis.url,
      env: { ALERT_CHANNEL: 'C0ALERTS', METRICS_TARGETS: 'true' },
    });
    scrape = await (await fetch(`${bot.url}/metrics`)).text();
  });
  afterAll(async () => {
    await bot?.stop();
    await redis?.stop();
  });

  test('has the names, units and texts that Prometheus wants, by promtool check metrics', () => {
    expect(promtool(['check', 'metrics'], scrape)).toEqual({ code: 0, text: '' });
  });

  test('has the figures of a trader', () => {
    const names = [...metricSamples(scrape).keys()].filter((name) =>
      name.includes('target="live:production"'),
    );
    expect(names).toContain('arbwatch_target_balance{target="live:production",mode="live",currency=""}');
    expect(names).toContain(
      'arbwatch_target_portfolio_timestamp_seconds{target="live:production",mode="live"}',
    );
  });

  const missing = (expr: string): string[] => {
    const names = metricNames(scrape);
    return namedIn(expr).filter((name) => !names.includes(metricOf(name)));
  };

  test('has every metric that the rules name', () => {
    expect(rules.flatMap(({ expr }) => missing(expr))).toEqual([]);
  });

  test('has every metric that the dashboard names', () => {
    expect(queries.filter((expr) => namedIn(expr).length === 0)).toEqual([]);
    expect(queries.flatMap(missing)).toEqual([]);
  });
});

describe('The rules for Prometheus', () => {
  test('are valid, by promtool check rules', () => {
    expect(promtool(['check', 'rules', path(RULES)])).toMatchObject({ code: 0 });
  });

  test('fire when they should, and only then, by promtool test rules', () => {
    const { code, text } = promtool(['test', 'rules', path('test/deploy/alertRules.yaml')]);
    expect([code, text]).toEqual([0, expect.stringContaining('SUCCESS')]);
  });

  test('are each tested: one that fires, and one that does not', () => {
    const cases: { alertname: string; exp_alerts?: unknown }[] = parse(
      text('test/deploy/alertRules.yaml'),
    ).tests.flatMap(({ alert_rule_test }: { alert_rule_test: unknown }) => alert_rule_test);
    for (const { alert } of rules) {
      const own = cases.filter(({ alertname }) => alertname === alert);
      expect([alert, new Set(own.map((each) => each.exp_alerts !== undefined)).size]).toEqual([alert, 2]);
    }
  });

  test('come with a configuration that is valid, and scrapes where the bot listens by default', () => {
    expect(promtool(['check', 'config', path('deploy/prometheus/prometheus.yaml')])).toMatchObject({
      code: 0,
    });
    const [job] = parse(text('deploy/prometheus/prometheus.yaml')).scrape_configs;
    const address = `${SETTINGS.HOST.parse(undefined)}:${SETTINGS.PORT.parse(undefined)}`;
    expect(job.static_configs).toEqual([{ targets: [address] }]);
    expect(text(RULES)).toContain(`job="${job.job_name}"`);
  });
});

describe('The dashboard for Grafana', () => {
  test('asks what Prometheus understands, by promtool', () => {
    const asked = queries.map((expr, i) => ({ record: `query_${i}`, expr }));
    const file = join(mkdtempSync(join(tmpdir(), 'arbwatch-')), 'queries.yaml');
    writeFileSync(file, stringify({ groups: [{ name: 'queries', rules: asked }] }));
    expect(promtool(['check', 'rules', file])).toMatchObject({ code: 0 });
  });

  test('has panels with a title and an id of their own, none over another', () => {
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, i) => `${x + (i % w)},${y + Math.floor(i / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    expect(panels.filter(({ title }) => title === '')).toEqual([]);
  });

  test('asks the data source that its reader chose', () => {
    const asked = panels.flatMap(({ targets = [] }) => targets);
    expect(new Set(asked.map(({ datasource }) => datasource.uid))).toEqual(new Set([`$${'{datasource}'}`]));
    expect(dashboard.templating.list[0]).toMatchObject({
      name: 'datasource',
      type: 'datasource',
      query: 'prometheus',
    });
  });

  test('calls the states what every screen calls them', () => {
    const [mapping] = panels.find(({ title }) => title === 'State')?.fieldConfig?.defaults.mappings ?? [];
    const texts = Object.values(mapping?.options ?? {}).map(({ text }) => text);
    expect(texts).toEqual(TARGET_STATUSES.map(statusLabel));
  });
});
