import type { Silence } from '../../src/alerting/silences/silence';
import type { TextSpan } from '../blockKit/blocks';
import { sanitize } from '../blockKit/escape';
import { t } from '../text/catalogue';
import { take } from '../text/lists';
import { targetLabel } from '../text/targetNames';

const NAMED = 4;
const NAME_LENGTH = 60;
const MODE_PATTERN = /^(live|paper|shadow):\*$/;

/** `all traders`, `all paper traders`, `paper docker and live docker`: what a silence is about. */
export function silenceSubject(targets: readonly string[]): string {
  const { items, more } = take(targets, NAMED);
  return items.length === 0 ? t.silences.subject.all : t.common.names(items.map(subjectOf), more);
}

function subjectOf(pattern: string): string {
  if (pattern === '*') return t.silences.subject.all;
  const [, mode] = MODE_PATTERN.exec(pattern) ?? [];
  if (mode !== undefined) return t.silences.subject.ofMode(mode);
  return /[*?]/.test(pattern) ? sanitize(pattern, NAME_LENGTH) : targetLabel(pattern);
}

type Named = Pick<Silence, 'kind'> & Partial<Pick<Silence, 'name'>> & { readonly targets: readonly string[] };

/** `Maintenance of paper docker`. */
export const silenceName = ({ kind, name = null, targets }: Named): string =>
  t.silences.name(kind, name === null ? null : sanitize(name, NAME_LENGTH), silenceSubject(targets));

export const silenceLine = (silence: Silence, now: Date): TextSpan[] =>
  t.silences.line(silenceName(silence), silence, silence.from > now);
