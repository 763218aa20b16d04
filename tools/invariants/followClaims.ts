import type { MessageVersion, SlackMessage, Span } from './history';
import { idOf, seenIn } from './reading';

/** What one version of a followed message says of itself, from when to when it stood. */
export interface FollowClaim {
  readonly message: SlackMessage;
  readonly is: 'current' | 'begun' | 'ended' | 'other';
  /** It says that it is changed so often, in ms; 0 where it says nothing of that. */
  readonly everyMs: number;
  /** Why it says that it has ended. */
  readonly why: string;
  readonly span: Span;
}

const UNIT_MS: Readonly<Record<string, number>> = { s: 1_000, min: 60_000, h: 3_600_000 };

function said(version: MessageVersion): Pick<FollowClaim, 'is' | 'everyMs' | 'why'> {
  const seen = seenIn(version);
  const [, count, unit = ''] = /Kept current: updates every (\d+) (s|min|h)/.exec(seen) ?? [];
  if (count !== undefined) return { is: 'current', everyMs: Number(count) * (UNIT_MS[unit] ?? 0), why: '' };
  const [, why] = /No longer updated\.?\s*(.*)/.exec(version.text) ?? [];
  if (why !== undefined) return { is: 'ended', everyMs: 0, why };
  return { is: /To be updated from/.test(seen) ? 'begun' : 'other', everyMs: 0, why: '' };
}

/** What a message said, version by version, until it was removed or the world ended. */
export const claimsOf = (message: SlackMessage, endMs: number): readonly FollowClaim[] =>
  message.versions.map((version, i) => {
    const to = Math.min(message.versions[i + 1]?.at ?? endMs, message.deleted?.at ?? endMs);
    return { message, ...said(version), span: { from: version.at, to } };
  });

/** From when to when a message claimed to be current, without a break, and the longest interval that it named meanwhile. */
export function currentSpans(
  message: SlackMessage,
  endMs: number,
): readonly Pick<FollowClaim, 'everyMs' | 'span'>[] {
  const spans: { everyMs: number; span: Span }[] = [];
  for (const { is, everyMs, span } of claimsOf(message, endMs)) {
    const last = spans.at(-1);
    if (is !== 'current') continue;
    if (last?.span.to !== span.from) spans.push({ everyMs, span });
    else
      spans[spans.length - 1] = {
        everyMs: Math.max(last.everyMs, everyMs),
        span: { from: last.span.from, to: span.to },
      };
  }
  return spans;
}

/** Of which followed id a message is, and whether it is a direct message about its end. */
export function followedIn(message: SlackMessage): { readonly id: string; readonly isEndNote: boolean } {
  const [, id = '', , note] = /^follow:(.*):(\d+)(:end)?$/.exec(idOf(message)) ?? [];
  return { id, isEndNote: note !== undefined };
}
