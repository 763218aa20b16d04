import { msBetween } from '../../lib/time';
import type { LiveStatusSnapshot } from '../../monitors/live/liveSnapshot';
import { type Place, placeId } from '../../state/keys';
import type { Incident, TargetId } from '../incidents/incident';
import { isHeartbeatReleased, type SignName } from '../observation/expectedSigns';
import type { RealMoney } from '../observation/realMoney';
import { newestSign, type SignOfLife, signsOfLife } from '../observation/signOfLife';
import { type Evidence, observeTarget, type TargetObservation } from '../observation/targetObservation';
import { circuitBreaker } from '../rules/circuitBreaker';
import { EXPECTED_FOR_MS, noSignOfLife } from '../rules/noSignOfLife';
import { stalePortfolio } from '../rules/stalePortfolio';
import type { Silence } from '../silences/silence';
import { type TargetSilence, targetSilenceOf } from '../silences/targetSilence';
import type { TargetRecord } from './alertState';
import type { TargetStatus } from './targetStatus';

/** How a target is at one moment: what every screen shows of it. */
export interface TargetState extends Place {
  readonly target: TargetId;
  readonly status: TargetStatus;
  /** Of one that is down, or unknown and last seen down: its last sign of life, or since when one is awaited. */
  readonly downSince: Date | null;
  /** The newest sign of life that it is expected to give; null where there is none. */
  readonly sign: SignOfLife | null;
  /** Of one that sends heartbeats, the newest; null of one that sends none, or is not expected to. */
  readonly heartbeat: SignOfLife | null;
  readonly money: RealMoney;
  /** Its circuit breaker is active; null where nothing tells. */
  readonly breakerActive: boolean | null;
  readonly silenced: TargetSilence | null;
  /** The Slack user who acknowledged its gravest incident; null where nobody did. */
  readonly acknowledgedBy: string | null;
  /** Its incidents that are open, acknowledged or snoozed. */
  readonly incidents: readonly Incident[];
}

export interface TargetFacts {
  readonly place: Place;
  /** What stands in Redis now; null where it could not be read. */
  readonly seen: (Evidence & Pick<LiveStatusSnapshot, 'breakerActive'>) | null;
  /** What is remembered of it; null where nothing is. */
  readonly known: TargetRecord | null;
  /** Those that are open for it: see `isOpenFor`. */
  readonly incidents: readonly Incident[];
  /** The active silences of it; none unless given. */
  readonly silences?: readonly Silence[];
  /** Since when the bot watches without a gap; null where nobody watches, and this moment is all there is. */
  readonly continuousSince: Date | null;
  readonly configured: { readonly signs: readonly SignName[] | null } | undefined;
  /** In ms. */
  readonly staleAfterMs: number;
  /** A real order that is known from elsewhere; null for none. */
  readonly lastRealOrderAt?: Date | null;
}

/**
 * The state of a target; the first status that fits:
 *
 * 1. `unknown`: it could not be read; or all that stands there tells no age, or it was watched for less than
 *    `stale_after`, and nothing is fresh, though it should run.
 * 2. `down`: an incident says that it gives no sign of life, until two new signs; of one that is muted, the rule does.
 *    Where nobody watches: every sign is older than `stale_after`.
 * 3. `not_reported`: no sign of life, ever, and no evidence that it should run.
 * 4. `no_heartbeat`: the portfolio is written, a heartbeat that is expected is older than `stale_after`.
 * 5. `stale_portfolio`: its heart beats, and an incident says that its portfolio is not written.
 * 6. `late`: the newest sign is older than a third of `stale_after`.
 * 7. `ok`.
 */
export function targetState(facts: TargetFacts, now: Date): TargetState {
  const { place, seen, known, configured } = facts;
  const evidence = seen ?? { mode: place.mode, signs: [], ...(known?.reported ?? NOTHING_REPORTED) };
  const lastRealOrderAt = facts.lastRealOrderAt ?? known?.lastRealOrderAt ?? null;
  const before = { signs: known?.signs ?? null, lastRealOrderAt, configured };
  return stateByObservation(observeTarget(evidence, before, now), facts, evidence, now);
}

/** The same of what was just observed. */
export function stateByObservation(
  observation: TargetObservation,
  facts: TargetFacts,
  evidence: Evidence & Pick<LiveStatusSnapshot, 'breakerActive'>,
  now: Date,
): TargetState {
  const { place, known, incidents } = facts;
  const { last, expected } = observation;
  const areNamed = (facts.configured?.signs ?? null) !== null;
  const records = last === null && !areNamed ? Object.values(observation.signs.records) : expected;
  const signs = signsOfLife(records, evidence.signs, now);
  const isHeartbeatExpected = !isHeartbeatReleased(observation.signs);
  const heartbeat = isHeartbeatExpected ? newestSign(signs.filter(({ kind }) => kind === 'heartbeat')) : null;
  const wasEverSeen = last !== null && isWatchedFor(last.writtenAt, facts, now);
  const view: View = {
    facts,
    incidents,
    now,
    newest: newestSign(signs),
    heartbeat,
    portfolio: newestSign(signs.filter(({ kind }) => kind === 'portfolio')),
    wasEverSeen,
    hasEvidence: observation.evidence !== null || wasEverSeen,
  };
  const status = statusOf(view);
  const breaker = incidents.some(({ rule }) => rule === circuitBreaker.name) ? true : evidence.breakerActive;
  return {
    ...place,
    target: placeId(place),
    status,
    downSince: status === 'down' || status === 'unknown' ? downSince(view, status) : null,
    sign: view.newest,
    heartbeat,
    money: observation.money,
    breakerActive: breaker,
    silenced: targetSilenceOf(known, incidents, facts.silences),
    acknowledgedBy: incidents.find(({ state }) => state === 'acknowledged')?.acknowledgedBy ?? null,
    incidents,
  };
}

