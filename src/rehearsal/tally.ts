import { type AlertSettings, RULES } from '../alerting';
import type { LocalDay } from '../history/model/localDays';
import type { TargetId } from '../state/keys';
import type { RehearsedAlert } from './alertCollector';
import type { RehearsedDay, RehearsedRule } from './rehearsalReport';

/** The alerts of either settings. */
interface Counted {
  readonly before: readonly RehearsedAlert[];
  readonly after: readonly RehearsedAlert[];
}

export const daysOf = (watched: readonly LocalDay[], { before, after }: Counted): readonly RehearsedDay[] =>
  watched.map(({ day, from, to }) => {
    const count = (alerts: readonly RehearsedAlert[]) =>
      alerts.filter(({ at }) => at >= from && at < to).length;
    return { day, before: count(before), after: count(after) };
  });

export function rulesOf({ before, after }: Counted): readonly RehearsedRule[] {
  const order = RULES.map(({ name }) => name);
  const names = [...new Set([...before, ...after].map(({ rule }) => rule))];
  const count = (alerts: readonly RehearsedAlert[], name: string) =>
    alerts.filter(({ rule }) => rule === name).length;
  return names
    .sort((a, b) => order.indexOf(a) - order.indexOf(b))
    .map((rule) => ({ rule, before: count(before, rule), after: count(after, rule) }));
}

/** The targets that settings name: those that should run, and those of which a rule says something of its own. */
export const targetsIn = ({ targets, rules }: AlertSettings): readonly TargetId[] => [
  ...new Set([
    ...(targets?.keys() ?? []),
    ...Object.values(rules).flatMap((part) =>
      Object.keys((part as { targets?: object } | null)?.targets ?? {}),
    ),
  ]),
];
