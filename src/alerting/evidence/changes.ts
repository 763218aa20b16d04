import { msBetween } from '../../lib/time';
import { isDrill } from '../drill/drill';
import type { Incident } from '../incidents/incident';
import { counterReset } from '../rules/counterReset';
import type { Details } from '../rules/details';
import type { TargetRecord } from '../state/alertState';
import type { Change } from './evidence';

/** What happened so long before an alert, in ms, may have to do with it. */
const CHANGES_WITHIN_MS = 600_000;
const EVENTS_KEPT = 20;
const CHANGES_SHOWN = 3;
/** Nobody looks for the cause of a trader's death in these. */
const UNRELATED = ['tuning', 'test'];
/** What the titles of alerts and events depend on. */
const TITLE_DETAILS = [
  'what',
  'mode',
  'was',
  'change',
  'fellFrom',
  'active',
  'activeSince',
  'lastRealOrder',
] as const;

interface Happening {
  readonly rule: string;
  readonly target: string;
  readonly details: Details;
}

const titleDetails = (details: Details): Change['details'] =>
  Object.fromEntries(
    TITLE_DETAILS.filter((name) => name in details).map((name) => [name, details[name] ?? null]),
  );

const isRecent = (at: Date, now: Date): boolean => Math.abs(msBetween(at, now)) <= CHANGES_WITHIN_MS;

/** The events of the last minutes, newest first, with those of this check. */
export function noteEvents(
  before: readonly Change[],
  events: readonly Happening[],
  now: Date,
): readonly Change[] {
  const added = events
    .filter(({ rule }) => !UNRELATED.includes(rule))
    .map(
      ({ rule, target, details }): Change => ({
        kind: 'event',
        rule,
        target,
        others: 0,
        at: now,
        details: titleDetails(details),
      }),
    );
  if (added.length === 0 && before.every(({ at }) => isRecent(at, now))) return before;
  return [...added, ...before.filter(({ at }) => isRecent(at, now))].slice(0, EVENTS_KEPT);
}

/** The events that either knows, newest first. */
export function mergeEvents(
  one: readonly Change[] | undefined,
  other: readonly Change[] | undefined,
): readonly Change[] | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  const byText = new Map([...one, ...other].map((change) => [JSON.stringify(change), change]));
  return [...byText.values()].sort(newestFirst).slice(0, EVENTS_KEPT);
}

/** That counters of a target were reset; an event for nobody but this. */
export function counterResets(before: TargetRecord | undefined, after: TargetRecord): Happening[] {
  const [was, is] = [before?.rules[counterReset.name], after.rules[counterReset.name]];
  if (typeof was !== 'object' || was === null || typeof is !== 'object' || is === null) return [];
  const fell = Object.entries(is).some(([name, value]) => {
    const old: unknown = Object.entries(was).find(([key]) => key === name)?.[1];
    return typeof value === 'number' && typeof old === 'number' && value < old;
  });
  return fell ? [{ rule: counterReset.name, target: after.target, details: {} }] : [];
}

/** What else changed shortly before `incident` was opened, newest first. */
export function changesBefore(
  incident: Incident,
  events: readonly Change[],
  incidents: readonly Incident[],
  now: Date,
): readonly Change[] {
  const [own] = incident.targets;
  const others = incidents.filter((other) => other.id !== incident.id && !isDrill(other));
  return [
    ...events.filter(({ rule, target }) => rule !== incident.rule || target !== own?.target),
    ...others.flatMap((other) => changeOf(other, now)),
  ]
    .filter(({ at }) => isRecent(at, now))
    .sort(newestFirst)
    .slice(0, CHANGES_SHOWN);
}

function changeOf({ rule, state, openedAt, closedAt, targets }: Incident, now: Date): Change[] {
  const [first, ...others] = targets;
  const about = {
    rule,
    target: first?.target ?? null,
    others: others.length,
    details: titleDetails(first?.details ?? {}),
  };
  if (closedAt !== null && state === 'recovered' && isRecent(closedAt, now))
    return [{ ...about, kind: 'recovered', at: closedAt }];
  return closedAt === null && isRecent(openedAt, now) ? [{ ...about, kind: 'opened', at: openedAt }] : [];
}

const newestFirst = (a: Change, b: Change): number => b.at.getTime() - a.at.getTime();
