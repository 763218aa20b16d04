import { z } from 'zod';
import { memoizeByObject } from '../../lib/memoize';
import { instant, toPlainJson } from '../../lib/time';
import { CONTROL_MODES } from '../../state/controlState';
import { MODES } from '../../state/keys';
import { lossesSchema } from '../dataLoss';
import { HINTS } from '../hints';
import { incidentSchema } from '../incidents/incidentSchema';
import { LONG_KNOWN } from '../observation/discovered';
import { NO_SIGNS, signsSchema } from '../observation/signs';

import { totalsSchema } from '../rules/uptimeTotals';
import type { AlertState, TargetRecord } from './alertState';
import { TARGET_STATUSES } from './targetStatus';

const VERSION = 1;

/** A hint of another version is left out. */
const hints = z
  .array(z.enum(HINTS).nullable().catch(null))
  .transform((all) => all.filter((hint) => hint !== null));

const flag = z.boolean().nullable();
const NOTHING_REPORTED = { liveEnabled: null, liveArmed: null, liveByMetrics: null, breakerActive: null };

/** Rules' memories are left as they are: each is read by its own rule, which forgets what it cannot read. */
const targetFields = z.object({
  target: z.string(),
  rules: z.record(z.string(), z.unknown()),
  reasons: z.record(z.string(), z.object({ at: instant, reason: z.string() })),
  muted: z.boolean(),
  origin: z.enum(['configured', 'discovered']).default(LONG_KNOWN.origin),
  firstSeenAt: instant.nullable().default(LONG_KNOWN.firstSeenAt),
  lastKeysAt: instant.nullable().default(LONG_KNOWN.lastKeysAt),
  probation: z
    .object({ mark: z.string(), since: instant, wroteAt: instant })
    .nullable()
    .default(LONG_KNOWN.probation),
  signs: signsSchema.catch(NO_SIGNS),
  status: z.enum(TARGET_STATUSES).catch('unknown'),
  reported: z
    .object({ liveEnabled: flag, liveArmed: flag, liveByMetrics: flag, breakerActive: flag })
    .catch(NOTHING_REPORTED),
  lastRealOrderAt: instant.nullable().default(null),
  hints: hints.catch([]),
});

const target = z.preprocess(
  (json) =>
    json !== null && typeof json === 'object' && 'retired' in json ? { ...json, muted: json.retired } : json,
  targetFields,
);

const session = z.object({
  sessionId: z.string(),
  env: z.string(),
  mode: z.enum(MODES),
  completed: z.number(),
  runs: z.number().nullable().default(null),
  written: z.number().nullable().default(null),
  lastUpdate: instant.nullable(),
  progressedAt: instant.nullable(),
  finished: z.boolean(),
  stalled: z.boolean(),
});

const control = z.object({
  env: z.string(),
  runId: z.string(),
  mode: z.enum(CONTROL_MODES),
  updatedAt: instant.nullable(),
  seenAt: instant,
  expiresAt: instant.nullable(),
  gone: z.boolean(),
});

const digest = z.object({
  name: z.string(),
  schedule: z.string(),
  slot: instant,
  baseline: z.object({
    at: instant,
    targets: z.array(z.object({ target: z.string(), totals: totalsSchema })),
    sessions: z.array(
      z.object({
        session: z.string(),
        completed: z.number(),
        runs: z.number().nullable().default(null),
      }),
    ),
    hints: z.array(z.object({ target: z.string(), hints })).default([]),
  }),
});

/** What an earlier version of the bot stored does not tell when it began: before any other. */
const EPOCH = new Date(0);

const head = z.looseObject({
  createdAt: instant.default(EPOCH),
  observedAt: instant,
  continuousSince: instant,
  master: z.object({ name: z.string(), failoversSince: instant.nullable() }).nullable().catch(null),
  dataLossAt: instant.nullable().default(null),
  losses: lossesSchema.nullable().catch(null),
  lineage: z.array(z.string()).default([]),
  /** An earlier version of the bot knew of none. */
  controls: z.unknown().default([]),
  evictionWarned: instant.exactOptional(),
});

/** What is known, as text for the store. */
export function encodeState(known: AlertState): string {
  const { targets, incidents, digests, ...rest } = known;
  const head = JSON.stringify({ version: VERSION, ...rest, targets: targets.map(toPlain) });
  const text = `${head.slice(0, -1)},"incidents":${listText(incidents)},"digests":${listText(digests)}}`;
  keepAsRead(text, { known, forgotten: [] });
  return text;
}

export interface DecodedState {
  /** Null when not even the time of the last sight can be read. */
  readonly known: AlertState | null;
  /** What could not be read and is forgotten, each with its reason, for the log. */
  readonly forgotten: readonly string[];
}

/**
 * What the store's text says. Never throws: what another version of the bot, or a person, wrote may be of another
 * shape, and each part that cannot be read (one target, one incident, one session) is forgotten by itself.
 */
export function decodeState(text: string): DecodedState {
  const kept = decodeCache.find((each) => each.text === text);
  if (kept !== undefined) return kept.read;
  const read = readAnew(text);
  keepAsRead(text, read);
  return read;
}

/** Most incidents are over, and all digests were told: they stay as they are for days, and so does their text. */
const partText = memoizeByObject((part: object): string => JSON.stringify(part));

/** With its instants as text already, of which there are so many that JSON would be slow to ask each for its own. */
const toPlain = ({ rules, ...rest }: TargetRecord) => ({ ...(toPlainJson(rest) as object), rules });

const listText = (all: readonly object[]): string => `[${all.map(partText).join(',')}]`;

/** What is read is mostly what was just stored or read: the newest last. Nobody changes a Known. */
const decodeCache: { readonly text: string; readonly read: DecodedState }[] = [];
const LATELY_KEPT = 4;

function keepAsRead(text: string, read: DecodedState): void {
  decodeCache.push({ text, read });
  if (decodeCache.length > LATELY_KEPT) decodeCache.shift();
}

function readAnew(text: string): DecodedState {
  const json = parsedJson(text);
  const { data, error } = head.safeParse(json);
  if (error !== undefined) return { known: null, forgotten: [`all that was known: ${reason(error)}`] };
  const forgotten: string[] = [];
  const parts = <T>(name: string, schema: z.ZodType<T>): T[] => {
    const found = data[name];
    if (!Array.isArray(found)) {
      forgotten.push(`all ${name}: there is no list of them`);
      return [];
    }
    return found.flatMap((part: unknown, i) => {
      const read = schema.safeParse(part);
      if (read.success) return [read.data];
      forgotten.push(`${name} ${i + 1}: ${reason(read.error)}`);
      return [];
    });
  };
  const known = {
    createdAt: data.createdAt,
    observedAt: data.observedAt,
    continuousSince: data.continuousSince,
    master: data.master,
    dataLossAt: data.dataLossAt,
    losses: data.losses,
    targets: parts('targets', target),
    sessions: data.sessions === null ? null : parts('sessions', session),
    controls: parts('controls', control),
    incidents: parts('incidents', incidentSchema),
    digests: parts('digests', digest),
    lineage: data.lineage,
    ...(data.evictionWarned && { evictionWarned: data.evictionWarned }),
  };
  return { known, forgotten };
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const reason = (error: z.ZodError): string => z.prettifyError(error).replaceAll(/\s+/g, ' ');
