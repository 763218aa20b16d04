import { t } from '../../formatters';
import { ephemeral } from '../command';
import { authorizeSnooze } from '../lib/authorize';
import { applyToNamedTarget } from '../lib/incidentActions';
import { DEFAULT_SNOOZE, parseSnooze } from '../lib/parseSnooze';
import { parseAlertArgs, rejectUnknownEnv } from '../lib/parseTarget';
import type { AlertSubcommand } from './subcommand';

export const snoozeSubcommand: AlertSubcommand = {
  words: ['snooze'],
  usage: 'snooze <target> [2h | until 09:00]',
  examples: [
    { text: 'snooze paper docker 2h', meaning: t.commands.alerts.snooze },
    { text: 'snooze live docker until 09:00', meaning: t.commands.alerts.snoozeUntil },
  ],
  role: 'responder',
  async execute(words, deps) {
    const args = parseAlertArgs(words, deps);
    rejectUnknownEnv(args.asked, args.rest.filter(isNoTime), deps);
    const time = args.rest.filter(isOfTime).join(' ');
    const until = parseSnooze(time === '' ? DEFAULT_SNOOZE : time, deps.clock.now(), deps.zone);
    const denial = await authorizeSnooze(until, deps);
    return denial === null ? applyToNamedTarget(args, { kind: 'snooze', until }, deps) : ephemeral(denial);
  },
};

const isOfTime = (word: string): boolean => !['until', 'for'].includes(word.toLowerCase());

/** No time begins with a letter, but for the unit behind a number. */
const isNoTime = (word: string): boolean =>
  isOfTime(word) && /^\D/.test(word) && !/^(?:m|h|d|mins?|minutes?|hours?|days?)$/i.test(word);
