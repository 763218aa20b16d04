import type { Incident } from '../../../src/alerting/incidents/incident';
import { addMs } from '../../../src/lib/time';
import type { Line } from '../../blockKit/blocks';
import { t } from '../../text/catalogue';

/** What became of one step of a drill. */
export type StepOutcome = 'sent' | 'failed' | 'unconfirmed' | 'nobody' | 'due' | 'notDue';

export interface DrillStep {
  readonly outcome: StepOutcome;
  readonly line: Line;
}

/** The steps of a drill with what became of each; of one that is no drill, none. */
export function drillStepLines({ drill, escalation, openedAt, closedAt }: Incident): readonly DrillStep[] {
  const { target, step, outcome } = t.drill;
  return (drill?.steps ?? []).map(({ afterMs, notify }, i): DrillStep => {
    const page = escalation?.pages.find((each) => each.step === i);
    const who = page === undefined ? target(notify) : target(page.via);
    const said = (kind: StepOutcome, what: Line): DrillStep => ({ outcome: kind, line: step(who, what) });
    if (page?.sentAt !== undefined) return said('sent', outcome.sent(page.sentAt));
    if (page !== undefined)
      return page.failure === null
        ? said('unconfirmed', outcome.unconfirmed)
        : said('failed', outcome.failed(page.failure));
    if (i < (escalation?.step ?? 0)) return said('nobody', outcome.nobody);
    return closedAt === null
      ? said('due', outcome.due(addMs(openedAt, afterMs)))
      : said('notDue', outcome.notDue);
  });
}
