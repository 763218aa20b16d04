import { z } from 'zod';
import { parseJson } from '../../lib/parseJson';
import { toPlainJson } from '../../lib/time';
import type { StateRecords } from '../../storage/alertStore';
import type { AlertState, TargetRecord } from './alertState';
import { PART_SCHEMAS, SCHEMA } from './partSchemas';

/** The parts of a state by name: `head`, `target:live:docker`, `incident:…`. Each is stored by itself. */
export type StateParts = ReadonlyMap<string, unknown>;

/** A state in parts. */
export function partsOf(state: AlertState): Map<string, unknown> {
  const { targets, incidents, digests, silences, sessions, controls, lineage, ...others } = state;
  const { dropped, configuration, ...head } = others;
  const parts = new Map<string, unknown>([
    ['head', { schema: SCHEMA, ...head }],
    ['lineage', lineage],
    ['sessions', sessions],
    ['controls', controls],
  ]);
  if (dropped !== undefined) parts.set('dropped', dropped);
  if (configuration !== undefined) parts.set('configuration', configuration);
  for (const target of targets) parts.set(`target:${target.target}`, target);
  for (const incident of incidents) parts.set(`incident:${incident.id}`, incident);
  for (const digest of digests) parts.set(`digest:${digest.name}`, digest);
  for (const silence of silences) parts.set(`silence:${silence.id}`, silence);
  return parts;
}

/** The state of these parts; null without its head. */
export function stateFrom(parts: StateParts): AlertState | null {
  const head = parts.get('head') as (AlertState & { schema?: number }) | undefined;
  if (head === undefined) return null;
  const { schema: _, ...rest } = head;
  const lists: Record<string, unknown[]> = { target: [], incident: [], digest: [], silence: [] };
  for (const [name, part] of parts) lists[kindOf(name)]?.push(part);
  const { target = [], incident = [], digest = [], silence = [] } = lists;
  const dropped = parts.get('dropped') as AlertState['dropped'];
  const configuration = parts.get('configuration') as AlertState['configuration'];
  return {
    ...rest,
    ...(dropped && { dropped }),
    ...(configuration && { configuration }),
    sessions: (parts.get('sessions') ?? null) as AlertState['sessions'],
    controls: (parts.get('controls') ?? []) as AlertState['controls'],
    lineage: (parts.get('lineage') ?? []) as AlertState['lineage'],
    targets: target as AlertState['targets'][number][],
    incidents: (incident as AlertState['incidents'][number][]).sort(byOpenedAt),
    digests: digest as AlertState['digests'][number][],
    silences: silence as AlertState['silences'][number][],
  };
}

type Incidents = AlertState['incidents'];
const byOpenedAt = (a: Incidents[number], b: Incidents[number]): number =>
  a.openedAt.getTime() - b.openedAt.getTime() || (a.id < b.id ? -1 : 1);

const kindOf = (name: string): string => name.split(':', 1)[0] ?? '';

/** A part as text. A target has so many instants that JSON would be slow to ask each for its own. */
export const encodePart = (name: string, part: unknown): string =>
  JSON.stringify(kindOf(name) === 'target' ? toPlainTarget(part as TargetRecord) : part);

const toPlainTarget = ({ rules, ...rest }: TargetRecord) => ({ ...(toPlainJson(rest) as object), rules });

/** The whole state as text, part by part. */
export const encodeState = (state: AlertState): Map<string, string> =>
  new Map([...partsOf(state)].map(([name, part]) => [name, encodePart(name, part)]));

export interface DecodedParts {
  readonly parts: StateParts;
  /** What could not be decoded, each part with its reason, for the log. */
  readonly discarded: ReadonlyMap<string, string>;
}

/**
 * The parts that these records change. Never throws: another version of the bot, or a person, may have written
 * anything, and a part that cannot be decoded stays as it was in `before`.
 */
export function decodeParts(records: StateRecords, before: StateParts = new Map()): DecodedParts {
  const parts = new Map(before);
  const discarded = new Map<string, string>();
  for (const [name, text] of records) {
    if (text === null) parts.delete(name);
    else {
      const { data, error } = decodePart(name, text);
      if (error === undefined) parts.set(name, data);
      else discarded.set(name, error);
    }
  }
  return { parts, discarded };
}

/** The state in these records, which are all there are. */
export function decodeState(records: StateRecords): {
  readonly state: AlertState | null;
  readonly discarded: ReadonlyMap<string, string>;
} {
  const { parts, discarded } = decodeParts(new Map([...records].sort(byName)));
  return { state: stateFrom(parts), discarded };
}

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);

type Decoded = { readonly data: unknown; readonly error?: never } | { data?: never; readonly error: string };

function decodePart(name: string, text: string): Decoded {
  const schema: z.ZodType | undefined = PART_SCHEMAS[kindOf(name) as keyof typeof PART_SCHEMAS];
  if (schema === undefined) return { error: 'no such part' };
  const { data, error } = schema.safeParse(parseJson(text));
  return error === undefined ? { data } : { error: z.prettifyError(error).replaceAll(/\s+/g, ' ') };
}
