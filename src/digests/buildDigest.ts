import { openByTarget } from '../alerting/incidents/openIncidents';
import type { AlertState, Baseline } from '../alerting/state/alertState';
import { placeOfId } from '../state/keys';
import { totalsOf } from './baseline';
import type { CounterChange, Digest, DigestConfig, DigestTarget, Section } from './digest';
import { incidentsSince } from './incidentsSince';
import { newHints } from './newHints';
import { sessionsSince } from './sessionsSince';
import { hasReported, targetChange } from './targetChange';

/**
 * What changed since the baseline, and the status at the last observation. Pure. Without a baseline, since the bot began
 * to count. What is not known is null, and a reset is reported as a reset: no value is made up for it.
 */
export function buildDigest(
  state: AlertState,
  before: Baseline | null,
  { name, targets: wanted, sections }: Pick<DigestConfig, 'name' | 'targets' | 'sections'>,
  dueAt: Date | null,
): Digest {
  const targets = wanted ?? state.targets.map(({ target }) => target);
  const watched = targets.flatMap((target) => {
    const kept = state.targets.find((each) => each.target === target);
    const memory = kept === undefined ? null : totalsOf(kept);
    return kept === undefined || memory === null ? [] : [{ kept, memory }];
  });
  const since =
    before?.at ?? earliest(watched.map(({ memory }) => memory.totals.since)) ?? state.continuousSince;
  const reporting = watched.filter(({ memory }) => hasReported(memory));
  const then = new Map(before?.targets.map(({ target, totals }) => [target, totals]));
  const open = openByTarget(state.incidents);
  const changes = reporting.map(({ kept, memory }) =>
    targetChange(
      kept,
      memory,
      then.get(kept.target) ?? null,
      since,
      open.get(kept.target) ?? [],
      state.silences,
    ),
  );
  const digest = {
    name,
    dueAt,
    since,
    at: state.observedAt,
    sections: [...sections],
    targets: changes,
    silent: [...silentOf(state, wanted, new Set(reporting.map(({ kept }) => kept.target)))],
    found: foundSince(state, targets, since),
    hints: newHints(state, targets, before),
    ...incidentsSince(state.incidents, targets, since, state.observedAt),
    ...sessionsSince(state.sessions, targets, before, since),
  };
  return { ...digest, isUnchanged: isUnchanged(digest) };
}

function isUnchanged({
  sections,
  targets,
  found,
  incidents,
  sessions,
}: Omit<Digest, 'isUnchanged'>): boolean {
  const includes = (section: Section): boolean => sections.includes(section);
  return (
    !targets.some((target) => hasChanged(target, includes)) &&
    found.length === 0 &&
    !(includes('incidents') && incidents.length > 0) &&
    !(includes('tuning') && sessions.length > 0)
  );
}

const hasChanged = (target: DigestTarget, includes: (section: Section) => boolean): boolean =>
  (includes('trades') && hasCounted(target.trades)) ||
  (includes('safety') &&
    (hasCounted(target.violations) || hasCounted(target.trips) || target.live.changes > 0)) ||
  (includes('balance') && (target.balance.now ?? null) !== (target.balance.before?.value ?? null)) ||
  (includes('uptime') && target.upMs > 0 && target.upMs < target.watchedMs) ||
  target.countingSince !== null;

const hasCounted = ({ increase, resets, isNew }: CounterChange): boolean =>
  increase > 0 || resets > 0 || isNew;

/**
 * Targets that report nothing. If no targets are configured, only those that once did, or that share an env with
 * others: some of the envs that are read may not be in use.
 */
function silentOf(
  state: AlertState,
  wanted: readonly string[] | null,
  reporting: ReadonlySet<string>,
): readonly string[] {
  if (wanted !== null) return wanted.filter((target) => !reporting.has(target));
  const used = new Set([...reporting].map(envOf));
  return state.targets
    .filter(({ target, lastKeysAt }) => lastKeysAt !== null || used.size === 0 || used.has(envOf(target)))
    .map(({ target }) => target)
    .filter((target) => !reporting.has(target));
}

const envOf = (target: string): string => placeOfId(target)?.env ?? target;

function foundSince(state: AlertState, targets: readonly string[], since: Date): Digest['found'] {
  const wanted = new Set(targets);
  return state.targets
    .flatMap(({ target, firstSeenAt: at }) =>
      at !== null && at > since && wanted.has(target) ? [{ target, at }] : [],
    )
    .sort((a, b) => b.at.getTime() - a.at.getTime());
}

const earliest = (times: readonly Date[]): Date | null =>
  times.length === 0 ? null : new Date(Math.min(...times.map((time) => time.getTime())));
