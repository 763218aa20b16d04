import {
  alertsOverviewMessage,
  explainMessage,
  type Message,
  outageNotActionableMessage,
  refusalMessage,
  shortMessage,
  t,
  testAlertQueuedMessage,
  withOthers,
} from '../formatters';
import type { AlertsService } from '../src/alerting/service';
import { placeId } from '../src/state/keys';
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
  description: t.commands.alerts.description,
  usageHint: '[ack|snooze|unsnooze|why <target>] [2h] [test]',
  examples: [
    { text: '/arb-alerts', meaning: t.commands.alerts.all },
    { text: '/arb-alerts ack paper docker', meaning: t.commands.alerts.ack },
    { text: '/arb-alerts snooze paper docker 2h', meaning: t.commands.alerts.snooze },
    { text: '/arb-alerts snooze live docker until 09:00', meaning: t.commands.alerts.snoozeUntil },
    { text: '/arb-alerts unsnooze paper docker', meaning: t.commands.alerts.unsnooze },
    { text: '/arb-alerts why paper docker', meaning: t.commands.alerts.why },
    { text: '/arb-alerts test', meaning: t.commands.alerts.test },
  ],
  async execute(text, deps) {
    const words = parseAlertArgs(text, deps);
    const { verb, rest } = parseVerb(words);
    const { alerts } = deps;
    if (alerts === null) return ephemeral(shortMessage(t.alerts.response.notSetUp()));
    const options = { ...deps.format, zone: deps.zone };
    switch (verb) {
      case null:
        expectNoArgs(rest);
        if (words.asked !== null)
          throw unexpectedArg(words.asked.mode, t.commands.alerts.verbBefore(VERBS.join(', ')), []);
        return {
          message: alertsOverviewMessage(await alerts.overview(), options),
          public: words.public,
        };
      case 'why': {
        rejectUnknownEnv(words.asked, rest, deps);
        expectNoArgs(rest);
        const { place, others } = requireTarget(words.asked, t.commands.alerts.askAbout, deps);
        const message = explainMessage(await alerts.explain(placeId(place)), options);
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

function parseVerb({ rest }: AlertArgs): { readonly verb: Verb | null; readonly rest: readonly string[] } {
  const verbs = rest.flatMap((word) =>
    word.quoted ? [] : VERBS.filter((verb) => verb === word.text.toLowerCase()),
  );
  const [verb = null, second] = verbs;
  if (second !== undefined && second !== verb) throw unexpectedArg(second, t.commands.alerts.oneVerb, []);
  const isVerb = (text: string): boolean => VERBS.some((each) => each === text.toLowerCase());
  return { verb, rest: rest.map(({ text }) => text).filter((text) => !isVerb(text)) };
}

function expectNoArgs([first]: readonly string[]): void {
  if (first !== undefined)
    throw unexpectedArg(first, t.commands.alerts.verbOrTarget(VERBS.join(', ')), [...VERBS, 'help']);
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
  const { place, others } = requireTarget(asked, action.kind, deps);
  const refused = await authorize('operator', deps);
  return ephemeral(refused ?? withOthers(await applyToTarget(alerts, placeId(place), action, deps), others));
}

async function test(alerts: AlertsService, deps: CommandDeps): Promise<CommandResponse> {
  const refused = await authorize('operator', deps);
  if (refused !== null) return ephemeral(refused);
  const queued = await alerts.test(deps.requester.userId);
  const message: Message =
    queued.kind === 'queued' ? testAlertQueuedMessage(queued.channel) : refusalMessage(queued.refusal);
  return ephemeral(message);
}
