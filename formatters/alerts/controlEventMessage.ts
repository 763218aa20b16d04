import type { AlertEvent } from '../../src/notify/model/notification';
import { contextBlock, header, richText, slackDate, type TextSpan } from '../blockKit/blocks';
import { sanitize } from '../blockKit/escape';
import { clockText, spoken, words } from '../blockKit/fallbackText';
import { dataMessage, type Message } from '../blockKit/message';
import type { AlertOptions } from '../blockKit/options';
import { controlModeWords, sincePieces } from '../live/controlText';

type Facts = AlertEvent['facts'];

/** Tells that a run came into PANIC or EMERGENCY_CLOSE, or left it; the facts are those of `src/alerting/controls.ts`. */
export function controlEventMessage(
  { facts, level, at }: AlertEvent,
  late: readonly TextSpan[][],
  now: Date,
  options: AlertOptions,
): Message {
  const env = sanitize(textOf(facts.env) ?? 'env not named', 40);
  const headline = `${titleOf(facts)}: ${env}`;
  const sentence: TextSpan[] = [
    { bold: env },
    ', run ',
    { data: textOf(facts.runId) ?? 'not named' },
    ', ',
    ...happened(facts),
    '.',
  ];
  const said = [sentence, ...late].map((line) => spoken(line, now, options.zone)).join(' ');
  const seen = contextBlock(`Seen ${slackDate(at)}`);
  return dataMessage(
    `${words(headline)}, ${clockText(at, now, options.zone)}. ${said}`,
    level === 'loud'
      ? [header(`🚨 ${headline}`), richText(sentence, ...late), seen]
      : [richText([{ bold: `🔹 ${headline}` }], sentence, ...late), seen],
    options,
  );
}

function titleOf({ what, mode, was }: Facts): string {
  if (what === 'left') return `${nameOf(was)} is over`;
  return what === 'expired' ? `${nameOf(mode)} is no longer reported` : nameOf(mode);
}

function happened({ what, mode, was, updatedAt, updatedBy, reason, ...rest }: Facts): TextSpan[] {
  const at = timeOf(updatedAt);
  if (what === 'expired')
    return [
      'has no control state any more: it has expired. It was in ',
      { bold: nameOf(mode) },
      ...sincePieces({ updatedAt: at, updatedBy: null, reason: null, symbolBlacklist: [] }),
    ];
  return [
    what === 'left' ? `was in ${nameOf(was)} and is now in ` : 'is in ',
    { bold: nameOf(mode) },
    ...sincePieces({
      updatedAt: at,
      updatedBy: textOf(updatedBy),
      reason: textOf(reason),
      symbolBlacklist: textOf(rest.symbolBlacklist)?.split('\n') ?? [],
      ...(typeof rest.symbols === 'number' && { symbols: rest.symbols }),
    }),
  ];
}

const nameOf = (mode: Facts[string] | undefined): string => controlModeWords(textOf(mode) ?? 'control state');

/** Null for what is empty or of another type: what is stored may be another version's. */
const textOf = (fact: Facts[string] | undefined): string | null =>
  typeof fact === 'string' && fact !== '' ? fact : null;

function timeOf(fact: Facts[string] | undefined): Date | null {
  const at = new Date(textOf(fact) ?? Number.NaN);
  return Number.isNaN(at.getTime()) ? null : at;
}
