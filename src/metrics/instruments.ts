import { Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Each label with all values that it may have. */
export type LabelValues<L extends string> = Readonly<Record<L, readonly string[]>>;

export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Makes metrics in a registry of their own. */
export class Instruments {
  readonly registry = new Registry();

  /** A counter that has a sample, 0, for each combination of its labels' values from the start. */
  counter<L extends string>(name: string, help: string, labels: LabelValues<L>): Counter<L> {
    const counter = new Counter<L>({ ...this.named(name, help), labelNames: namesOf(labels) });
    for (const values of combinations(labels)) counter.inc(values, 0);
    return counter;
  }

  /** A histogram that has its samples, all 0, for each combination of its labels' values from the start. */
  histogram<L extends string>(
    name: string,
    help: string,
    labels: LabelValues<L>,
    buckets: number[],
  ): Histogram<L> {
    const histogram = new Histogram<L>({ ...this.named(name, help), labelNames: namesOf(labels), buckets });
    for (const values of combinations(labels)) histogram.zero(values);
    return histogram;
  }

  /** A gauge that is read at each scrape: one value, or one for each value of `label`; no sample while there is none. */
  gauge(
    name: string,
    help: string,
    read: () => number | Readonly<Record<string, number>> | undefined,
    label = 'state',
  ): void {
    this.gauges(name, help, [label], () => {
      const value = read() ?? {};
      if (typeof value === 'number') return [{ labels: {}, value }];
      return Object.entries(value).map(([of, count]) => ({ labels: { [label]: of }, value: count }));
    });
  }

  /** A gauge whose samples are read at each scrape. */
  gauges(name: string, help: string, labelNames: readonly string[], read: () => readonly Sample[]): void {
    new Gauge({
      ...this.named(name, help),
      labelNames: [...labelNames],
      collect() {
        this.reset();
        for (const { labels, value } of read()) this.set(labels, value);
      },
    });
  }

  /** A counter whose samples, none of them below 0, are read at each scrape. */
  counters(name: string, help: string, labelNames: readonly string[], read: () => readonly Sample[]): void {
    new Counter({
      ...this.named(name, help),
      labelNames: [...labelNames],
      collect() {
        this.reset();
        for (const { labels, value } of read()) this.inc(labels, value);
      },
    });
  }

  private named(name: string, help: string) {
    return { registers: [this.registry], name, help };
  }
}

const namesOf = <L extends string>(labels: LabelValues<L>): L[] => Object.keys(labels) as L[];

const combinations = <L extends string>(labels: LabelValues<L>): Record<L, string>[] =>
  namesOf(labels).reduce<Record<string, string>[]>(
    (all, label) => all.flatMap((one) => labels[label].map((value) => ({ ...one, [label]: value }))),
    [{}],
  );
