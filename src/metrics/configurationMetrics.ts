import type { Counter } from 'prom-client';
import type { InstanceConfiguration } from '../reload/outcome';
import type { Instruments } from './instruments';

const RESULTS = ['applied', 'unchanged', 'refused'] as const;
const STATUSES = ['current', 'outdated', 'stand_in'] as const;

/** What Prometheus learns of the configuration. */
export class ConfigurationMetrics {
  private readonly reloads: Counter;
  private wasRefused = false;

  constructor(private readonly make: Instruments) {
    this.reloads = make.counter('arbwatch_config_reloads_total', 'Reloads of the configuration by result.', {
      result: RESULTS,
    });
    make.gauge(
      'arbwatch_config_last_reload_successful',
      '0 while the file that was read last is refused; else 1.',
      () => Number(!this.wasRefused),
    );
  }

  reloaded(result: (typeof RESULTS)[number]): void {
    this.reloads.inc({ result });
    this.wasRefused = result === 'refused';
  }

  /** Adds which configuration this instance has, read anew at each scrape. Call it once. */
  register(instance: () => InstanceConfiguration): void {
    this.make.gauge(
      'arbwatch_config_generation',
      'The generation of the configuration: of this instance, and the active one.',
      () => {
        const { generation, active } = instance();
        return {
          ...(generation !== null && { instance: generation }),
          ...(active !== null && { active: active.generation }),
        };
      },
      'of',
    );
    this.make.gauge(
      'arbwatch_config_status',
      '1 for how this instance stands to the active configuration: current; outdated, and not evaluating; or stand_in.',
      () => Object.fromEntries(STATUSES.map((status) => [status, Number(status === instance().status)])),
      'status',
    );
  }
}
