import { matchesWildcard } from '../../lib/wildcard';
import { MODES, type Mode, placeOfId } from '../../state/keys';
import type { Incident } from '../incidents/incident';
import type { Details } from '../rules/details';
import type { Severity } from '../severity/severity';

/** Alerts that all of these fit go to a channel of their own; a list that is absent fits all. */
export interface AlertRoute {
  readonly match: {
    readonly severity?: readonly Severity[] | undefined;
    readonly mode?: readonly Mode[] | undefined;
    /** Ids, in which `*` stands for any text and `?` for one character. */
    readonly target?: readonly string[] | undefined;
  };
  readonly channel: string;
}

export interface ChannelSettings {
  /** For what no route fits. */
  readonly channel: string;
  /** The first that fits decides. */
  readonly routes?: readonly AlertRoute[];
}

/** What an alert is about, as far as a route asks. */
export interface Routed {
  readonly severity: Severity;
  /** Of several, one that fits is enough. */
  readonly targets: readonly string[];
}

/** The channel of an alert. */
export const channelFor = ({ channel, routes = [] }: ChannelSettings, alert: Routed): string =>
  routes.find(({ match }) => fits(match, alert))?.channel ?? channel;

function fits({ severity, mode, target }: AlertRoute['match'], alert: Routed): boolean {
  if (severity !== undefined && !severity.includes(alert.severity)) return false;
  if (mode === undefined && target === undefined) return true;
  return alert.targets.some(
    (id) =>
      (mode === undefined || mode.some((each) => each === placeOfId(id)?.mode)) &&
      (target === undefined || target.some((pattern) => matchesWildcard(pattern, id))),
  );
}

/** All channels that alerts may go to, the one for what no route fits first. */
export const alertChannels = ({ channel, routes = [] }: ChannelSettings): readonly string[] => [
  ...new Set([channel, ...routes.map((route) => route.channel)]),
];

/** What an incident is about. */
export const routedBy = ({ severity, targets }: Pick<Incident, 'severity' | 'targets'>): Routed => ({
  severity,
  targets: targets.map(({ target }) => target),
});

/**
 * What an event is about: of a tuning session, also the target that it tunes, and of a run of the trading system, its name
 * alone.
 */
export const targetsOfEvent = ({
  target,
  details: { env, mode },
}: {
  readonly target: string;
  readonly details: Details;
}): readonly string[] =>
  MODES.some((each) => each === mode) && typeof env === 'string' ? [target, `${mode}:${env}`] : [target];

/**
 * The channel of an incident: that in which it was opened, while alerts still go there; else what the routes say now. One
 * that an earlier version opened is in the channel for what no route fits.
 */
export function channelOf(
  incident: Pick<Incident, 'channel' | 'severity' | 'targets'>,
  settings: ChannelSettings,
): string {
  const { channel = settings.channel } = incident;
  return alertChannels(settings).includes(channel) ? channel : channelFor(settings, routedBy(incident));
}
