import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { type AlertStats, NO_OPEN_INCIDENTS } from '../alerting/stats';
import type { LogLoss } from '../lib/logOutput';
import { UNAVAILABLE_REASONS } from '../redis/errors';

/** The values of the gauges at the moment of a scrape. */
export interface GaugeValues {
  /** When the last successful check ended; before the first one, when the bot started. */
  readonly lastCheckAt: Date;
  /** Null before the first check. */
  readonly stats: AlertStats | null;
  readonly pending: number;
  /** Null when nothing is pending. */
  readonly oldestPendingMs: number | null;
  readonly channelFaults: number;
}

const CHECK_OUTCOMES = ['committed', 'conflict', 'kept', 'unavailable', 'error'] as const;

const NO_LOSS: Readonly<Record<LogLoss, number>> = { closed: 0, full: 0, other: 0 };

const RESPONSE_BUCKETS_S = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 1.5, 3, 5, 10];
const NOTIFICATION_BUCKETS_S = [0.25, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 14_400];

/** The bot's metrics for Prometheus, in their own registry. Every label value comes from a fixed list, never from an id. */
export class Metrics {
  private readonly registry = new Registry();
  private readonly commands = this.histogram(
    'arbwatch_command_duration_seconds',
    'Time from a slash command to its response.',
    'command',
    RESPONSE_BUCKETS_S,
  );
  private readonly actions = this.histogram(
    'arbwatch_action_duration_seconds',
    'Time from the click on a button to its effect.',
    'action',
    RESPONSE_BUCKETS_S,
  );
  private readonly rejected = this.counter(
    'arbwatch_requests_rejected_total',
    'Commands and actions that were not started.',
    ['reason'],
  );
  private readonly latency = this.histogram(
    'arbwatch_notification_latency_seconds',
    'Time from the detection of a change to the delivery of its message to Slack.',
    'kind',
    NOTIFICATION_BUCKETS_S,
  );
  private readonly checks = this.counter('arbwatch_checks_total', 'Checks by outcome.', ['outcome']);
  private readonly slackErrors = this.counter(
    'arbwatch_slack_request_errors_total',
    'Failed Slack API requests of notifications.',
    ['method', 'reason'],
  );
  private readonly webhooks = this.counter(
    'arbwatch_webhook_requests_total',
    'Requests to webhooks by type and result.',
    ['type', 'result'],
  );
  private readonly dropped = this.counter(
    'arbwatch_notifications_dropped_total',
    'Messages that were given up, by kind and by whom: the bot, or a person.',
    ['kind', 'by'],
  );
  private readonly redisErrors = this.counter(
    'arbwatch_redis_errors_total',
    'Failed Redis commands and connections.',
    ['reason'],
  );

  constructor(lostLogLines: () => Readonly<Record<LogLoss, number>> = () => NO_LOSS) {
    new Counter({
      registers: [this.registry],
      name: 'arbwatch_log_write_errors_total',
      help: 'Log lines that could not be written and are lost.',
      labelNames: ['reason'],
      collect() {
        this.reset();
        for (const [reason, lines] of Object.entries(lostLogLines())) this.inc({ reason }, lines);
      },
    });
    this.rejected.inc({ reason: 'overload' }, 0);
    for (const outcome of CHECK_OUTCOMES) this.checks.inc({ outcome }, 0);
    for (const reason of UNAVAILABLE_REASONS) this.redisErrors.inc({ reason }, 0);
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  text(): Promise<string> {
    return this.registry.metrics();
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

  delivered(kind: string, ms: number): void {
    this.latency.observe({ kind }, seconds(ms));
  }

  slackRequestFailed(method: string, reason: string): void {
    this.slackErrors.inc({ method, reason });
  }

  webhookRequested(type: string, result: string): void {
    this.webhooks.inc({ type, result });
  }

  notificationDropped(kind: string, by: 'bot' | 'person'): void {
    this.dropped.inc({ kind, by });
  }

  redisFailed(reason: string): void {
    this.redisErrors.inc({ reason });
  }

  checkCompleted(outcome: (typeof CHECK_OUTCOMES)[number]): void {
    this.checks.inc({ outcome });
  }

  /** Adds the metrics of this process: memory, event loop delay and the like. Call it once. */
  collectProcessMetrics(): void {
    collectDefaultMetrics({ register: this.registry });
  }

  /** Adds the gauges of alerting, read anew at each scrape. Call it once. */
  registerGauges(values: () => GaugeValues): void {
    this.gauge(
      'arbwatch_last_check_success_timestamp_seconds',
      'Unix time of the last successful check; before the first one, of the start.',
      () => values().lastCheckAt.getTime() / 1000,
    );
    this.gauge('arbwatch_targets', 'Targets by signs of life.', () => values().stats?.targets);
    this.gauge('arbwatch_incidents', 'Incidents by state.', () => values().stats?.incidents);
    this.gauge(
      'arbwatch_open_incidents',
      'Incidents that have not ended, by severity.',
      () => values().stats?.openIncidents ?? NO_OPEN_INCIDENTS,
      'severity',
    );
    this.gauge('arbwatch_targets_muted', 'Muted targets.', () => values().stats?.muted);
    this.gauge('arbwatch_notifications_pending', 'Messages not yet sent to Slack.', () => values().pending);
    this.gauge(
      'arbwatch_notification_oldest_pending_seconds',
      'Age of the oldest message not yet sent; 0 without any.',
      () => seconds(values().oldestPendingMs ?? 0),
    );
    this.gauge(
      'arbwatch_slack_channel_faults',
      'Channels or tokens that a person has to fix in Slack.',
      () => values().channelFaults,
    );
  }

  /** Adds whether alerts are made and reach Slack. Call it once. */
  registerAlertingHealth(isHealthy: () => boolean): void {
    this.gauge(
      'arbwatch_alerting_healthy',
      '1 while checks run, alerts reach Slack and its channels can be used; else 0.',
      () => Number(isHealthy()),
    );
  }

  /** Adds what is wrong with the set-up. Call it once. */
  registerSetupFaults(counts: () => Readonly<Record<'error' | 'warning', number>>): void {
    this.gauge('arbwatch_setup_faults', 'What doctor finds wrong at the start, by level.', counts, 'level');
  }

  private histogram<L extends string>(name: string, help: string, label: L, buckets: number[]): Histogram<L> {
    return new Histogram({ registers: [this.registry], name, help, labelNames: [label], buckets });
  }

  private counter<L extends string>(name: string, help: string, labelNames: L[]): Counter<L> {
    return new Counter({ registers: [this.registry], name, help, labelNames });
  }

  /** One value, or one for each value of `label`; no sample while there is none. */
  private gauge(
    name: string,
    help: string,
    read: () => number | Readonly<Record<string, number>> | undefined,
    label = 'state',
  ): void {
    new Gauge({
      registers: [this.registry],
      name,
      help,
      labelNames: [label],
      collect() {
        const value = read();
        this.reset();
        if (typeof value === 'number') this.set(value);
        else for (const [of, count] of Object.entries(value ?? {})) this.set({ [label]: of }, count);
      },
    });
  }
}

const seconds = (ms: number): number => Math.max(0, ms) / 1000;
