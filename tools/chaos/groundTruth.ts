import type { Act, History, Span, Watch } from '../invariants/history';
import type { Environment } from './environment';
import { type FaultName, isOfRedis, LOSING } from './faultNames';
import { BEAT_EVERY_MS, LAB, MOMENT_MS } from './settings';
import { intersection, shifted, union, without } from './spans';

/** After it was started an instance certainly checks, in ms: Node, the connections, the first check. */
const STARTED_WITHIN_MS = 5_000;
/** After Redis was away an instance certainly checks, in ms: it connects anew at most 2 s after it failed to, by then in vain. */
const BACK_WITHIN_MS = 6_000;
/** The lab's own probe may be back later than the bot, and notice later, in ms. */
const PROBE_LAG_MS = 1_500;

export interface Round {
  readonly environment: Environment;
  readonly span: Span;
  readonly unhealthySlack: readonly Span[];
  readonly made: readonly { readonly name: FaultName; readonly span: Span }[];
  readonly acts: readonly Act[];
  readonly waiting: readonly string[];
}

/** A round as the checker wants it. */
export function historyOf({ environment, span, unhealthySlack, made, acts, waiting }: Round): History {
  return {
    settings: {
      checkIntervalMs: LAB.checkIntervalS * 1000,
      staleAfterMs: environment.staleAfterMs,
      frozenAfterMs: environment.staleAfterMs,
      outageAfterMs: LAB.blindAfterS * 1000,
      digests: [],
      clockErrorMs: 0,
      momentMs: MOMENT_MS,
    },
    span,
    traders: environment.traders.map((trader) => trader.history(span)),
    sessions: [],
    watch: watchOf(environment, span, made),
    slack: {
      messages: environment.recorder.messages,
      healthy: without(span, unhealthySlack),
      canReadHistory: true,
      // The sandbox refuses what comes faster than Slack allows.
      tooFast: [],
    },
    acts,
    waiting,
  };
}

/**
 * Redis answers all the while, but what a trader writes to the replaced master is seen by nobody; and each has its time
 * anew.
 */
const UNSEEN_WHILE: FaultName = 'failover by hand, master alive';

function watchOf({ instances, probe, seenAt }: Environment, span: Span, made: Round['made']): Watch {
  const ran = instances.map((instance) => instance.ran.map(({ from, to }) => ({ from, to: to ?? span.to })));
  const answered = probe.answered();
  const readable = answered
    .map(({ from, to }) => ({ from: from < seenAt() ? from : from + BACK_WITHIN_MS, to }))
    .filter(({ from, to }) => from < to);
  const seeing = ran.map((spans) =>
    intersection(
      spans.flatMap(({ from, to }) => {
        const checksFrom = from < seenAt() ? seenAt() : from + STARTED_WITHIN_MS;
        return checksFrom < to ? [{ from: checksFrom, to }] : [];
      }),
      readable,
    ),
  );
  const unseen = made.filter(({ name }) => name === UNSEEN_WHILE).map((one) => one.span);
  return {
    certain: intersection(within(span, union(seeing.flat())), without(span, unseen)),
    possible: within(
      span,
      intersection(union(ran.flat()), shifted(answered, { from: -PROBE_LAG_MS, to: BEAT_EVERY_MS })),
    ),
    outage: union(seeing.flatMap((spans) => without(span, spans))),
    lost: made.filter(({ name }) => LOSING.includes(name)).flatMap((one) => everySecondOf(one.span)),
    forgot: [],
  };
}

/** When within a fault it was lost is not known. */
const everySecondOf = ({ from, to }: Span): number[] =>
  Array.from({ length: Math.ceil((to - from) / 1000) + 1 }, (_, i) => Math.min(to, from + i * 1000));

const within = (span: Span, spans: readonly Span[]): Span[] => intersection([span], spans);

/** What is done to Redis shows for so long afterwards: a Sentinel demotes an old master only after 10 s, in ms. */
const AFTERMATH_MS = 15_000;

/** The longest time for which Redis did not answer though nothing was done to it, in ms. */
export function unexplainedMs({ environment, span, made }: Round): number {
  const done = made
    .filter(({ name }) => isOfRedis(name))
    .map((one) => ({ from: one.span.from - PROBE_LAG_MS, to: one.span.to + AFTERMATH_MS }));
  const gaps = without({ from: environment.seenAt(), to: span.to }, [
    ...environment.probe.answered(),
    ...done,
  ]);
  return Math.max(0, ...gaps.map(({ from, to }) => to - from));
}
