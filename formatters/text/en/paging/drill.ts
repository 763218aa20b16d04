import type { DrillEnd } from '../../../../src/alerting/drill/drill';
import type { StepTarget } from '../../../../src/alerting/escalation/escalation';
import { bold, type Line, line, mention, type TextSpan, time } from '../../../blockKit/blocks';
import { duration, pluralize } from '../units';
import { escalation } from './escalation';

const ENDED: Readonly<Record<DrillEnd, string>> = {
  acknowledged: 'acknowledged',
  expired: 'nobody acknowledged it',
  real_alert: 'a real alert came',
};

/** Whom a step is to page, before that is known. */
const target = (notify: StepTarget): Line => {
  if (notify === 'on_call') return ['who is on call'];
  return notify === 'on_call_next' ? ['who is next on call'] : escalation.via(notify);
};

/** `/arb-alerts drill`: each text begins with DRILL, so that nobody takes it for an alert. */
export const drill = {
  title: 'DRILL: nothing is wrong',
  overTitle: (ms: number) => `DRILL over after ${duration(ms)}: nothing was wrong`,
  begun: (by: string, when: Date, endsAt: Date): TextSpan[] =>
    line`${mention(by)} began it ${time(when)} to test whom alerts reach. Acknowledge it to end it. It ends by itself ${time(endsAt)}.`,
  acknowledgedBy: (userId: string | null): TextSpan[] =>
    userId === null ? ['Somebody acknowledged it.'] : line`${mention(userId)} acknowledged it.`,
  ended: { expired: 'Nobody acknowledged it.', real_alert: 'It was ended because a real alert came.' },
  stepsTitle: 'Steps of the escalation:',
  noSteps: 'No escalation is configured: nobody is paged beside this channel.',
  step: (who: Line, what: Line): TextSpan[] => line`${who}: ${what}`,
  target,
  outcome: {
    sent: (when: Date): Line => line`sent ${time(when)}`,
    failed: (code: string): Line => line`${bold('not reached: ')}${escalation.because(code)}`,
    unconfirmed: ['not confirmed yet'] as Line,
    nobody: [bold('not reached: '), 'there is nobody'] as Line,
    due: (when: Date): Line => line`due ${time(when)}`,
    notDue: ['not due, since the drill ended before'] as Line,
  },
  thread: {
    /** Stands before every entry of a drill's thread. */
    mark: bold('DRILL. '),
    over: (ms: number, end: DrillEnd): TextSpan =>
      bold(`DRILL over after ${duration(ms)}: ${ENDED[end]}. Nothing was wrong.`),
  },
  inChannel: (channel: string): TextSpan[] => line`The drill is in ${mention(channel)}.`,
  running: (userId: string | null, since: Date): TextSpan[] =>
    line`A drill is running since ${time(since)}${userId === null ? null : line`, begun by ${mention(userId)}`}. Acknowledge it first: there is one at a time.`,
  refusal: {
    not_for_drill: 'This is a drill: it can only be acknowledged, which ends it.',
    alert_open:
      'A critical alert is open that nobody has acknowledged: a drill must not distract from it. Acknowledge it first.',
  },
  response: {
    begun: (channel: string): TextSpan[] =>
      line`${bold('DRILL begun')} in ${mention(channel)}. Acknowledge it there to end it.`,
    steps: (n: number) =>
      `${pluralize(n, 'step')} of the escalation will follow, unless somebody acknowledges it.`,
    noSteps:
      'No escalation is configured, so that nobody is paged: only the message in the channel is tested.',
  },
};
