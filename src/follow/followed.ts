import { z } from 'zod';
import { parseJson } from '../lib/parseJson';
import { instant } from '../lib/time';

/** Why a followed message is no longer kept current. */
export const END_REASONS = [
  /** Its time is over. */
  'time',
  /** Somebody stopped it. */
  'stopped',
  /** The tuning session has finished. */
  'finished',
  /** What it shows is not there any more. */
  'gone',
  /** Slack does not let the bot post or change it. */
  'refused',
] as const;
export type EndReason = (typeof END_REASONS)[number];

const schema = z.object({
  /** The channel in which it was asked for. */
  channel: z.string(),
  /** What is asked again and again, as it is typed: `/arb-status paper docker`. */
  line: z.string(),
  /** A tuning session ends by itself; a board is pinned, and stays until somebody stops it. */
  kind: z.enum(['status', 'session', 'board']),
  /** The Slack id of who asked for it, and of all who want to know how a session ended. */
  by: z.string(),
  followers: z.array(z.string()),
  startedAt: instant,
  /** When its time is over; null for never. */
  endsAt: instant.nullable(),
  /** The message; null before it is posted, and after it was deleted. */
  message: z.object({ channel: z.string(), ts: z.string() }).nullable(),
  /** Slack's word for why its message is not pinned; null where it is, or need not be. */
  notPinned: z.string().nullable(),
  /** The how manieth message of it is, or is being posted: a deleted one is posted anew. */
  posting: z.number(),
  /** Since when this posting may be in Slack without our knowing; null when it is not. */
  inDoubtSince: instant.nullable(),
  /** `ending`: its message has yet to say that it has ended. */
  phase: z.enum(['active', 'ending', 'ended']),
  end: z.object({ reason: z.enum(END_REASONS), at: instant, code: z.string().nullable() }).nullable(),
  /** What it shows has not been there since; null while it is. */
  missingSince: instant.nullable(),
  /** Nobody does anything about it before. */
  dueAt: instant,
  /** Until when an instance has taken it, which nobody else does anything about meanwhile; null where none has. */
  takenUntil: instant.nullable(),
  /** Which instance took it last: no two write the same. */
  claimedBy: z.string(),
  /** How often it was stored: a Redis that fell back to an earlier state has a lower one than was seen. */
  revision: z.number().default(0),
  /** How often in a row it could not be posted or changed. */
  failures: z.number(),
  /** Who has yet to be told by a direct message that it has ended. */
  toTell: z.array(z.string()),
  /** What they are told of a session; null for nothing. */
  result: z
    .object({
      ranMs: z.number().nullable(),
      completed: z.number(),
      failed: z.number(),
      failedJobs: z.number(),
    })
    .nullable(),
});

/** A message that keeps itself current, or did. */
export type Followed = z.output<typeof schema>;

export const encodeFollowed = (followed: Followed): string => JSON.stringify(z.encode(schema, followed));

/** Null for what no bot of this version wrote. */
export const decodeFollowed = (text: string): Followed | null =>
  schema.safeParse(parseJson(text)).data ?? null;

/** One in each channel of one line. */
export const followedId = ({ channel, line }: Pick<Followed, 'channel' | 'line'>): string =>
  `${channel} ${line}`;

/** In the metadata of its message, by which it is found again. */
export const markOf = (followed: Followed): string =>
  `follow:${followedId(followed)}:${followed.posting}`.slice(0, 300);
