import {
  alertsOverviewMessage,
  blindnessEndsMessage,
  type Message,
  testQueuedMessage,
  whyMessage,
  withOthers,
} from '../formatters';
import { actionLine } from '../formatters/alerts/responses';
import { tell } from '../src/alerting/rules/describe';
import type { AlertsService } from '../src/alerting/service';
import { type Answer, type Command, type CommandDeps, toPerson } from './command';
import { refusal } from './lib/authorize';
import { actOnTarget, type TargetAction } from './lib/incidentActions';
import { DEFAULT_SNOOZE, snoozedUntil } from './lib/parseSnooze';
import { type AlertWords, alertWords, refuseUnknownEnv, surplus, targetOf } from './lib/parseTarget';

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
  async answer(text, deps) {
    const words = alertWords(text, deps);
    const { verb, rest } = verbOf(words);
    const { alerts } = deps;
    if (alerts === null) return toPerson(actionLine(NOT_SET_UP));
    const options = { ...deps.format, zone: deps.zone };
    switch (verb) {
      case null:
        noMore(rest);
        if (words.asked !== null) throw surplus(words.asked.mode, `${VERBS.join(', ')} before it`, []);
        return {
          message: alertsOverviewMessage(await alerts.overview(), tell, options),
          public: words.public,
        };
      case 'why': {
        refuseUnknownEnv(words.asked, rest, deps);
        noMore(rest);
        const { id, others } = targetOf(words.asked, 'ask about', deps);
        const message = whyMessage(await alerts.why(id), tell, options);
        return { message: withOthers(message, others), public: words.public };
      }
      case 'test':
        noMore(rest);
        return test(alerts, deps);
      default:
        return acted(alerts, verb, { ...words, rest }, deps);
    }
  },
};

const NOT_SET_UP =
  'Nothing is watched yet: no alert channel is configured. Set ALERT_CHANNEL to the id of a channel, and start the bot again.';

function verbOf({ rest }: AlertWords): { readonly verb: Verb | null; readonly rest: readonly string[] } {
  const verbs = rest.flatMap((word) =>
    word.quoted ? [] : VERBS.filter((verb) => verb === word.text.toLowerCase()),
  );
  const [verb = null, second] = verbs;
  if (second !== undefined && second !== verb) throw surplus(second, 'one thing to do at a time', []);
  const isVerb = (text: string): boolean => VERBS.some((each) => each === text.toLowerCase());
  return { verb, rest: rest.map(({ text }) => text).filter((text) => !isVerb(text)) };
}

function noMore([first]: readonly string[]): void {
  if (first !== undefined)
    throw surplus(first, `${VERBS.join(', ')}, or a target such as paper docker`, [...VERBS, 'help']);
}

function actionOf(
  verb: 'ack' | 'snooze' | 'unsnooze',
  words: readonly string[],
  deps: CommandDeps,
): TargetAction {
  if (verb !== 'snooze') {
    noMore(words);
    return verb === 'ack' ? { kind: 'acknowledge' } : { kind: 'unsnooze' };
  }
  const time = words.filter(isOfTime).join(' ');
  return {
    kind: 'snooze',
    until: snoozedUntil(time === '' ? DEFAULT_SNOOZE : time, deps.clock.now(), deps.zone),
  };
}

const isOfTime = (word: string): boolean => !['until', 'for'].includes(word.toLowerCase());

/** No time begins with a letter, but for the unit behind a number. */
const isNoTime = (word: string): boolean =>
  isOfTime(word) && /^\D/.test(word) && !/^(?:m|h|d|mins?|minutes?|hours?|days?)$/i.test(word);

async function acted(
  alerts: AlertsService,
  verb: 'ack' | 'snooze' | 'unsnooze',
  { asked, blind, rest }: Pick<AlertWords, 'asked' | 'blind'> & { readonly rest: readonly string[] },
  deps: CommandDeps,
): Promise<Answer> {
  refuseUnknownEnv(asked, verb === 'snooze' ? rest.filter(isNoTime) : rest, deps);
  const action = actionOf(verb, rest, deps);
  if (blind && asked === null) return toPerson(blindnessEndsMessage());
  const { id, others } = targetOf(asked, action.kind, deps);
  const refused = await refusal('act', deps);
  return toPerson(refused ?? withOthers(await actOnTarget(alerts, id, action, deps), others));
}

async function test(alerts: AlertsService, deps: CommandDeps): Promise<Answer> {
  const refused = await refusal('act', deps);
  if (refused !== null) return toPerson(refused);
  const queued = await alerts.test(deps.asker.userId);
  const message: Message =
    queued.kind === 'queued' ? testQueuedMessage(queued.channel) : actionLine(queued.sentence);
  return toPerson(message);
}
