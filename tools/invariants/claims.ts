import type { History } from './history';
import type { ReportedIncident } from './incidents';
import { livesOf } from './lives';
import { momentsMs } from './moments';
import type { Claim } from './reading';
import type { Silence } from './silences';
import { stretchIn } from './spans';

/** What an incident says of one trader. */
export interface ReportedClaim {
  readonly incident: ReportedIncident;
  readonly claim: ReportedIncident['claims'][number];
}

/** Whether it may come from older data, with nobody who knew better. */
export const isFromOlderData = ({ watch }: History, { claim }: ReportedClaim): boolean =>
  watch.forgot.some((at) => at >= claim.since && at <= claim.at);

/** Whether a claim is about a silence: its beginning is stated truly, or the bot could not see meanwhile. */
export function isOf(history: History, silence: Silence, { incident, claim }: ReportedClaim): boolean {
  if (incident.rule !== silence.rule || claim.target !== silence.target || claim.at < silence.from)
    return false;
  const { from, to } = silence.stated;
  if (claim.since >= from && claim.since <= to) return true;
  if (claim.isWaited) return isForgottenDeath(history, silence, claim);
  return isUnwatched(history, silence, claim) || isInGap(history, silence, claim);
}

/** Whether what was known of it may have been lost while it lasted: then it is reported again where it should run. */
function isForgottenDeath(
  { watch, traders }: History,
  { target, from, to }: Silence,
  { since }: Claim,
): boolean {
  const trader = traders.find((each) => each.target === target);
  const isEvident = trader?.evidence?.some((span) => span.from <= since && since <= span.to) === true;
  return isEvident && since >= from && since <= to && watch.forgot.some((at) => at >= from && at <= since);
}

/** Whether it began while the bot did not watch, as the message says: it may not have seen, or not know any more. */
function isInGap(
  { settings, watch }: History,
  { stated }: Silence,
  { since, unwatched, at }: Claim & { readonly at: number },
): boolean {
  if (unwatched === null || stated.to < since || stated.from > unwatched.to) return false;
  const couldNotSee =
    stretchIn(watch.certain, unwatched, 2 * settings.checkIntervalMs + momentsMs(settings)) === null;
  return couldNotSee || watch.lost.some((lostAt) => lostAt >= unwatched.from && lostAt <= at);
}

/** Whether it was reported before, and nobody certainly watched what life there was since. */
export const mayGoOn = (history: History, silence: Silence, { incident, claim }: ReportedClaim): boolean =>
  incident.claims.some(({ target, at }) => target === claim.target && at < claim.at) &&
  isUnwatched(history, silence, claim);

/** Whether nobody certainly watched what life there was from when a claim says that it began until it truly did. */
function isUnwatched({ settings, watch, traders }: History, silence: Silence, { since }: Claim): boolean {
  const neededMs = 2 * settings.checkIntervalMs + momentsMs(settings);
  // What was seen before it was all forgotten is of no use.
  const forgotAt = Math.max(Number.NEGATIVE_INFINITY, ...watch.forgot.filter((at) => at <= silence.to));
  const from = Math.max(Math.min(since, silence.from), forgotAt);
  const to = Math.max(since, silence.from);
  const mayDiffer = silence.rule !== 'no_sign_of_life' || since < silence.from;
  if (!mayDiffer || since > silence.to) return false;
  const trader = traders.find(({ target }) => target === silence.target);
  const lives = trader === undefined ? [] : livesOf(trader, silence.rule);
  return lives.every(({ first, last }) => {
    const life = { from: Math.max(from, first), to: Math.min(to, last) };
    return stretchIn(watch.certain, life, neededMs) === null;
  });
}

/** Of silences that lie close together the one that a claim is about; undefined for none. */
export const nearestOf = (
  history: History,
  silences: readonly Silence[],
  one: ReportedClaim,
): Silence | undefined =>
  silences
    .filter((silence) => isOf(history, silence, one))
    .sort((a, b) => Math.abs(a.from - one.claim.since) - Math.abs(b.from - one.claim.since))[0];
