import { TARGET_STATUSES } from '../alerting/state/targetStatus';
import type { TargetView } from '../alerting/targetStates';
import type { Instruments, Sample } from './instruments';
import { AMOUNTS, COUNTERS, GAUGES, type TargetFigure } from './targetFigures';

/** The traders at the moment of a scrape. */
export interface TargetReading {
  readonly views: readonly TargetView[];
  /** How many more have no samples, since there are too many. */
  readonly omitted: number;
}

export interface TargetMetricsOptions {
  /** Resolves to null where the traders cannot be read; never rejects. */
  readonly read: () => Promise<TargetReading | null>;
  /** The unit of a target's money; null where none is configured. */
  readonly currencyOf: (target: string) => string | null;
}

const LABELS = ['target', 'mode'];

/**
 * What traders report and how they are, by target. What is not reported has no sample, and a target that is gone has none at
 * all; no metric is named by what a trader writes.
 */
export class TargetMetrics {
  /** Null where the traders could not be read. */
  private reading: TargetReading | null = null;
  private inFlight: Promise<void> | null = null;

  constructor(
    make: Instruments,
    private readonly options: TargetMetricsOptions,
  ) {
    make.gauge(
      'arbwatch_target_read_success',
      '1 where the traders could be read for this scrape; else 0, and none of them has samples.',
      () => Number(this.reading !== null),
    );
    make.gauge(
      'arbwatch_targets_omitted',
      'Targets without samples, since there are too many, or their names are too long.',
      () => this.reading?.omitted,
    );
    make.gauges(
      'arbwatch_target_state',
      '1 for the state that the target is in, 0 for the others.',
      [...LABELS, 'state'],
      () => this.views().flatMap(stateSamples),
    );
    for (const figure of GAUGES)
      make.gauges(nameOf(figure), figure.help, LABELS, () => this.samplesOf(figure));
    for (const figure of AMOUNTS)
      make.gauges(nameOf(figure), figure.help, [...LABELS, 'currency'], () =>
        this.samplesOf(figure, ({ state }) => ({ currency: options.currencyOf(state.target) ?? '' })),
      );
    for (const figure of COUNTERS)
      make.counters(nameOf(figure), figure.help, LABELS, () => this.samplesOf(figure).filter(isCount));
  }

  /** Reads all anew; scrapes at the same time share a reading. Never rejects. */
  refresh(): Promise<void> {
    this.inFlight ??= this.read().finally(() => {
      this.inFlight = null;
    });
    return this.inFlight;
  }

  private async read(): Promise<void> {
    this.reading = await this.options.read();
  }

  private views(): readonly TargetView[] {
    return this.reading?.views ?? [];
  }

  private samplesOf(
    { read }: TargetFigure,
    more: (view: TargetView) => Sample['labels'] = () => ({}),
  ): Sample[] {
    return this.views().flatMap((view) => {
      const value = read(view);
      return value === null ? [] : [{ labels: { ...labelsOf(view), ...more(view) }, value: Number(value) }];
    });
  }
}

const nameOf = ({ name }: TargetFigure): string => `arbwatch_target_${name}`;

const labelsOf = ({ state: { target, mode } }: TargetView) => ({ target, mode });

const stateSamples = (view: TargetView): Sample[] =>
  TARGET_STATUSES.map((state) => ({
    labels: { ...labelsOf(view), state },
    value: Number(view.state.status === state),
  }));

/** Prometheus knows no counter below 0. */
const isCount = ({ value }: Sample): boolean => value >= 0;
