import type { History, Span, ViolationKind } from '../invariants/history';
import { signsOf } from '../invariants/lives';
import type { ProbedCommand } from './commandProbe';
import type { Round } from './groundTruth';
import { LAB, MOMENT_MS } from './settings';
import { without } from './spans';

/** What is wrong with a round: what the checker has found, and what the lab alone sees. */
export interface LabViolation {
  readonly kind: ViolationKind | 'late' | 'unanswered' | 'secret' | 'broken';
  readonly what: string;
  /** Around when to look, in ms since the epoch. */
  readonly at: number;
}

/** Slack gives a command so long, in ms. */
const COMMAND_MS = 3_000;
/** After a connection was lost a new one stands within, in ms: the waits between tries double from 1 s. */
const CONNECTED_WITHIN_MS = 10_000;

/** Commands that no instance could be blamed for are left out. */
export function unanswered(
  asked: readonly ProbedCommand[],
  { environment, span, made }: Round,
): LabViolation[] {
  const excuses = [
    ...environment.instances.flatMap(({ ran }) =>
      without(
        span,
        ran.map(({ from, to }) => ({ from, to: to ?? span.to })),
      ),
    ),
    ...made
      .filter(({ name }) =>
        /^Socket Mode|^Slack drops|^Slack is slow|^response_url|^an instance|^both instances/.test(name),
      )
      .map((one) => one.span),
  ].map(({ from, to }) => ({ from: from - COMMAND_MS, to: to + CONNECTED_WITHIN_MS }));
  return asked
    .filter((one) => !isAnswered(one) && !excuses.some((excuse) => overlap(excuse, one.span)))
    .map(({ line, span: { from }, failure, ackMs }) => ({
      kind: 'unanswered',
      what: `${line}: ${failure ?? `acknowledged after ${ackMs?.toFixed(0)} ms, and then no answer`}`,
      at: from,
    }));
}

export const isAnswered = ({ failure, ackMs, isAnswered }: ProbedCommand): boolean =>
  failure === null && ackMs !== null && ackMs <= COMMAND_MS && isAnswered;

const overlap = (a: Span, b: Span): boolean => a.from <= b.to && b.from <= a.to;

/** A death that was reported: by which message it was reported first. */
export interface ReportedDeath {
  readonly target: string;
  /** From the last beat until it was stale, until it was reported, in ms. */
  readonly delayMs: number;
  /** Nothing was wrong before: it had to be reported within one check and the moment that takes. */
  readonly isUndisturbed: boolean;
}

/** What had been done up to so long before may still delay a message, in ms: a lease, a wait between tries. */
const DISTURBED_MS = 60_000;
const LATE_MS = (LAB.checkIntervalS + 1) * 1000 + MOMENT_MS;

/** The silences to which an incident's first message belongs, by its id. */
export function reportedDeaths({ traders, slack, settings }: History, made: Round['made']): ReportedDeath[] {
  return traders.flatMap((trader) => {
    const { target } = trader;
    return signsOf(trader).flatMap(({ last }) => {
      const reported = slack.messages.find(({ mark }) => isAboutDeath(String(mark?.id), target, last));
      if (reported === undefined) return [];
      const { at } = reported.versions[0];
      const isUndisturbed = !made.some(({ span: { from, to } }) => from <= at && to >= last - DISTURBED_MS);
      return [{ target, delayMs: at - last - settings.staleAfterMs, isUndisturbed }];
    });
  });
}

export const lateOnes = (deaths: readonly ReportedDeath[], at: number): LabViolation[] =>
  deaths
    .filter(({ isUndisturbed, delayMs }) => isUndisturbed && delayMs > LATE_MS)
    .map(({ target, delayMs }) => ({
      kind: 'late',
      what: `the death of ${target} was reported ${(delayMs / 1000).toFixed(1)} s after it could be known, with nothing wrong`,
      at,
    }));

function isAboutDeath(id: string, target: string, last: number): boolean {
  const [, of, since] = /^no_sign_of_life:(.+):(\d+)$/s.exec(id) ?? [];
  return of === target && Math.abs(Number(since) - last) < SAME_MS;
}

/** The time of a beat by the trader's clock, and by what is left of its key's TTL. */
const SAME_MS = 2_000;
