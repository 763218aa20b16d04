import { parseJson } from '../../lib/parseJson';
import { toPlainJson } from '../../lib/time';
import { initialState } from '../evaluate';
import type { Incident } from '../incidents/incident';
import { incidentSchema } from '../incidents/incidentSchema';
import { LONG_KNOWN } from '../observation/discovered';
import { NO_SIGNS } from '../observation/signs';
import { currentRuleName } from '../ruleSettings/oldNames';
import type { AlertState, TargetRecord } from './alertState';
import { PART_SCHEMAS } from './partSchemas';

/** What version 0.1 stored: one JSON document, and where messages are, by incident id. */
export interface Version01 {
  readonly known: string;
  readonly messages: ReadonlyMap<string, string>;
}

export interface Migrated {
  readonly state: AlertState;
  /** Message refs as they are stored now. */
  readonly messages: ReadonlyMap<string, string>;
}

/**
 * What is taken over from version 0.1: open incidents with their message refs, and the records of their targets and of those
 * that are muted. Everything else begins anew. Null where nothing of it can be decoded.
 */
export function migrateVersion01({ known, messages }: Version01): Migrated | null {
  const document = objectOf(parseJson(known));
  const at = typeof document.observedAt === 'string' ? new Date(document.observedAt) : null;
  if (at === null || Number.isNaN(at.getTime())) return null;
  const incidents = listOf(document.incidents).flatMap((json) => openIncident(json) ?? []);
  const affected = new Set(incidents.flatMap(({ targets }) => targets.map(({ target }) => target)));
  const targets = listOf(document.targets).flatMap((json) => {
    const record = targetRecord(json, at);
    return record !== null && (record.muted || affected.has(record.target)) ? [record] : [];
  });
  const open = new Set(incidents.map(({ id }) => id));
  return {
    state: { ...initialState(at), targets, incidents },
    messages: new Map(
      [...messages].filter(([id]) => open.has(id)).map(([id, text]) => [id, messageRef(text)]),
    ),
  };
}

function openIncident(json: unknown): Incident | null {
  const { rule, targets, ...rest } = objectOf(json);
  const { data } = incidentSchema.safeParse({
    ...rest,
    rule: currentRuleName(String(rule)),
    targets: listOf(targets).map((target) => {
      const { since, facts, ...part } = objectOf(target);
      return { ...part, startedAt: since, details: facts };
    }),
  });
  return data?.closedAt === null ? data : null;
}

function targetRecord(json: unknown, evaluatedAt: Date): TargetRecord | null {
  const { retired, rules, ...rest } = objectOf(json);
  const defaults = { ...LONG_KNOWN, signs: NO_SIGNS, lastRealOrderAt: null, hints: [] };
  const { data } = PART_SCHEMAS.target.safeParse({
    ...(toPlainJson(defaults) as object),
    ...rest,
    muted: retired === true,
    rules: Object.fromEntries(
      Object.entries(objectOf(rules)).map(([name, memory]) => [currentRuleName(name), ruleMemory(memory)]),
    ),
    reasons: {},
    evaluatedAt: evaluatedAt.toISOString(),
  });
  return data ?? null;
}

function ruleMemory(json: unknown): unknown {
  const { judgedAt, told, toldAt, ...rest } = objectOf(json);
  return {
    ...rest,
    ...(judgedAt !== undefined && { evaluatedAt: judgedAt }),
    ...(told !== undefined && { reportedCount: told, reportedAt: toldAt }),
  };
}

function messageRef(text: string): string {
  const { toldUntil = null, left = [], ...rest } = objectOf(parseJson(text));
  return JSON.stringify({ ...rest, coveredUntil: toldUntil, staleMessages: left });
}

const objectOf = (json: unknown): Record<string, unknown> =>
  typeof json === 'object' && json !== null && !Array.isArray(json) ? { ...json } : {};

const listOf = (json: unknown): readonly unknown[] => (Array.isArray(json) ? json : []);
