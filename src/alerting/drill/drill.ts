import { z } from 'zod';
import { instant } from '../../lib/time';
import type { EscalationSettings, EscalationStep } from '../escalation/escalation';
import { pageViaSchema } from '../escalation/pageVia';
import type { Severity } from '../severity/severity';

/** The rule of the incident with which somebody tests whom alerts reach. Nothing is wrong, and it has no target. */
export const DRILL_RULE = 'drill';

/** It goes where critical alerts go, and to whom. */
export const DRILL_SEVERITY: Severity = 'critical';

/** True of a drill: it counts nowhere as something that happened. */
export const isDrill = ({ rule }: { readonly rule: string }): boolean => rule === DRILL_RULE;

/** A drill that nobody acknowledges ends by itself after so long, in ms. */
export const DRILL_LASTS_MS = 3_600_000;
/** The time between two steps of a drill that is not to take long, in ms. */
const QUICK_STEP_MS = 10_000;

/** Somebody acknowledged it; nobody did for an hour; or a real alert came, from which it must distract nobody. */
export const DRILL_ENDS = ['acknowledged', 'expired', 'real_alert'] as const;
export type DrillEnd = (typeof DRILL_ENDS)[number];

const stepTarget = z.union([z.enum(['on_call', 'on_call_next']), pageViaSchema]);

/** What is known of a drill beside its incident. */
export const drillSchema = z.object({
  /** The Slack user who began it. */
  by: z.string(),
  endsAt: instant,
  /** Null while it lasts. */
  end: z.enum(DRILL_ENDS).nullable(),
  /** The steps of the escalation as they were configured when it began, each with its time after that, in ms. */
  steps: z.array(z.object({ afterMs: z.number(), notify: stepTarget })),
});
export type Drill = z.output<typeof drillSchema>;

/** The steps of a drill: with their real delays, or one after the other. */
export const drillSteps = (
  { steps }: Pick<EscalationSettings, 'steps'>,
  isQuick: boolean,
): readonly EscalationStep[] =>
  isQuick ? steps.map((step, i) => ({ ...step, afterMs: (i + 1) * QUICK_STEP_MS })) : steps;

/** By which steps an incident is escalated: a drill by its own, of whatever severity. */
export const chainOf = (
  { drill, severity }: { readonly drill?: Drill; readonly severity: Severity },
  configured: EscalationSettings | null | undefined,
): EscalationSettings | null | undefined =>
  drill === undefined ? configured : { severities: [severity], steps: drill.steps };
