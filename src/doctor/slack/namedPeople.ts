import { SEVERITIES } from '../../alerting/severity/severity';
import type { BotConfig } from '../../config';

/** A user (U…) or a user group (S…), by the first setting that names it. */
export interface NamedId {
  readonly id: string;
  /** Such as `OPERATORS` or `escalation.steps.0`. */
  readonly setting: string;
  /** True of who gets direct messages of an escalation. */
  readonly isPaged: boolean;
}

/** More are not asked about: Slack takes about a hundred such requests a minute. */
const MOST = 40;

/** Everybody whom the configuration names, those first who are paged. */
export function namedPeople({ alerts, roles }: Pick<BotConfig, 'alerts' | 'roles'>): {
  readonly users: readonly NamedId[];
  readonly groups: readonly NamedId[];
} {
  const { paging, mentions } = alerts?.decide ?? {};
  const all: NamedId[] = [
    ...(paging?.escalation?.steps ?? []).flatMap(({ notify }, i) =>
      typeof notify === 'object' && 'dm' in notify
        ? [{ id: notify.dm, setting: `escalation.steps.${i}`, isPaged: true }]
        : [],
    ),
    ...named('on_call', paging?.onCall?.people, true),
    ...SEVERITIES.flatMap((severity) => named(`notify.${severity}`, mentions?.[severity])),
    ...named('OPERATORS', roles.operators),
    ...named('VIEWERS', roles.viewers),
  ];
  const each = all.filter(({ id }, i) => all.findIndex((other) => other.id === id) === i);
  return {
    users: each.filter(({ id }) => /^[UW]/.test(id)).slice(0, MOST),
    groups: each.filter(({ id }) => id.startsWith('S')).slice(0, MOST),
  };
}

const named = (setting: string, ids: readonly string[] | null = [], isPaged = false): NamedId[] =>
  (ids ?? []).map((id) => ({ id, setting, isPaged }));
