import { t } from '../../formatters';
import { addMs } from '../../src/lib/time';
import { ephemeral } from '../command';
import { parseAlertSelection } from '../lib/alertSelection';
import { authorizeSnooze } from '../lib/authorize';
import { applyToSelection } from '../lib/incidentActions';
import { UsageError } from '../lib/parseArgs';
import { rejectUnknownEnv } from '../lib/parseTarget';
import { takeUntil } from '../lib/time/takeTime';
import type { AlertSubcommand } from './subcommand';

const DEFAULT_SNOOZE_MS = 3_600_000;
/** A snooze is not a way to switch an alert off, in ms. */
const LONGEST_SNOOZE_MS = 7 * 86_400_000;

export const snoozeSubcommand: AlertSubcommand = {
  words: ['snooze'],
  usage: 'snooze [target | id | all] [2h | until 09:00]',
  examples: [
    { text: 'snooze 2h', meaning: t.commands.alerts.snooze },
    { text: 'snooze live docker until 09:00', meaning: t.commands.alerts.snoozeUntil },
  ],
  role: 'responder',
  async execute(words, deps) {
    const { value, zone, rest } = await takeUntil(words, deps);
    const args = parseAlertSelection(rest, deps);
    const now = deps.clock.now();
    const until = value?.at ?? addMs(now, DEFAULT_SNOOZE_MS);
    if (!args.rest.some((word) => /^\d/.test(word))) rejectUnknownEnv(args.asked, args.rest, deps);
    const typed = words
      .filter((word) => !rest.includes(word) || args.rest.includes(word.text))
      .map(({ text }) => text)
      .join(' ');
    if (args.rest.length > 0) throw timeError(typed, t.commands.alerts.notATime, deps.zone);
    if (until > addMs(now, LONGEST_SNOOZE_MS)) throw timeError(typed, t.commands.alerts.tooLong, deps.zone);
    const denial = await authorizeSnooze(until, deps);
    if (denial !== null) return ephemeral(denial);
    return applyToSelection(args, { kind: 'snooze', until }, deps, zone);
  },
};

const timeError = (word: string, problem: string, zone: string): UsageError =>
  new UsageError({ word, problem, expected: t.commands.alerts.time(zone), suggestion: null });
