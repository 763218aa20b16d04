import type { Severity } from '../../../../src/alerting/severity/severity';
import type { Language } from '../../../../src/lib/language';
import { bold, type Line, line, literal, type TextSpan } from '../../../blockKit/blocks';

const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { en: 'English', ko: 'Korean (한국어)' };

/** Which alerts somebody wants: `critical alerts of live docker`. */
function alertsOf(severities: readonly Severity[], targets: readonly string[]): string {
  const which = severities.length === 0 ? 'all alerts' : `${severities.join(' and ')} alerts`;
  return targets.length === 0 ? which : `${which} of ${targets.join(', ')}`;
}

/** What people set for themselves, with `/arb me`. */
export const personal = {
  title: 'Your settings',
  language: (language: Language, isOwn: boolean): TextSpan[] =>
    line`${bold('Language:')} ${LANGUAGE_NAMES[language]}${isOwn ? '' : ' (automatic)'}`,
  zone: (zone: string, from: 'own' | 'profile' | 'setting'): TextSpan[] =>
    line`${bold('Time zone:')} ${zone}${{ own: '', profile: ' (Slack profile)', setting: ' (TIMEZONE)' }[from]}`,
  send: (send: { readonly severities: readonly Severity[]; readonly targets: readonly string[] } | null) =>
    line`${bold('Direct messages:')} ${send === null ? 'none' : alertsOf(send.severities, send.targets)}`,
  quiet: (hours: string | null): TextSpan[] =>
    line`${bold('Quiet hours:')} ${hours === null ? 'none' : `${hours}; critical alerts come all the same`}`,
  change: (): Line =>
    line`Change them with ${literal('/arb me language ko')}, ${literal('/arb me zone Asia/Seoul')}, ${literal('/arb me send critical live')}, ${literal('/arb me quiet 23:00-07:00')} or ${literal('/arb me reset')}.`,
  changed: 'Saved. Only you see your settings.',
  newer:
    'A newer version of arbwatch stored your settings. Change them once all instances have that version.',
  examples: {
    show: 'your language, time zone, direct messages and quiet hours',
    language: 'answers you in Korean; auto follows your Slack profile again',
    zone: 'reads the times that you type in this zone; auto follows your Slack profile again',
    send: 'sends you critical alerts of live traders as direct messages; off ends it',
    quiet: 'sends you nothing but critical alerts in these hours; off ends it',
    reset: 'forgets all of it',
  },
  /** The form that the Home tab opens. */
  form: {
    open: 'My settings',
    save: 'Save',
    cancel: 'Cancel',
    language: 'Language',
    languages: { auto: 'As in my Slack profile', en: 'English', ko: '한국어' },
    zone: 'Time zone; empty: as in my Slack profile',
    send: 'Send me these alerts as direct messages',
    severities: { critical: 'Critical', warning: 'Warning', info: 'Info' },
    targets: 'Only those of these traders; empty: of all',
    from: 'Quiet hours from',
    to: 'Quiet hours until',
    quiet: 'In these hours you get critical alerts alone.',
    wrong: (word: string | null, problem: string, expected: string) =>
      `${word === null || word === '' ? problem : `${word} ${problem}`}; expected ${expected}.`,
  },
  notASetting: 'is not one of your settings',
  settings: 'language, zone, send, quiet or reset',
  unknownLanguage: 'is no language of arbwatch',
  languages: 'en (English), ko (한국어) or auto',
  languageMissing: 'The language is missing',
  unknownZone: 'is no time zone',
  zones: 'a name such as Asia/Seoul or Europe/Berlin, or auto',
  zoneMissing: 'The time zone is missing',
  notAnAlert: 'is no severity and no target',
  alerts: 'severities (critical, warning, info), targets such as live or paper docker; all, or off',
  alertsMissing: 'Which alerts is missing',
  notHours: 'are no hours of a day',
  hours: 'a start and another end, such as 23:00-07:00, or off',
  hoursMissing: 'The hours are missing',
};
