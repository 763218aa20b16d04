import type { AlertRoute } from '../alerting/routing/alertRoutes';
import type { MentionSettings } from '../alerting/routing/mentions';
import { type RuleMode, ruleModeOf } from '../alerting/ruleSettings/ruleMode';
import { SEVERITIES } from '../alerting/severity/severity';
import { describeRedis } from '../redis/connect/options';
import type { AlertConfig, BotConfig } from '.';
import { escalationSummary, onCallSummary } from './escalation/pagingText';
import type { ConfigFile } from './file';

/** A valid configuration in some lines, with no secret. */
export function configSummary(config: BotConfig, file: ConfigFile): string {
  const { slack, alerts, roles, redis, store, warnings } = config;
  const host = new URL(slack.apiUrl).host;
  const lines = [
    ['File', file.name ?? 'none, the environment alone'],
    ['Slack', `${slack.transport === 'socket' ? 'Socket Mode' : 'HTTP'}, by ${host}`],
    ['Redis', describeRedis(redis)],
    ['Own keys', `${store.redis === null ? 'there' : describeRedis(store.redis)}, as {${store.prefix}}`],
    ['Port', `${config.port} of ${config.host}`],
    ['Metrics', metricsText(config.metrics)],
    ['History', historyText(config)],
    ['Time zone', config.timezone],
    ['Language', languageText(config)],
    ['Currency', currencyText(config)],
    ['Viewers', roles.viewers?.join(', ') ?? 'everyone in the workspace'],
    ['Operators', roles.operators?.join(', ') ?? 'nobody: OPERATORS is not set, so nobody may mute or page'],
    ...(alerts === null ? [['Alerts', 'none: ALERT_CHANNEL is not set']] : alertLines(alerts)),
    ...warnings.map(({ where, message }) => ['Warning', `${where} ${message}`]),
  ];
  return ['OK: the configuration is valid.', ...lines.map(([name, value]) => `  ${name}: ${value}`)].join(
    '\n',
  );
}

function alertLines({ decide, fallbackChannel, deadmanPingUrl, webhooks }: AlertConfig): string[][] {
  const {
    channel,
    routes = [],
    mentions = {},
    checkIntervalMs,
    outageAfterMs,
    remindAfterMs,
    rules,
    paging = {},
  } = decide;
  const [first, then] = remindAfterMs.map((ms) => `${ms / 60_000} min`);
  const ofMode = (mode: RuleMode): string =>
    Object.keys(rules)
      .filter((rule) => ruleModeOf(rules, rule, '') === mode)
      .join(', ') || 'none';
  return [
    ['Alerts', `to ${channel}${fallbackChannel === null ? '' : `, or else to ${fallbackChannel}`}`],
    ['Routes', routes.length === 0 ? 'none' : routes.map(routeText).join('; ')],
    ['Mentions', mentionsText(mentions)],
    ['Checks', `every ${checkIntervalMs / 1000} s; an outage is reported after ${outageAfterMs / 1000} s`],
    ['Reminders', `after ${first}, then every ${then}`],
    ['Rules switched off', ofMode('off')],
    ['Silent rules', ofMode('silent')],
    ['Ping after each check', deadmanPingUrl === null ? 'none' : `to ${new URL(deadmanPingUrl).host}`],
    ['Escalation', escalationSummary(paging)],
    ['On call', onCallSummary(paging)],
    [
      'Webhooks',
      webhooks.length === 0 ? 'none' : webhooks.map((each) => webhookText(each, paging)).join(', '),
    ],
  ];
}

/** `at 9464 of 0.0.0.0, with the traders' values, for who has METRICS_TOKEN`. */
const metricsText = ({ targets, listen, token }: BotConfig['metrics']): string =>
  [
    listen === null ? 'at the same port' : `at ${listen.port} of ${listen.host}`,
    `${targets ? 'with' : 'without'} what the traders report`,
    token === null ? 'for whoever reaches it' : 'for who has METRICS_TOKEN',
  ].join(', ');

const historyText = ({ history, alerts }: BotConfig): string => {
  if (alerts === null) return 'none: nothing is checked';
  return history.kind === 'file' ? `in ${history.path}` : HISTORY_TEXTS[history.kind];
};

const HISTORY_TEXTS = { memory: 'in memory, until the process ends', off: 'none: HISTORY_FILE is off' };

/** `KRW; live:binance* USDT`. */
const currencyText = ({ currency, currencies }: BotConfig): string =>
  [
    currency ?? 'none: CURRENCY is not set',
    ...currencies.map((one) => `${one.targets} ${one.currency}`),
  ].join('; ');

/** `critical, live: to C0123CRIT`. */
const routeText = ({ match, channel }: AlertRoute): string =>
  `${[match.severity, match.mode, match.target].flatMap((values) => (values === undefined ? [] : values.join(' or '))).join(', ')}: to ${channel}`;

const mentionsText = (mentions: MentionSettings): string =>
  SEVERITIES.flatMap((severity) => {
    const all = mentions[severity] ?? [];
    return all.length === 0 ? [] : `${severity}: ${all.join(' ')}`;
  }).join('; ') || 'nobody';

/** `pagerduty (pagerduty, to events.pagerduty.com)`. */
function webhookText(
  { name, type, url }: AlertConfig['webhooks'][number],
  paging: AlertConfig['decide']['paging'],
): string {
  const steps = paging?.escalation?.steps ?? [];
  const isUsed = steps.some(
    ({ notify }) => typeof notify === 'object' && 'webhook' in notify && notify.webhook === name,
  );
  return `${name} (${type}, to ${new URL(url).host}${isUsed ? '' : ', not used by any step of escalation'})`;
}

function languageText({ language, channelLanguages }: BotConfig): string {
  const channels = Object.entries(channelLanguages).map(([channel, each]) => `${each} in ${channel}`);
  return [language, ...channels].join(', ');
}
