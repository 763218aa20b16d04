import type { Incident } from '../../../src/alerting/incidents/incident';
import { richText } from '../../blockKit/blocks';
import { safeText } from '../../blockKit/fallbackText';
import { dataMessage, type Message } from '../../blockKit/message';
import type { FormatOptions } from '../../blockKit/options';
import { truncatedList } from '../../text/blockLists';
import { t } from '../../text/catalogue';
import { incidentLine } from '../alertsOverviewMessage';
import { incidentWhat } from '../incidentText';

const LISTED = 8;
const SPOKEN = 3;

/** What to type for which alert, where none was named and several could be meant. */
export interface AlertChoice {
  readonly kind: 'acknowledge' | 'snooze' | 'unsnooze' | 'explain' | 'timeline';
  readonly incidents: readonly Incident[];
  /** By incident id. */
  readonly shortIds: ReadonlyMap<string, string>;
  readonly now: Date;
}

/** Which alert? With the words to type for each. */
export function whichAlertMessage(
  { kind, incidents, shortIds, now }: AlertChoice,
  options: FormatOptions,
): Message {
  const { which } = t.alertQueries;
  const heading = which.heading(incidents.length, kind);
  const spoken = incidents.slice(0, SPOKEN).map((incident) => `${safeText(incidentWhat(incident))}.`);
  return dataMessage(
    [heading, ...spoken].join(' '),
    [
      ...truncatedList(heading, incidents, LISTED, (incident) =>
        which.choice(kind, shortIds.get(incident.id) ?? incident.id, incidentLine(incident, now)),
      ),
      ...(kind === 'explain' || kind === 'timeline' ? [] : [richText(which.all(kind))]),
    ],
    options,
  );
}
