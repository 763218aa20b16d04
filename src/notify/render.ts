import type { AlertOptions } from '../../formatters';
import { digestMessage, eventMessage, incidentMessage, threadUpdateMessage } from '../../formatters';
import type { Incident } from '../alerting/incidents/incident';
import { describeIncident } from '../alerting/rules/describe';
import { digestSchema } from '../digests/digest';
import type { Render } from './rendering';

export interface RenderDeps {
  readonly options: AlertOptions;
  /** The incident as it was last known here, for what goes into its thread; null when it is not. */
  readonly incident: (id: string) => Incident | null;
}

/** Says deliveries as messages. Throws ZodError for a digest of another version of the bot. */
export const createRenderer =
  ({ options, incident }: RenderDeps): Render =>
  (delivery, context) => {
    const { now, isDelayed, delayReason, detectedAt, redirectedFrom } = context;
    const deliveredLate = isDelayed
      ? { detectedAt, deliveredAt: now, ...(delayReason === null ? {} : { because: delayReason }) }
      : null;
    const said = { now, deliveredLate, insteadOf: redirectedFrom, tell: describeIncident };
    switch (delivery.kind) {
      case 'incident':
        return { message: incidentMessage(delivery.incident, said, options) };
      case 'note': {
        const { incidentId, note } = delivery;
        const about = { incidentId, incident: incident(incidentId) };
        return { message: threadUpdateMessage(note, { ...said, ...about }, options) };
      }
      case 'event':
        return { message: eventMessage(delivery.event, said, options) };
      case 'digest':
        return {
          message: digestMessage(
            digestSchema.parse(delivery.digest),
            { ...context, because: context.delayReason },
            options,
          ),
        };
    }
  };