/**
 * Whether a trader that wrote then is one that should run: not one that was stopped days ago while nobody watched, nor one
 * that was found and has not written for long enough.
 */
const isWatchedFor = (writtenAt: Date, { known }: TargetFacts, now: Date): boolean =>
  msBetween(writtenAt, now) <= EXPECTED_FOR_MS && (known?.probation ?? null) === null;

const NOTHING_REPORTED = { liveEnabled: null, liveArmed: null, liveByMetrics: null, breakerActive: null };

interface View {
  readonly facts: TargetFacts;
  readonly incidents: readonly Incident[];
  readonly now: Date;
  readonly newest: SignOfLife | null;
  readonly heartbeat: SignOfLife | null;
  readonly portfolio: SignOfLife | null;
  readonly wasEverSeen: boolean;
  readonly hasEvidence: boolean;
}

function statusOf(view: View): TargetStatus {
  const { facts, incidents, now, newest, heartbeat, portfolio, wasEverSeen, hasEvidence } = view;
  const { seen, known, continuousSince, staleAfterMs } = facts;
  if (seen === null) return 'unknown';
  const isWithin = (sign: SignOfLife | null, ms: number): boolean => (sign?.ageMs ?? Infinity) <= ms;
  const isAnyFresh = isWithin(newest, staleAfterMs);
  const hasSigns = newest !== null;
  const isWatchedLong = continuousSince !== null && msBetween(continuousSince, now) >= staleAfterMs;
  const isOnlyUnreadable = hasSigns && !wasEverSeen && newest.ageMs === null;
  if (!isAnyFresh && isOnlyUnreadable && !(isWatchedLong && hasStoodFor(view, staleAfterMs)))
    return 'unknown';
  if (!isAnyFresh && continuousSince !== null && !isWatchedLong && hasEvidence) return 'unknown';
  const isMuted = known?.muted === true;
  if (incidents.some(({ rule }) => rule === noSignOfLife.name)) return 'down';
  if (isMuted && remembers(known, noSignOfLife.name, { state: 'stale' })) return 'down';
  if (!isAnyFresh && hasSigns && continuousSince === null) return 'down';
  if (!wasEverSeen && !isAnyFresh) return hasEvidence ? 'unknown' : 'not_reported';
  const isPortfolioWritten = isWithin(portfolio, staleAfterMs / 3);
  // One of unknown age may have been left lying there.
  const isHeartbeatOld = (heartbeat?.ageMs ?? 0) > staleAfterMs;
  if (isPortfolioWritten && isHeartbeatOld) return 'no_heartbeat';
  const isFrozen =
    incidents.some(({ rule }) => rule === stalePortfolio.name) ||
    (isMuted && remembers(known, stalePortfolio.name, { isFrozen: true }));
  if (isFrozen && isWithin(heartbeat, staleAfterMs)) return 'stale_portfolio';
  return isWithin(newest, staleAfterMs / 3) ? 'ok' : 'late';
}

/** Of one that is muted no incident is open: the rule is still evaluated, and says how it is. */
function remembers(known: TargetRecord, rule: string, what: Readonly<Record<string, unknown>>): boolean {
  const memory = known.rules[rule];
  if (typeof memory !== 'object' || memory === null) return false;
  return Object.entries(what).every(([key, value]) =>
    Object.entries(memory).some(([k, v]) => k === key && v === value),
  );
}

/** What has no TTL, and was the same at every reading for so long, was not written for so long. */
function hasStoodFor({ facts, now }: View, ms: number): boolean {
  const records = Object.values(facts.known?.signs.records ?? {});
  return (
    records.length > 0 &&
    records.every(({ sameSince, text }) => text !== null && msBetween(sameSince, now) > ms)
  );
}

function downSince({ incidents, newest, facts }: View, status: 'down' | 'unknown'): Date | null {
  const incident = incidents.find(({ rule }) => rule === noSignOfLife.name);
  const own = incident?.targets.find(({ target }) => target === placeId(facts.place));
  return own?.startedAt ?? (status === 'down' ? (newest?.at ?? null) : null);
}

/** Whether the incident is about this target, and not over for it. */
export const isOpenFor = ({ closedAt, targets }: Incident, target: TargetId): boolean =>
  closedAt === null && targets.some((each) => each.target === target && each.recoveredAt === null);
