import { checkInvariants } from '../../tools/invariants/checkInvariants';
import type { History, MessageVersion, SlackMessage, TraderHistory } from '../../tools/invariants/history';

export const MINUTE = 60_000;
export const START = Date.UTC(2026, 10, 23, 6);

/** So many minutes after the start, in ms since the epoch. */
export const at = (minutes: number): number => START + minutes * MINUTE;

const WHOLE = { from: at(0), to: at(600) };

/** A trader that beats all the time but for some minutes. */
export const silentFrom = (from: number, to: number, target = 'paper:docker'): TraderHistory => ({
  target,
  beats: [
    { first: at(0), last: at(from), everyMs: 15_000 },
    ...(Number.isFinite(to) ? [{ first: at(to), last: at(600), everyMs: 15_000 }] : []),
  ],
  portfolio: [],
  counts: [],
  switches: [],
});

/** A calm world of ten hours, checked every minute, in which a trader is stale after five. */
export const calm = (change: Partial<History> = {}): History => ({
  settings: {
    checkIntervalMs: MINUTE,
    staleAfterMs: 5 * MINUTE,
    frozenAfterMs: 10 * MINUTE,
    outageAfterMs: 3 * MINUTE,
    digests: [],
    clockErrorMs: 0,
  },
  span: WHOLE,
  traders: [],
  sessions: [],
  watch: { certain: [WHOLE], possible: [WHOLE], outage: [], lost: [], forgot: [] },
  slack: { messages: [], healthy: [WHOLE], canReadHistory: true, tooFast: [] },
  acts: [],
  waiting: [],
  ...change,
});

/** The same, with these messages in Slack. */
export const withMessages = (history: History, ...messages: readonly SlackMessage[]): History => ({
  ...history,
  slack: { ...history.slack, messages },
});

interface MessageChange {
  readonly threadTs?: string | null;
  readonly deleted?: SlackMessage['deleted'];
}

export const message = (
  id: string,
  versions: readonly [MessageVersion, ...MessageVersion[]],
  { threadTs = null, deleted = null }: MessageChange = {},
): SlackMessage => ({
  channel: 'C0ALERTS',
  ts: (versions[0].at / 1000).toFixed(6),
  threadTs,
  inChannelToo: false,
  mark: { id },
  versions,
  deleted,
});

export const said = (minute: number, text: string): MessageVersion => ({ at: at(minute), text, blocks: [] });

const seconds = (minute: number): number => Math.floor(at(minute) / 1000);

/** What the bot says of a death that began then: while it lasts, and when it is over. */
export const open = (minute: number, since: number): MessageVersion =>
  said(
    minute,
    `No heartbeat since 06:30: paper docker\npaper docker has given no sign of life since @${seconds(since)}.`,
  );

export const over = (minute: number, since: number, end: number): MessageVersion =>
  said(
    minute,
    `Recovered after 20 min: paper docker\nBefore: paper docker has given no sign of life since @${seconds(since)}.\nRecovered @${seconds(end)}.`,
  );

export const DEATH = `no_sign_of_life:paper:docker:${at(30)}`;

export const recovered = message(`${DEATH}/recovered/2`, [said(61, 'Recovered after 30 min.')], {
  threadTs: '1',
});

/** What the checker finds. */
export const violationKinds = (history: History): string[] =>
  checkInvariants(history).violations.map(({ kind }) => kind);

/** A death, and its message from beginning to end. */
export const death = calm({ traders: [silentFrom(30, 60)] });
export const reported = message(DEATH, [open(36, 30), over(61, 30, 60)]);
