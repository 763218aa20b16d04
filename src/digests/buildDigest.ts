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
 * What changed since the baseline, and how it stands as of the last sight. Pure. Without a baseline, since the bot
 * began to count. What is not known is null, and what was reset is told as such: no figure is made up for it.
 */
export function buildDigest(
  known: AlertState,
  before: Baseline | null,
  { name, targets: wanted, sections }: Pick<DigestConfig, 'name' | 'targets' | 'sections'>,
  dueAt: Date | null,
): Digest {
  const targets = wanted ?? known.targets.map(({ target }) => target);
  const watched = targets.flatMap((target) => {
    const kept = known.targets.find((each) => each.target === target);
    const tally = kept === undefined ? null : totalsOf(kept);
    return kept === undefined || tally === null ? [] : [{ kept, tally }];
  });
  const since =
    before?.at ?? earliest(watched.map(({ tally }) => tally.totals.since)) ?? known.continuousSince;
  const reporting = watched.filter(({ tally }) => hasReported(tally));
  const then = new Map(before?.targets.map(({ target, totals }) => [target, totals]));
  const open = openByTarget(known.incidents);
  const changes = reporting.map(({ kept, tally }) =>
    targetChange(kept, tally, then.get(kept.target) ?? null, since, open.get(kept.target) ?? []),
  );
  const digest = {
    name,
    dueAt,
    since,
    at: known.observedAt,
    sections: [...sections],
    targets: changes,
    silent: [...silentOf(known, wanted, new Set(reporting.map(({ kept }) => kept.target)))],
    found: foundSince(known, targets, since),
    hints: newHints(known, targets, before),
    ...incidentsSince(known.incidents, targets, since, known.observedAt),
    ...sessionsSince(known.sessions, targets, before, since),
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
  const tells = (section: Section): boolean => sections.includes(section);
  return (
    !targets.some((target) => hasChanged(target, tells)) &&
    found.length === 0 &&
    !(tells('incidents') && incidents.length > 0) &&
    !(tells('tuning') && sessions.length > 0)
  );
}

const hasChanged = (target: DigestTarget, tells: (section: Section) => boolean): boolean =>
  (tells('trades') && hasCounted(target.trades)) ||
  (tells('safety') &&
    (hasCounted(target.violations) || hasCounted(target.trips) || target.live.changes > 0)) ||
  (tells('balance') && (target.balance.now ?? null) !== (target.balance.before?.value ?? null)) ||
  (tells('uptime') && target.upMs > 0 && target.upMs < target.watchedMs) ||
  target.countingSince !== null;

const hasCounted = ({ increase, resets, isNew }: CounterChange): boolean =>
  increase > 0 || resets > 0 || isNew;

/**
 * Those that report nothing. Where no targets are wanted by name, only those that did once, or whose env is that of
 * others: several envs are asked for that nobody may use.
 */
function silentOf(
  known: AlertState,
  wanted: readonly string[] | null,
  reporting: ReadonlySet<string>,
): readonly string[] {
  if (wanted !== null) return wanted.filter((target) => !reporting.has(target));
  const used = new Set([...reporting].map(envOf));
  return known.targets
    .filter(({ target, lastKeysAt }) => lastKeysAt !== null || used.size === 0 || used.has(envOf(target)))
    .map(({ target }) => target)
    .filter((target) => !reporting.has(target));
}

const envOf = (target: string): string => placeOfId(target)?.env ?? target;

function foundSince(known: AlertState, targets: readonly string[], since: Date): Digest['found'] {
  const wanted = new Set(targets);
  return known.targets
    .flatMap(({ target, firstSeenAt: at }) =>
      at !== null && at > since && wanted.has(target) ? [{ target, at }] : [],
    )
    .sort((a, b) => b.at.getTime() - a.at.getTime());
}

const earliest = (times: readonly Date[]): Date | null =>
  times.length === 0 ? null : new Date(Math.min(...times.map((time) => time.getTime())));
