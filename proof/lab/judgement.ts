import type { FindingKind, History, Span } from '../referee/history';
import type { Asked } from './asking';
import { without } from './spans';
import type { Round } from './truth';

/** What is wrong with a round, in words: what the referee has found, and what the lab alone sees. */
export interface LabFinding {
  readonly kind: FindingKind | 'unanswered' | 'secret' | 'broken';
  readonly what: string;
  /** Around when to look, in ms since the epoch. */
  readonly at: number;
}

/** Slack gives a command so long, in ms. */
const COMMAND_MS = 3_000;
/** After a connection was lost a new one stands within, in ms: the waits between tries double from 1 s. */
const CONNECTED_WITHIN_MS = 10_000;

/** Commands that no copy could be blamed for are left out. */
export function unanswered(asked: readonly Asked[], { stage, span, made }: Round): LabFinding[] {
  const excuses = [
    ...stage.copies.flatMap(({ ran }) =>
      without(
        span,
        ran.map(({ from, to }) => ({ from, to: to ?? span.to })),
      ),
    ),
    ...made
      .filter(({ name }) =>
        /^Socket Mode|^Slack drops|^Slack is slow|^response_url|^a copy|^both copies/.test(name),
      )
      .map((one) => one.span),
  ].map(({ from, to }) => ({ from: from - COMMAND_MS, to: to + CONNECTED_WITHIN_MS }));
  return asked
    .filter((one) => !isWell(one) && !excuses.some((excuse) => overlap(excuse, one.span)))
    .map(({ line, span: { from }, failure, ackMs }) => ({
      kind: 'unanswered',
      what: `${line}: ${failure ?? `acknowledged after ${ackMs?.toFixed(0)} ms, and then no answer`}`,
      at: from,
    }));
}

export const isWell = ({ failure, ackMs, isAnswered }: Asked): boolean =>
  failure === null && ackMs !== null && ackMs <= COMMAND_MS && isAnswered;

const overlap = (a: Span, b: Span): boolean => a.from <= b.to && b.from <= a.to;

/**
 * How long after `staleAfter` the first word of each death came, in ms: of silences to which an incident's first
 * message belongs, by its id.
 */
export function delaysOf({ traders, slack, settings }: History): number[] {
  const first = (target: string, last: number): number | null => {
    const ids = slack.messages.filter(({ mark }) => {
      const [, since] =
        /^heartbeat:(?:live|paper|shadow):(?:docker|local):(\d+)$/.exec(String(mark?.id)) ?? [];
      return (
        since !== undefined && String(mark?.id).includes(target) && Math.abs(Number(since) - last) < 2_000
      );
    });
    return ids[0]?.versions[0].at ?? null;
  };
  return traders.flatMap(({ target, beats }) =>
    beats.flatMap(({ last }) => {
      const told = first(target, last);
      return told === null ? [] : [told - last - settings.staleAfterMs];
    }),
  );
}
