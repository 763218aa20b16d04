import { IANAZone } from 'luxon';
import { t } from '../../../formatters';
import { SEVERITIES, type Severity } from '../../../src/alerting/severity/severity';
import { minutesOf } from '../../../src/alerting/silences/clockTimes';
import { isLanguage, type Language } from '../../../src/lib/language';
import { nearest } from '../../../src/lib/suggest';
import { placeId } from '../../../src/state/keys';
import { NO_PERSONAL_SETTINGS, type PersonalSettings } from '../../../src/storage/personal/personalSettings';
import type { CommandDeps } from '../../command';
import { joinTargets, UsageError } from '../../lib/parseArgs';
import { asPlainText, folded } from '../../lib/plainText';
import { envsOf } from '../../lib/resolveTarget';
import { modeNamed, type Token, typedText } from '../../lib/tokens';

/** What a person's settings become. */
export type PersonalChange = (before: PersonalSettings) => PersonalSettings;

/** Languages as people call them. */
const LANGUAGE_WORDS: Readonly<Record<string, Language>> = {
  english: 'en',
  영어: 'en',
  korean: 'ko',
  한국어: 'ko',
  한글: 'ko',
};

/** What the bot would go by otherwise. */
const AUTO: readonly string[] = ['auto', 'default'];
const OFF: readonly string[] = ['off', 'none'];
const ALL: readonly string[] = ['all'];

/** `ko`, `한국어`, `auto`. Throws UsageError. */
export function languageChange([word, surplus]: readonly Token[]): PersonalChange {
  if (word === undefined) throw wrong(null, t.personal.languageMissing, t.personal.languages);
  if (surplus !== undefined) throw wrong(surplus.text, t.commands.unexpected, t.personal.languages);
  const typed = folded(word.text);
  const language = isLanguage(typed) ? typed : (LANGUAGE_WORDS[typed] ?? null);
  if (language === null && !AUTO.includes(typed))
    throw wrong(word.text, t.personal.unknownLanguage, t.personal.languages);
  return (before) => ({ ...before, language });
}

/** `Asia/Seoul` in any case, `auto`. Throws UsageError. */
export function zoneChange(words: readonly Token[]): PersonalChange {
  const typed = asPlainText(typedText(words)).replace(/ +/g, '_');
  if (typed === '') throw wrong(null, t.personal.zoneMissing, t.personal.zones);
  if (AUTO.includes(folded(typed))) return (before) => ({ ...before, zone: null });
  if (!IANAZone.isValidZone(typed) || /^[+-]/.test(typed))
    throw wrong(typedText(words), t.personal.unknownZone, t.personal.zones, nearestZone(typed));
  const zone = new Intl.DateTimeFormat('en', { timeZone: typed }).resolvedOptions().timeZone;
  return (before) => ({ ...before, zone });
}

function nearestZone(typed: string): string | null {
  const zones = Intl.supportedValuesOf('timeZone');
  const city = (zone: string): string => zone.slice(zone.lastIndexOf('/') + 1);
  const sameCity = zones.find((zone) => city(zone).toLowerCase() === city(typed).toLowerCase());
  return sameCity ?? nearest(typed, zones);
}

/** `critical live`, `warning paper docker`, `all`, `off`. Throws UsageError. */
export function sendChange(words: readonly Token[], deps: CommandDeps): PersonalChange {
  const [first, second] = words;
  if (first === undefined) throw wrong(null, t.personal.alertsMissing, t.personal.alerts);
  if (second === undefined && OFF.includes(folded(first.text)))
    return (before) => ({ ...before, send: null });
  const severities = new Set<Severity>();
  const targets = new Set<string>();
  for (const word of joinTargets(words, envsOf(deps))) {
    const typed = folded(word.text);
    const severity = SEVERITIES.find((each) => each === typed);
    const mode = modeNamed(word.text);
    if (word.place !== null) targets.add(placeId(word.place));
    else if (severity !== undefined) severities.add(severity);
    // Of every key prefix.
    else if (mode !== null) for (const prefix of ['', '*/']) targets.add(`${prefix}${mode}:*`);
    else if (word.quoted || !ALL.includes(typed))
      throw wrong(
        word.text,
        t.personal.notAnAlert,
        t.personal.alerts,
        nearest(typed, [...SEVERITIES, 'live', 'paper', 'shadow']),
      );
  }
  const send = { severities: [...severities], targets: [...targets] };
  return (before) => ({ ...before, send });
}

const HOURS = /^(\d{1,2}(?::\d{2})?)-(\d{1,2}(?::\d{2})?)$/;

/** `23:00-07:00`, `23-7`, `off`. Throws UsageError. */
export function quietChange(words: readonly Token[]): PersonalChange {
  const typed = asPlainText(words.map(({ text }) => text).join('')).replace(/(?:to|~|〜)/i, '-');
  if (typed === '') throw wrong(null, t.personal.hoursMissing, t.personal.hours);
  if (OFF.includes(folded(typed))) return (before) => ({ ...before, quiet: null });
  const [from, to] = (HOURS.exec(typed) ?? [])
    .slice(1)
    .map((time) => minutesOf(time.includes(':') ? time : `${time}:00`));
  if (from == null || to == null || from % 1_440 === to % 1_440)
    throw wrong(typedText(words), t.personal.notHours, t.personal.hours);
  return (before) => ({ ...before, quiet: { from, to } });
}

/** Throws UsageError. */
export function resetChange([surplus]: readonly Token[]): PersonalChange {
  if (surplus !== undefined) throw wrong(surplus.text, t.commands.unexpected, t.commands.arb.nothingMore);
  return () => NO_PERSONAL_SETTINGS;
}

const wrong = (
  word: string | null,
  problem: string,
  expected: string,
  suggestion: string | null = null,
): UsageError => new UsageError({ word, problem, expected, suggestion, usage: USAGE });

const USAGE = '/arb me [language ko | zone Asia/Seoul | send critical live | quiet 23:00-07:00 | reset]';
