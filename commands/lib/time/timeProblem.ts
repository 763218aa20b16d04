import type { TimeProblem } from '../../../formatters';

/** A text that was understood, one that looks like a time but is none, or null for what is nothing of the kind. */
export type TimeResult<T> = { readonly value: T } | { readonly problem: TimeProblem } | null;

/** What a text is relative to. */
export interface TimeContext {
  readonly now: Date;
  /** The IANA zone of times of day. */
  readonly zone: string;
}

export const hasProblem = <T>(result: TimeResult<T>): result is { readonly problem: TimeProblem } =>
  result !== null && 'problem' in result;

export const problemOf = (problem: TimeProblem): { readonly problem: TimeProblem } => ({ problem });
