import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { AlertStats } from '../alerting/stats';
import type { LogLoss } from '../lib/logOutput';
import { UNAVAILABLE_REASONS } from '../redis/errors';

/** What is so at the moment of a scrape. */
export interface GaugeSource {
  /** Since the last whole check; where there was none, since the start. */
  readonly wholeLoopAgeMs: number;
  /** Null while nothing is known. */
  readonly known: AlertStats | null;
  readonly waiting: number;
  /** Null when nothing waits. */
  readonly oldestAgeMs: number | null;
  readonly faults: number;
}

const NO_LOSS: Readonly<Record<LogLoss, number>> = { closed: 0, full: 0, other: 0 };

const ANSWER_BUCKETS_S = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 1.5, 3, 5, 10];
const DELIVERY_BUCKETS_S = [0.25, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 14_400];

/** The bot's figures for Prometheus, in a registry of their own. Labels come from fixed lists; none is a name or an id. */
export class Metrics {
  private readonly registry = new Registry();
  private readonly on = { registers: [this.registry] };
  private readonly commands = new Histogram({
    ...this.on,
    name: 'arbwatch_command_duration_seconds',
    help: 'From a slash command to its answer.',
    labelNames: ['command'],
    buckets: ANSWER_BUCKETS_S,
  });
  private readonly presses = new Histogram({
    ...this.on,
    name: 'arbwatch_press_duration_seconds',
    help: 'From the press of a button to its effect.',
    labelNames: ['action'],
    buckets: ANSWER_BUCKETS_S,
  });
  private readonly refused = new Counter({
    ...this.on,
    name: 'arbwatch_requests_refused_total',
    help: 'Commands and presses that were told to come again in a few seconds, since too many were in the making.',
  });
  private readonly deliveries = new Histogram({
    ...this.on,
    name: 'arbwatch_detection_to_delivery_seconds',
    help: 'From the detection of what a message tells to its delivery to Slack.',
    labelNames: ['kind'],
    buckets: DELIVERY_BUCKETS_S,
  });
  private readonly checks = new Counter({
    ...this.on,
    name: 'arbwatch_checks_total',
    help: 'Checks by outcome: decided; beaten by another copy of the bot; blind; failed by a fault of the bot.',
    labelNames: ['outcome'],
  });
  private readonly slackErrors = new Counter({
    ...this.on,
    name: 'arbwatch_slack_errors_total',
    help: 'Calls of Slack for deliveries that did not go well, by call and kind.',
    labelNames: ['call', 'kind'],
  });
  private readonly redisErrors = new Counter({
    ...this.on,
    name: 'arbwatch_redis_errors_total',
    help: 'Failures of Redis, of commands and of the connection, by kind.',
    labelNames: ['kind'],
  });

  constructor(lostLogLines: () => Readonly<Record<LogLoss, number>> = () => NO_LOSS) {
    new Counter({
      ...this.on,
      name: 'arbwatch_log_write_errors_total',
      help: 'Lines of the log that could not be written and are lost, by kind.',
      labelNames: ['kind'],
      collect() {
        this.reset();
        for (const [kind, lines] of Object.entries(lostLogLines())) this.inc({ kind }, lines);
      },
    });
    for (const outcome of ['decided', 'beaten', 'blind', 'failed']) this.checks.inc({ outcome }, 0);
    for (const kind of UNAVAILABLE_REASONS) this.redisErrors.inc({ kind }, 0);
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  text(): Promise<string> {
    return this.registry.metrics();
  }

  commandAnswered(command: string, ms: number): void {
    this.commands.observe({ command }, seconds(ms));
  }

  pressAnswered(action: string, ms: number): void {
    this.presses.observe({ action }, seconds(ms));
  }

  requestRefused(): void {
    this.refused.inc();
  }

  delivered(kind: string, ms: number): void {
    this.deliveries.observe({ kind }, seconds(ms));
  }

  slackFailed(call: string, kind: string): void {
    this.slackErrors.inc({ call, kind });
  }

  redisFailed(kind: string): void {
    this.redisErrors.inc({ kind });
  }

  checked(outcome: 'decided' | 'beaten' | 'blind' | 'failed'): void {
    this.checks.inc({ outcome });
  }

  /** Shows the memory, the event loop's delay and the like of this process, from now on. To be called once. */
  watchProcess(): void {
    collectDefaultMetrics({ register: this.registry });
  }

  /** Shows what the watching is like, asked anew at each scrape. To be called once. */
  watch(figures: () => GaugeSource): void {
    this.gauge(
      'arbwatch_last_full_loop_age_seconds',
      'Since the last whole check: read, decided, stored.',
      () => seconds(figures().wholeLoopAgeMs),
    );
    this.gauges(
      'arbwatch_targets',
      'Targets by their signs of life, as last observed.',
      () => figures().known?.targets,
    );
    this.gauges(
      'arbwatch_incidents',
      'Incidents by state; ended ones for some days.',
      () => figures().known?.incidents,
    );
    this.gauge(
      'arbwatch_targets_retired',
      'Targets that are silent on purpose.',
      () => figures().known?.muted,
    );
    this.gauge('arbwatch_deliveries_waiting', 'Messages that wait to reach Slack.', () => figures().waiting);
    this.gauge(
      'arbwatch_delivery_oldest_age_seconds',
      'Age of the message that waits the longest; 0 when none waits.',
      () => seconds(figures().oldestAgeMs ?? 0),
    );
    this.gauge('arbwatch_delivery_faults', 'What a person has to mend in Slack.', () => figures().faults);
  }

  private gauge(name: string, help: string, value: () => number | undefined): void {
    new Gauge({
      ...this.on,
      name,
      help,
      collect() {
        const now = value();
        this.reset();
        if (now === undefined) this.remove();
        else this.set(now);
      },
    });
  }

  private gauges(
    name: string,
    help: string,
    values: () => Readonly<Record<string, number>> | undefined,
  ): void {
    new Gauge({
      ...this.on,
      name,
      help,
      labelNames: ['state'],
      collect() {
        this.reset();
        for (const [state, count] of Object.entries(values() ?? {})) this.set({ state }, count);
      },
    });
  }
}

const seconds = (ms: number): number => Math.max(0, ms) / 1000;
