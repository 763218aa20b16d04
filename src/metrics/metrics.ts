import { collectDefaultMetrics } from 'prom-client';
import { type AlertStats, NO_OPEN_INCIDENTS } from '../alerting/stats';
import type { HistoryHealth } from '../history/model/health';
import type { LogLoss } from '../lib/logOutput';
import { UNAVAILABLE_REASONS } from '../redis/errors';
import { ConfigurationMetrics } from './configurationMetrics';
import { registerHistoryMetrics } from './historyMetrics';
import { Instruments } from './instruments';
import { TargetMetrics, type TargetMetricsOptions } from './targetMetrics';

/** The values of the gauges at the moment of a scrape. */
export interface GaugeValues {
  /** When the last successful check ended; before the first one, when the bot started. */
  readonly lastCheckAt: Date;
  /** How often the traders are checked, in ms. */
  readonly checkIntervalMs: number;
  /** Null before the first check. */
  readonly stats: AlertStats | null;
  readonly pending: number;
  /** Null when nothing is pending. */
  readonly oldestPendingMs: number | null;
  readonly channelFaults: number;
}

/* Every value that a label may have. */
const CHECK_OUTCOMES = ['committed', 'conflict', 'kept', 'unavailable', 'outdated', 'error'] as const;
const NOTIFICATION_KINDS = [
  'incident',
  'note',
  'event',
  'digest',
  'page',
  'silence',
  'configuration',
] as const;
const DROPPED_KINDS = [...NOTIFICATION_KINDS, 'unreadable'] as const;
const DROPPED_BY = ['bot', 'person'] as const;
const SLACK_METHODS = ['post', 'update', 'find', 'count', 'remove'] as const;
const SLACK_REASONS = ['rejected', 'rate_limited', 'not_sent', 'ambiguous'] as const;
const WEBHOOK_TYPES = ['pagerduty', 'ntfy', 'slack', 'json'] as const;
const WEBHOOK_RESULTS = ['accepted', 'failed', 'rejected'] as const;
const REJECTIONS = ['overload'] as const;

type OneOf<Values extends readonly string[]> = Values[number];

const NO_LOSS: Readonly<Record<LogLoss, number>> = { closed: 0, full: 0, other: 0 };

const RESPONSE_BUCKETS_S = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 1.5, 3, 5, 10];
const NOTIFICATION_BUCKETS_S = [0.25, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 14_400];

/** These are no counters, and yet are named as if they were. */
const MISNAMED_BY_THE_LIBRARY = ['handles', 'requests', 'resources'].map((of) => `nodejs_active_${of}_total`);

export interface MetricsOptions {
  /** Log lines lost so far, by reason; none unless given. */
  readonly lostLogLines?: (() => Readonly<Record<LogLoss, number>>) | undefined;
  /** The slash commands that there are. */
  readonly commands?: readonly string[];
  /** The ids of the actions that there are. */
  readonly actions?: readonly string[];
}

/**
 * The bot's metrics for Prometheus, in their own registry. Every label value of them comes from a fixed list, never from an
 * id, and has a sample from the start; only those of the traders, which are off by default, name their targets.
 */
export class Metrics {
  private readonly make = new Instruments();
  readonly configuration = new ConfigurationMetrics(this.make);
  private readonly commands;
  private readonly actions;
  private readonly rejected = this.make.counter(
    'arbwatch_requests_rejected_total',
    'Commands and actions that were not started.',
    { reason: REJECTIONS },
  );
  private readonly latency = this.make.histogram(
    'arbwatch_notification_latency_seconds',
    'Time from the detection of a change to the delivery of its message to Slack.',
    { kind: NOTIFICATION_KINDS },
    NOTIFICATION_BUCKETS_S,
  );
  private readonly checks = this.make.counter('arbwatch_checks_total', 'Checks by outcome.', {
    outcome: CHECK_OUTCOMES,
  });
  private readonly slackErrors = this.make.counter(
    'arbwatch_slack_request_errors_total',
    'Failed Slack API requests of notifications.',
    { method: SLACK_METHODS, reason: SLACK_REASONS },
  );
  private readonly webhooks = this.make.counter(
    'arbwatch_webhook_requests_total',
    'Requests to webhooks by type and result.',
    { type: WEBHOOK_TYPES, result: WEBHOOK_RESULTS },
  );
  private readonly dropped = this.make.counter(
    'arbwatch_notifications_dropped_total',
    'Messages that were given up, by kind and by whom: the bot, or a person.',
    { kind: DROPPED_KINDS, by: DROPPED_BY },
  );
  private readonly redisErrors = this.make.counter(
    'arbwatch_redis_errors_total',
    'Failed Redis commands and connections.',
    { reason: UNAVAILABLE_REASONS },
  );
  private targets: TargetMetrics | null = null;

