import type { Language } from '../../src/lib/language';
import type { PersonalSettings } from '../../src/storage/personal/personalSettings';
import { header, type Line, richText } from '../blockKit/blocks';
import { mrkdwn } from '../blockKit/fallbackText';
import { type Message, message } from '../blockKit/message';
import { t } from '../text/catalogue';
import { targetLabel } from '../text/targetNames';

/** What a person set, and what the bot goes by where they set nothing. */
export interface PersonalView {
  readonly settings: PersonalSettings;
  /** In which they are answered. */
  readonly language: Language;
  /** In which their times are read. */
  readonly zone: { readonly zone: string; readonly from: 'own' | 'profile' | 'setting' };
}

/** A person's settings, a line each. */
export function personalLines({ settings, language, zone }: PersonalView): Line[] {
  const { send, quiet } = settings;
  const shown = send && { ...send, targets: send.targets.flatMap(patternName) };
  return [
    t.personal.language(language, settings.language !== null),
    t.personal.zone(zone.zone, zone.from),
    t.personal.send(shown),
    t.personal.quiet(quiet && `${minutesText(quiet.from)}–${minutesText(quiet.to)} ${zone.zone}`),
  ];
}

/** The settings of who asks, and how to change them. `isChanged`: they just did. */
export function personalMessage(view: PersonalView, isChanged: boolean): Message {
  const lines = personalLines(view);
  const [first = '', ...rest] = [...(isChanged ? [t.personal.changed] : []), ...lines.map(mrkdwn)];
  return message([first, ...rest].join('\n'), [
    header(t.personal.title),
    ...(isChanged ? [richText([t.personal.changed])] : []),
    richText(...lines),
    richText(t.personal.change()),
  ]);
}

/** `live` of all live traders, `paper docker` of one; a mode stands for those of all key prefixes. */
export function patternName(pattern: string): string[] {
  if (pattern.startsWith('*/')) return [];
  return [pattern.endsWith(':*') ? pattern.slice(0, -2) : targetLabel(pattern)];
}

/** `07:05` of minutes since midnight. */
export const minutesText = (minutes: number): string =>
  [Math.floor(minutes / 60), minutes % 60].map((part) => `${part}`.padStart(2, '0')).join(':');
