import type { DigestHistory, History, Violation } from './history';
import { momentsMs } from './moments';
import { idOf, seenIn, TARGET } from './reading';
import { isWithin, stretchIn } from './spans';
import { takenBy } from './taken';
import { clock } from './times';

/** Digests are looked for every minute, as documented. */
const LOOK_MS = 60_000;

/** Each digest comes once a slot, with the true counters. */
export const digestViolations = (history: History): readonly Violation[] =>
  history.settings.digests.flatMap((digest) => slotViolations(history, digest));

function slotViolations(history: History, { name, slots }: DigestHistory): Violation[] {
  const { settings, watch, slack, span } = history;
  const graceMs = 2 * Math.max(LOOK_MS, settings.checkIntervalMs) + LOOK_MS + momentsMs(settings);
  const start = `digest:${name}:`;
  const reported = slack.messages
    .filter((message) => idOf(message).startsWith(start))
    .map((message) => ({ slot: Date.parse(idOf(message).slice(start.length)), first: message.versions[0] }));
  const violations: Violation[] = reported.flatMap(({ slot, first }) => {
    if (!slots.includes(slot) || first.at < slot - settings.clockErrorMs)
      return [
        {
          kind: 'false',
          what: `a digest ${name} came for ${clock(slot)}, which is no slot, or too early`,
          at: first.at,
        },
      ];
    return totalsViolations(history, slot, first.at, seenIn(first));
  });
  const beginAt = (from: number): boolean =>
    stretchIn(watch.certain, { from: span.from, to: from }, graceMs) !== null;
  for (const slot of slots) {
    const mustCome = beginAt(slot) && isWithin(watch.certain, { from: slot - graceMs, to: slot + graceMs });
    const isIn = (to: number) => (at: number) => at >= slot - 2 * graceMs && at <= to;
    const mayHaveForgotten =
      watch.lost.some(isIn(slot + graceMs)) || watch.forgot.some(isIn(takenBy(history, slot)));
    if (mustCome && !mayHaveForgotten && !reported.some((one) => one.slot === slot))
      violations.push({ kind: 'lost', what: `no digest ${name} came for ${clock(slot)}`, at: slot });
  }
  return violations;
}

const LINE = new RegExp(
  String.raw`(${TARGET})( · [^\n]*)?\n(?:Counted since [^\n]*\n)?([^\n]*trades?[^\n]*)`,
  'g',
);

/** The totals in a digest were true at a check from which it can have been made. */
function totalsViolations(history: History, slot: number, at: number, text: string): Violation[] {
  const { traders, settings } = history;
  const earliest = slot - 2 * Math.max(LOOK_MS, settings.checkIntervalMs) - momentsMs(settings);
  return [...text.matchAll(LINE)].flatMap(([, target = '', , trades = '']): Violation[] => {
    const said = /([\d,]+) in all/.exec(trades)?.[1]?.replaceAll(',', '');
    const counts = traders.find((each) => each.target === target.replace(' ', ':'))?.counts ?? [];
    if (said === undefined || history.watch.lost.some((when) => when <= at)) return [];
    const trade = counts.filter(({ name }) => name === 'trades');
    const standing = trade.filter((count, i) => count.at <= at && (trade[i + 1]?.at ?? Infinity) >= earliest);
    return standing.some(({ total }) => total === Number(said))
      ? []
      : [
          {
            kind: 'wrong',
            what: `the digest of ${clock(slot)} reports ${said} trades of ${target}, which it never had then`,
            at,
          },
        ];
  });
}
