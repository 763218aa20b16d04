import type { History, MessageVersion, SlackMessage, Span } from './history';
import { type Claim, claimsIn, idOf, isPointer, isUnstable, type State, stateIn } from './reading';

/** An incident as reported by its messages: mostly one, more where one was removed, or its channel could not be used. */
export interface ReportedIncident {
  readonly id: string;
  readonly rule: string;
  readonly messages: readonly SlackMessage[];
  /** All that was ever claimed in them, with when. */
  readonly claims: readonly (Claim & { readonly at: number })[];
  /** How it stands in the newest of its messages that is there; null when none is. */
  readonly final: State | null;
  /** The same of all of its messages that are there. */
  readonly finals: readonly State[];
  readonly firstAt: number;
  /** While its messages said that it comes and goes. */
  readonly unstable: readonly Span[];
  /** The id of the incident that its messages have become part of: two instances had opened it under two ids. Null for none. */
  readonly joined: string | null;
}

const INCIDENT = /^(no_sign_of_life|no_heartbeat|stale_portfolio|circuit_breaker|monitoring_outage):/;

/** The incidents reported in Slack, in the order of their first messages. */
export function reportedIncidents({ slack }: History): readonly ReportedIncident[] {
  const byId = new Map<string, SlackMessage[]>();
  for (const message of slack.messages) {
    // Each posting of an incident's message has an id of its own.
    const id = idOf(message).replace(/\/posting\/\d+$/, '');
    if (!INCIDENT.test(id) || id.includes('/')) continue;
    const known = byId.get(id) ?? [];
    byId.set(id, known);
    known.push(message);
  }
  return [...byId].map(([id, messages]) => reportedFrom(id, messages, slack.canReadHistory));
}

function reportedFrom(
  id: string,
  messages: readonly SlackMessage[],
  canReadHistory: boolean,
): ReportedIncident {
  const versions = messages.flatMap((message) => message.versions);
  // Of one that came twice the bot may know one message alone: the one that it goes on changing, and that may be gone.
  const standing = messages
    .filter(({ deleted, isSealed }) => isSealed !== true && (deleted === null || !canReadHistory))
    .flatMap((message) => message.versions.at(-1) ?? [])
    .filter((version) => !isPointer(version));
  const newest = standing.reduce<MessageVersion | null>(
    (latest, one) => (latest && latest.at > one.at ? latest : one),
    null,
  );
  const first = messages[0]?.versions[0];
  return {
    id,
    rule: id.slice(0, id.indexOf(':')),
    messages,
    claims: versions.flatMap((version) => claimsIn(version).map((claim) => ({ ...claim, at: version.at }))),
    final: newest === null ? null : stateIn(newest),
    finals: standing.map(stateIn),
    firstAt: first?.at ?? 0,
    unstable: unstableSpans(versions),
    joined: joinedIn(id, messages),
  };
}

/** Another incident of the same rule and first target, which its message is by now, or the newer one that it points to. */
function joinedIn(id: string, messages: readonly SlackMessage[]): string | null {
  const subject = id.slice(0, id.lastIndexOf(':') + 1);
  const ids = messages.map(({ lastId = '' }) => lastId.split('/')[0] ?? '');
  return ids.find((each) => each !== id && each.startsWith(subject)) ?? null;
}

function unstableSpans(versions: readonly MessageVersion[]): readonly Span[] {
  const spans: Span[] = [];
  let from: number | null = null;
  for (const version of [...versions].sort((a, b) => a.at - b.at)) {
    if (isPointer(version)) continue;
    if (isUnstable(version)) from ??= version.at;
    else if (from !== null) {
      spans.push({ from, to: version.at });
      from = null;
    }
  }
  return from === null ? spans : [...spans, { from, to: Number.POSITIVE_INFINITY }];
}
