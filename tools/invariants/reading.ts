import type { MessageVersion, SlackMessage, Span } from './history';

interface Part {
  readonly type?: unknown;
  readonly text?: unknown;
  readonly elements?: unknown;
  readonly timestamp?: unknown;
  readonly user_id?: unknown;
}

/** What a reader sees of a message, block by block; instants as `@` and their epoch seconds: `since @1795315234`. */
export const seenIn = ({ blocks, text }: MessageVersion): string =>
  blocks.length === 0 ? text : blocks.map((block) => seenOf(block as Part)).join('\n');

function seenOf({ type, text, elements, timestamp, user_id }: Part): string {
  if (type === 'date') return `@${String(timestamp)}`;
  if (type === 'user') return `<${String(user_id)}>`;
  if (typeof text === 'string') return text;
  if (Array.isArray(elements)) {
    const parts = elements.map((each) => seenOf(each as Part));
    return parts.join(type === 'rich_text_section' ? '' : '\n');
  }
  return typeof text === 'object' && text !== null ? seenOf(text as Part) : '';
}

/** Two instances that could store nothing posted the same at the same time, and the second removed its own, as documented, within so long, in ms. */
const REMOVED_WITHIN_MS = 60_000;

export const wasRemovedAtOnce = ({ deleted, versions: [first] }: SlackMessage): boolean =>
  deleted?.by === 'bot' && deleted.at - first.at <= REMOVED_WITHIN_MS;

/** The delivery's id in a message's metadata; empty where there is none. */
export const idOf = ({ mark }: SlackMessage): string => (typeof mark?.id === 'string' ? mark.id : '');

export type State = 'open' | 'acknowledged' | 'snoozed' | 'recovered' | 'muted';

/** How an incident's message says that it stands. */
export function stateIn(version: MessageVersion): State {
  const seen = seenIn(version);
  if (/Recovered after|Stable again: |Monitoring resumed|Storage resumed/.test(seen)) return 'recovered';
  if (/Muted: |Heartbeat no longer expected/.test(seen)) return 'muted';
  if (/Acknowledged · /.test(seen)) return 'acknowledged';
  return /Snoozed · /.test(seen) ? 'snoozed' : 'open';
}

/** Whether it only points to a newer message of its incident, which has the state. */
export const isPointer = (version: MessageVersion): boolean =>
  / goes on in a newer message/.test(version.text);

/** Whether it says that a target comes and goes: then its next failures are not reported one by one. */
export const isUnstable = (version: MessageVersion): boolean => /Unstable, /.test(seenIn(version));

/** What an incident's message says of one target. Times in ms since the epoch, to the second. */
export interface Claim {
  readonly target: string;
  readonly since: number;
  /** It is said to be silent since the bot began to watch it: no sign of life is remembered. */
  readonly isWaited: boolean;
  /** It came and went so often before. */
  readonly flaps: number;
  /** When the bot did not watch, as it says; null where it says nothing of that. */
  readonly unwatched: Span | null;
}

/** A target is a mode and an env, which may be any word. */
export const TARGET = String.raw`(?:live|paper|shadow) \S+`;

/** How each rule says what a target does no more, and since when. */
const SAYS = [
  'has given no sign of life since (?:(monitoring began), )?',
  'still writes its portfolio, but has sent no heartbeat since ',
  'sends heartbeats, but has not written its portfolio since ',
  'has had an active circuit breaker since ',
  'tripped its circuit breaker ',
].join('|');

const CLAIM = new RegExp(String.raw`(${TARGET}) (?:${SAYS})@(\d+)([^\n]*)`, 'g');

export const claimsIn = (version: MessageVersion): readonly Claim[] =>
  [...seenIn(version).matchAll(CLAIM)].map(([, name = '', waited, since, rest = '']) => ({
    target: name.replace(' ', ':'),
    since: Number(since) * 1000,
    isWaited: waited !== undefined,
    flaps: Number(/; (?:this is the )?(\d+)(?:st|nd|rd|th) time/.exec(rest)?.[1] ?? 1) - 1,
    unwatched: unwatchedIn(rest),
  }));

function unwatchedIn(text: string): Span | null {
  const [, from, to] = /not monitored from @(\d+) to @(\d+)/.exec(text) ?? [];
  return from === undefined || to === undefined ? null : { from: Number(from) * 1000, to: Number(to) * 1000 };
}

/** When a message that came late says that it was detected, in ms since the epoch, to the second; Infinity of any other. */
export const detectedIn = (text: string): number =>
  Number(/Late: detected @(\d+)/.exec(text)?.[1] ?? Infinity) * 1000;
