import type { History, SlackMessage, Violation } from './history';
import type { ReportedIncident } from './incidents';
import { idOf, seenIn } from './reading';
import { clock } from './times';

const HOUR_MS = 3_600_000;
/** More posts about one incident in an hour, in the channel itself, are a flood. */
const MOST_POSTS_AN_HOUR = 6;

/** What is critical stands where critical alerts go and mentions who is on call, and nothing else mentions anybody. */
export function addressViolations(
  { settings }: History,
  incidents: readonly ReportedIncident[],
): readonly Violation[] {
  const { criticalChannel, paging } = settings;
  return incidents.flatMap(({ id, messages, firstAt }): Violation[] => {
    const first = messages[0];
    if (first === undefined || id.startsWith('monitoring_outage:')) return [];
    const seen = seenIn(first.versions[0]);
    const isCritical = seen.includes('CRITICAL');
    const violations: Violation[] = [];
    const isElsewhere = first.channel === 'C0FALLBACK';
    if (criticalChannel && isCritical && first.channel !== criticalChannel && !isElsewhere)
      violations.push({
        kind: 'wrong',
        what: `${id} is critical, and was posted to ${first.channel}`,
        at: firstAt,
      });
    if (criticalChannel && !isCritical && first.channel === criticalChannel && !/Recovered after/.test(seen))
      violations.push({
        kind: 'wrong',
        what: `${id} is not critical, and was posted to ${criticalChannel}`,
        at: firstAt,
      });
    const isOpen = !/Recovered after|Muted: |Acknowledged · |Snoozed · /.test(seen);
    if (paging && isCritical && isOpen && !paging.people.some((person) => seen.includes(`<${person}>`)))
      violations.push({ kind: 'wrong', what: `${id} is critical, and mentions nobody`, at: firstAt });
    return violations;
  });
}

/** Where Slack takes no reply, or no change of a message, each has to be a message of its own. */
const isForced = (seen: string): boolean => /its thread takes no reply|Slack refused it/.test(seen);

/** When each was posted first: whether one may come again is judged by its id. */
function firstTimesOf(posts: readonly SlackMessage[]): readonly number[] {
  const times = new Map<string, number>();
  for (const post of posts) if (!times.has(idOf(post))) times.set(idOf(post), Number(post.ts) * 1000);
  return [...times.values()];
}

/** However often a target comes and goes, its incident is not a stream of messages in the channel. */
export function floodViolations(
  { slack }: History,
  incidents: readonly ReportedIncident[],
): readonly Violation[] {
  return incidents.flatMap(({ id, claims }): Violation[] => {
    // A storm has a message for each of its traders that joins it.
    if (new Set(claims.map(({ target }) => target)).size > 1) return [];
    const posts = slack.messages.filter(
      (message) =>
        idOf(message).split(/[/#]/)[0] === id &&
        message.channel.startsWith('C') &&
        (message.threadTs === null || message.inChannelToo) &&
        !message.versions.some((version) => isForced(seenIn(version))),
    );
    const times = firstTimesOf(posts);
    const flood = times.find((at, i) => (times[i + MOST_POSTS_AN_HOUR] ?? Infinity) - at < HOUR_MS);
    return flood === undefined
      ? []
      : [
          {
            kind: 'wrong',
            what: `${id} has more than ${MOST_POSTS_AN_HOUR} posts in the hour from ${clock(flood)}`,
            at: flood,
          },
        ];
  });
}