  constructor({ lostLogLines = () => NO_LOSS, commands = [], actions = [] }: MetricsOptions = {}) {
    this.commands = this.make.histogram(
      'arbwatch_command_duration_seconds',
      'Time from a slash command to its response.',
      { command: commands },
      RESPONSE_BUCKETS_S,
    );
    this.actions = this.make.histogram(
      'arbwatch_action_duration_seconds',
      'Time from the click on a button to its effect.',
      { action: actions },
      RESPONSE_BUCKETS_S,
    );
    this.make.counters(
      'arbwatch_log_write_errors_total',
      'Log lines that could not be written and are lost.',
      ['reason'],
      () => Object.entries(lostLogLines()).map(([reason, value]) => ({ labels: { reason }, value })),
    );
  }

  get contentType(): string {
    return this.make.registry.contentType;
  }

  /** All that there is now, in the text format of Prometheus. Never rejects for what cannot be read. */
  async text(): Promise<string> {
    await this.targets?.refresh();
    return this.make.registry.metrics();
  }

  commandHandled(command: string, ms: number): void {
    this.commands.observe({ command }, seconds(ms));
  }

  actionHandled(action: string, ms: number): void {
    this.actions.observe({ action }, seconds(ms));
  }

  requestRejected(): void {
    this.rejected.inc({ reason: 'overload' });
  }

  delivered(kind: OneOf<typeof NOTIFICATION_KINDS>, ms: number): void {
    this.latency.observe({ kind }, seconds(ms));
  }

  slackRequestFailed(method: OneOf<typeof SLACK_METHODS>, reason: OneOf<typeof SLACK_REASONS>): void {
    this.slackErrors.inc({ method, reason });
  }

  webhookRequested(type: OneOf<typeof WEBHOOK_TYPES>, result: OneOf<typeof WEBHOOK_RESULTS>): void {
    this.webhooks.inc({ type, result });
  }

  notificationDropped(kind: OneOf<typeof DROPPED_KINDS>, by: OneOf<typeof DROPPED_BY>): void {
    this.dropped.inc({ kind, by });
  }

  redisFailed(reason: OneOf<typeof UNAVAILABLE_REASONS>): void {
    this.redisErrors.inc({ reason });
  }

  checkCompleted(outcome: OneOf<typeof CHECK_OUTCOMES>): void {
    this.checks.inc({ outcome });
  }

  /** Adds the metrics of this process: memory, event loop delay and the like. Call it once. */
  collectProcessMetrics(): void {
    // prom-client's 10 ms take half of the CPU of an idle bot.
    collectDefaultMetrics({ register: this.make.registry, eventLoopMonitoringPrecision: 500 });
    for (const name of MISNAMED_BY_THE_LIBRARY) this.make.registry.removeSingleMetric(name);
  }

  /** Adds what the traders report and how they are, read anew at each scrape. Call it once. */
  registerTargets(options: TargetMetricsOptions): void {
    this.targets = new TargetMetrics(this.make, options);
  }

  /** Adds how the history fares, read anew at each scrape. Call it once. */
  registerHistory(health: () => HistoryHealth): void {
    registerHistoryMetrics(this.make, health);
  }

  /** Adds the gauges of alerting, read anew at each scrape. Call it once. */
  registerGauges(values: () => GaugeValues): void {
    this.make.gauge(
      'arbwatch_last_check_success_timestamp_seconds',
      'Unix time of the last successful check; before the first one, of the start.',
      () => values().lastCheckAt.getTime() / 1000,
    );
    this.make.gauge(
      'arbwatch_check_interval_seconds',
      'Time from one check to the next, as configured.',
      () => seconds(values().checkIntervalMs),
    );
    this.make.gauge('arbwatch_targets', 'Targets by signs of life.', () => values().stats?.targets);
    this.make.gauge('arbwatch_incidents', 'Incidents by state.', () => values().stats?.incidents);
    this.make.gauge(
      'arbwatch_open_incidents',
      'Incidents that have not ended, by severity.',
      () => values().stats?.openIncidents ?? NO_OPEN_INCIDENTS,
      'severity',
    );
    this.make.gauge('arbwatch_targets_muted', 'Muted targets.', () => values().stats?.muted);
    this.make.gauge(
      'arbwatch_notifications_pending',
      'Messages not yet sent to Slack.',
      () => values().pending,
    );
    this.make.gauge(
      'arbwatch_notification_oldest_pending_seconds',
      'Age of the oldest message not yet sent; 0 without any.',
      () => seconds(values().oldestPendingMs ?? 0),
    );
    this.make.gauge(
      'arbwatch_slack_channel_faults',
      'Channels or tokens that a person has to fix in Slack.',
      () => values().channelFaults,
    );
  }

  /** Adds whether alerts are made and reach Slack. Call it once. */
  registerAlertingHealth(isHealthy: () => boolean): void {
    this.make.gauge(
      'arbwatch_alerting_healthy',
      '1 while checks run, alerts reach Slack and its channels can be used; else 0.',
      () => Number(isHealthy()),
    );
  }

  /** Adds what is wrong with the set-up. Call it once. */
  registerSetupFaults(counts: () => Readonly<Record<'error' | 'warning', number>>): void {
    this.make.gauge(
      'arbwatch_setup_faults',
      'What doctor finds wrong at the start, by level.',
      counts,
      'level',
    );
  }
}

const seconds = (ms: number): number => Math.max(0, ms) / 1000;
