import { t, withOthers } from '../../formatters';
import { targetLabel } from '../../formatters/text/targetNames';
import { isOpenFor } from '../../src/alerting/state/targetState';
import { addMs } from '../../src/lib/time';
import { placeId } from '../../src/state/keys';
import { type CommandResponse, ephemeral } from '../command';
import { authorizeSnooze } from '../lib/authorize';
import { UsageError } from '../lib/parseArgs';
import { rejectUnknownEnv, requireTarget } from '../lib/parseTarget';
import { folded } from '../lib/plainText';
import { type AlertSelection, parseAlertSelection } from '../lib/selection/alertSelection';
import { applyToSelection } from '../lib/selection/incidentActions';
import { beginSilenceFor, typedWithCritical } from '../lib/silencing';
import { takeUntil, type ZoneRead } from '../lib/time/takeTime';
import { type Token, typedText } from '../lib/tokens';
import type { AlertDeps, AlertSubcommand } from './subcommand';

const DEFAULT_SNOOZE_MS = 3_600_000;
/** A snooze is not a way to switch an alert off, in ms. */
const LONGEST_SNOOZE_MS = 7 * 86_400_000;

export const snoozeSubcommand: AlertSubcommand = {
  words: ['snooze'],
  usage: 'snooze [target | id | all] [2h | until 09:00]',
  get examples() {
    return [
      { text: 'snooze 2h', meaning: t.commands.alerts.snooze },
      { text: 'snooze live docker until 09:00', meaning: t.commands.alerts.snoozeUntil },
      { text: 'snooze paper docker 1h', meaning: t.silences.usage.snoozeAhead },
    ];
  },
  role: 'responder',
  async execute(words, deps) {
    const { value, zone, rest } = await takeUntil(words, deps);
    const critical = rest.some(isCritical);
    const args = parseAlertSelection(
      rest.filter((word) => !isCritical(word)),
      deps,
    );
    const now = deps.clock.now();
    const until = value?.at ?? addMs(now, DEFAULT_SNOOZE_MS);
    if (!args.rest.some((word) => /^\d/.test(word))) rejectUnknownEnv(args.asked, args.rest, deps);
    const typed = typedText(words.filter((word) => !rest.includes(word) || args.rest.includes(word.text)));
    if (args.rest.length > 0) throw timeError(typed, t.commands.alerts.notATime, deps.zone);
    if (until > addMs(now, LONGEST_SNOOZE_MS)) throw timeError(typed, t.commands.alerts.tooLong, deps.zone);
    const denial = await authorizeSnooze(until, deps);
    if (denial !== null) return ephemeral(denial);
    const ahead = await snoozeAhead(args, until, critical, { words, zone }, deps);
    return ahead ?? applyToSelection(args, { kind: 'snooze', until }, deps, zone);
  },
};

const isCritical = ({ text, quoted }: Token): boolean => !quoted && folded(text) === 'critical';

/** Of a trader that has no open alert its next ones are held back; null where there is one, or no trader is named. */
async function snoozeAhead(
  { asked }: AlertSelection,
  until: Date,
  includesCritical: boolean,
  { words, zone }: { readonly words: readonly Token[]; readonly zone: ZoneRead | null },
  deps: AlertDeps,
): Promise<CommandResponse | null> {
  if (asked === null) return null;
  const { place, others } = requireTarget(asked, 'snooze', deps);
  const target = placeId(place);
  const isOpen = (await deps.alerts.incidents()).some((incident) => isOpenFor(incident, target));
  if (isOpen) return null;
  const silence = {
    ...({ kind: 'snooze', targets: [target], from: deps.clock.now(), until, reason: null } as const),
    includesCritical,
  };
  const message = await beginSilenceFor(silence, deps, {
    zone,
    example: `/arb-alerts snooze ${typedWithCritical(words, null)}`,
    heading: t.silences.answer.snoozedAhead(targetLabel(target)),
  });
  return ephemeral(withOthers(message, others));
}

const timeError = (word: string, problem: string, zone: string): UsageError =>
  new UsageError({ word, problem, expected: t.commands.alerts.time(zone), suggestion: null });
