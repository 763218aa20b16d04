import type { MessageVersion, Violation } from './history';
import type { ReportedIncident } from './incidents';
import { claimsIn, isUnstable, seenIn } from './reading';
import { clock } from './times';

/** Two instances' clocks differ by no more, in ms. */
const SKEW_MS = 61_000;

const MINUTE_MS = 60_000;

/** What a message says has been. */
const PAST = /(?:[Rr]ecovered|since(?: monitoring began,)?|from|to) @(\d+)/g;
/** The time in the line that a phone shows. */
const SINCE = /\. Since (?:\d{4}-\d\d-\d\d )?(\d\d:\d\d) UTC\./;

/** What messages of incidents say has been lies before them; and the line that a phone shows has the time that the message has. */
export const shownTimeViolations = (incidents: readonly ReportedIncident[]): readonly Violation[] =>
  incidents.flatMap(({ id, messages }) =>
    messages
      .flatMap(({ versions }) => versions)
      .flatMap((version) => {
        const what = futureIn(version) ?? differenceIn(version);
        return what === null ? [] : [{ kind: 'wrong' as const, what: `${id} ${what}`, at: version.at }];
      }),
  );

function futureIn(version: MessageVersion): string | null {
  const times = [...seenIn(version).matchAll(PAST)].map(([, seconds]) => Number(seconds) * 1000);
  const future = times.find((ms) => ms > version.at + SKEW_MS);
  return future === undefined ? null : `says that ${clock(future)} has been`;
}

/** Of one trader that is bad for the first time: a group, or one that relapsed, has several times. */
function differenceIn(version: MessageVersion): string | null {
  const claims = claimsIn(version);
  const [claim] = claims;
  const [, line] = SINCE.exec(version.text) ?? [];
  if (claim === undefined || claims.length > 1 || line === undefined) return null;
  if (claim.flaps > 0 || isUnstable(version)) return null;
  // The last sign may be known a moment later more exactly, on the other side of a full minute.
  const times = [-MINUTE_MS, 0, MINUTE_MS].map((ms) =>
    new Date(claim.since + ms).toISOString().slice(11, 16),
  );
  return times.includes(line)
    ? null
    : `is since ${line} in its first line, and since ${times[1]} in its text`;
}
