import {
  alertsOverviewMessage,
  explainMessage,
  type Message,
  outageNotActionableMessage,
  testAlertQueuedMessage,
  withOthers,
} from '../formatters';
import { actionLine } from '../formatters/alerts/responses';
import { describeIncident } from '../src/alerting/rules/describe';
import type { AlertsService } from '../src/alerting/service';
import { type Command, type CommandDeps, type CommandResponse, ephemeral } from './command';
import { authorize } from './lib/authorize';
import { applyToTarget, type TargetAction } from './lib/incidentActions';
import { DEFAULT_SNOOZE, parseSnooze } from './lib/parseSnooze';
import {
  type AlertArgs,
  parseAlertArgs,
  rejectUnknownEnv,
  requireTarget,
  unexpectedArg,
} from './lib/parseTarget';

const VERBS = ['ack', 'snooze', 'unsnooze', 'why', 'test'] as const;
type Verb = (typeof VERBS)[number];

export const arbAlerts: Command = {
  name: '/arb-alerts',
  description: 'What is wrong now and who has it in hand. Acknowledge, snooze, or ask why.',
  usageHint: '[ack|snooze|unsnooze|why <target>] [2h] [test]',
  examples: [
    { text: '/arb-alerts', meaning: 'open alerts, who did what, and what has not reached Slack' },
    { text: '/arb-alerts ack paper docker', meaning: 'somebody has it in hand: no more reminders' },
    { text: '/arb-alerts snooze paper docker 2h', meaning: 'no reminders for two hours (or 30m, 1d)' },
    { text: '/arb-alerts snooze live docker until 09:00', meaning: 'no reminders until the next 09:00' },
    { text: '/arb-alerts unsnooze paper docker', meaning: 'reminders again' },
    { text: '/arb-alerts why paper docker', meaning: 'what was seen, what each rule said, what was sent' },
    { text: '/arb-alerts test', meaning: 'sends a test alert the way of every alert' },
  ],
  async execute(text, deps) {
    const words = parseAlertArgs(text, deps);
    const { verb, rest } = parseVerb(words);
    const { alerts } = deps;
    if (alerts === null) return ephemeral(actionLine(NOT_SET_UP));
    const options = { ...deps.format, zone: deps.zone };
    switch (verb) {
      case null:
        expectNoArgs(rest);
        if (words.asked !== null) throw unexpectedArg(words.asked.mode, `${VERBS.join(', ')} before it`, []);
        return {
          message: alertsOverviewMessage(await alerts.overview(), describeIncident, options),
          public: words.public,
        };
      case 'why': {
        rejectUnknownEnv(words.asked, rest, deps);
        expectNoArgs(rest);
        const { id, others } = requireTarget(words.asked, 'ask about', deps);
        const message = explainMessage(await alerts.explain(id), describeIncident, options);
        return { message: withOthers(message, others), public: words.public };
      }
      case 'test':
        expectNoArgs(rest);
        return test(alerts, deps);
      default:
        return applyVerb(alerts, verb, { ...words, rest }, deps);
    }
  },
};

const NOT_SET_UP =
  'Nothing is watched yet: no alert channel is configured. Set ALERT_CHANNEL to the id of a channel, and start the bot again.';

function parseVerb({ rest }: AlertArgs): { readonly verb: Verb | null; readonly rest: readonly string[] } {
  const verbs = rest.flatMap((word) =>
    word.quoted ? [] : VERBS.filter((verb) => verb === word.text.toLowerCase()),
  );
  const [verb = null, second] = verbs;
  if (second !== undefined && second !== verb) throw unexpectedArg(second, 'one thing to do at a time', []);
  const isVerb = (text: string): boolean => VERBS.some((each) => each === text.toLowerCase());
  return { verb, rest: rest.map(({ text }) => text).filter((text) => !isVerb(text)) };
}

function expectNoArgs([first]: readonly string[]): void {
  if (first !== undefined)
    throw unexpectedArg(first, `${VERBS.join(', ')}, or a target such as paper docker`, [...VERBS, 'help']);
}

function actionOf(
  verb: 'ack' | 'snooze' | 'unsnooze',
  words: readonly string[],
  deps: CommandDeps,
): TargetAction {
  if (verb !== 'snooze') {
    expectNoArgs(words);
    return verb === 'ack' ? { kind: 'acknowledge' } : { kind: 'unsnooze' };
  }
  const time = words.filter(isOfTime).join(' ');
  return {
    kind: 'snooze',
    until: parseSnooze(time === '' ? DEFAULT_SNOOZE : time, deps.clock.now(), deps.zone),
  };
}

const isOfTime = (word: string): boolean => !['until', 'for'].includes(word.toLowerCase());

/** No time begins with a letter, but for the unit behind a number. */
const isNoTime = (word: string): boolean =>
  isOfTime(word) && /^\D/.test(word) && !/^(?:m|h|d|mins?|minutes?|hours?|days?)$/i.test(word);

async function applyVerb(
  alerts: AlertsService,
  verb: 'ack' | 'snooze' | 'unsnooze',
  { asked, outage, rest }: Pick<AlertArgs, 'asked' | 'outage'> & { readonly rest: readonly string[] },
  deps: CommandDeps,
): Promise<CommandResponse> {
  rejectUnknownEnv(asked, verb === 'snooze' ? rest.filter(isNoTime) : rest, deps);
  const action = actionOf(verb, rest, deps);
  if (outage && asked === null) return ephemeral(outageNotActionableMessage());
  const { id, others } = requireTarget(asked, action.kind, deps);
  const refused = await authorize('operator', deps);
  return ephemeral(refused ?? withOthers(await applyToTarget(alerts, id, action, deps), others));
}

async function test(alerts: AlertsService, deps: CommandDeps): Promise<CommandResponse> {
  const refused = await authorize('operator', deps);
  if (refused !== null) return ephemeral(refused);
  const queued = await alerts.test(deps.requester.userId);
  const message: Message =
    queued.kind === 'queued' ? testAlertQueuedMessage(queued.channel) : actionLine(queued.sentence);
  return ephemeral(message);
}
