import type { Timing } from './measure';
import { type Table, tableText } from './table';

/** One measurement, ready to print. */
export interface Section {
  readonly title: string;
  /** What was measured, and how; one paragraph each. */
  readonly about: readonly string[];
  readonly tables: readonly Table[];
  readonly results: readonly Result[];
}

/** What came out. */
export interface Result {
  readonly what: string;
  readonly measured: string;
  /** Null where nothing was aimed at. */
  readonly aim: { readonly text: string; readonly met: boolean } | null;
}

/** What a figure is to be. */
export type Bound = { readonly atLeast: number } | { readonly atMost: number };

/** How many times as fast `subject` is as `other`, by their medians. */
export const timesAsFast = (subject: Timing, other: Timing, bound: Bound | null = null): Result =>
  result(`${subject.name}: times as fast as ${other.name}`, other.medianMs / subject.medianMs, '', bound);

/** How many times as long `subject` takes as `other`, by their medians. */
export const timesAsLong = (subject: Timing, other: Timing, bound: Bound | null = null): Result =>
  result(`${subject.name}: times as long as ${other.name}`, subject.medianMs / other.medianMs, '', bound);

/** A figure, and what it is to be, both in `unit`. */
export function result(what: string, figure: number, unit: string, bound: Bound | null): Result {
  const inUnit = (text: string): string => `${text} ${unit}`.trimEnd();
  const measured = inUnit(figure.toFixed(2));
  if (bound === null) return { what, measured, aim: null };
  const aim =
    'atLeast' in bound
      ? { text: inUnit(`at least ${bound.atLeast}`), met: figure >= bound.atLeast }
      : { text: inUnit(`at most ${bound.atMost}`), met: figure <= bound.atMost };
  return { what, measured, aim };
}

/** The section as Markdown, which reads well in a terminal too. */
export function sectionText({ title, about, tables, results }: Section): string {
  const outcome: Table = {
    head: ['', 'measured', 'aim', ''],
    rows: results.map(({ what, measured, aim }) => [
      what,
      measured,
      aim?.text ?? '',
      aim === null ? '' : aim.met ? 'met' : 'missed',
    ]),
  };
  return [`## ${title}`, ...about, ...[...tables, outcome].map(tableText)].join('\n\n');
}

/** The timings as a table. */
export const timingTable = (timings: readonly Timing[]): Table => ({
  head: ['', 'times', 'median', '95 of 100 within'],
  rows: timings.map(({ name, times, medianMs, p95Ms }) => [
    name,
    count(times),
    milliseconds(medianMs),
    milliseconds(p95Ms),
  ]),
});

/** E.g. `1,000,000`. */
export const count = (n: number): string => n.toLocaleString('en-US');

/** Three digits, where there are that many to tell. */
export const milliseconds = (ms: number): string => `${ms.toFixed(ms < 1 ? 3 : ms < 100 ? 2 : 0)} ms`;

/** In the unit of `megabytes`. */
export const MB = 1024 * 1024;

/** E.g. `41.2 MB`; a MB is 1,048,576 bytes. */
export const megabytes = (bytes: number): string => `${(bytes / MB).toFixed(1)} MB`;
