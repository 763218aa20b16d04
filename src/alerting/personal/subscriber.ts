import { DateTime } from 'luxon';
import type { Language } from '../../lib/language';
import { matchesWildcard } from '../../lib/wildcard';
import type { PersonalSettings } from '../../storage/personal/personalSettings';
import type { Incident } from '../incidents/incident';

/** Somebody who wants alerts as direct messages. */
export interface Subscriber {
  /** Of Slack. */
  readonly userId: string;
  readonly send: NonNullable<PersonalSettings['send']>;
  readonly quiet: PersonalSettings['quiet'];
  /** The IANA zone of the quiet hours. */
  readonly zone: string;
}

/** What is known of the people who read. */
export interface Readers {
  /** In which one person reads, by their id in Slack. Never rejects. */
  readonly languageOfPerson: (userId: string) => Language | Promise<Language>;
  /** Who asked for alerts as direct messages. `zone`: of who has set none. */
  readonly subscribers: (zone: string) => readonly Subscriber[];
}

/** Those of these people who asked for direct messages. `zone`: of who has set none. */
export const subscribersAmong = (
  people: ReadonlyMap<string, PersonalSettings>,
  zone: string,
): readonly Subscriber[] =>
  [...people].flatMap(([userId, { send, quiet, zone: own }]) =>
    send === null ? [] : [{ userId, send, quiet, zone: own ?? zone }],
  );

/** Whether an alert is to go to somebody now. Quiet hours hold back no critical one. */
export const isWanted = (
  { severity, targets }: Pick<Incident, 'severity' | 'targets'>,
  { send, quiet, zone }: Subscriber,
  now: Date,
): boolean =>
  (send.severities.length === 0 || send.severities.includes(severity)) &&
  (send.targets.length === 0 ||
    targets.some(({ target }) => send.targets.some((pattern) => matchesWildcard(pattern, target)))) &&
  (severity === 'critical' || quiet === null || !isWithin(quiet, zone, now));

/** Whether the clocks of the zone show a time of these hours, its first minute included. */
export function isWithin(
  { from, to }: NonNullable<PersonalSettings['quiet']>,
  zone: string,
  now: Date,
): boolean {
  const { hour, minute } = DateTime.fromJSDate(now, { zone });
  const minutes = hour * 60 + minute;
  return from < to ? minutes >= from && minutes < to : minutes >= from || minutes < to;
}
