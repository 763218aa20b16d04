import { z } from 'zod';
import { instant } from '../../../lib/time';
import { INCIDENT_STATES } from '../../incidents/incident';
import { detailsSchema } from '../../incidents/incidentSchema';
import { silenceSchema } from '../silence';

const heldIncident = z.object({
  rule: z.string(),
  /** What the rule found out about the first target. */
  details: detailsSchema,
  targets: z.array(z.string()),
  state: z.enum(INCIDENT_STATES),
  startedAt: instant,
  /** Null while it is still firing. */
  endedAt: instant.nullable(),
});
export type HeldIncident = z.output<typeof heldIncident>;

/** What a silence held back, at its end. */
export const silenceSummarySchema = z.object({
  silence: silenceSchema,
  /** Those that are still firing first, then the oldest first. */
  incidents: z.array(heldIncident),
  incidentsOmitted: z.number(),
});
export type SilenceSummary = z.output<typeof silenceSummarySchema>;
