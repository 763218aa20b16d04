import { z } from 'zod';
import { toPlainJson } from '../../lib/time';
import type { Rule } from '../rules/rule';

/** What was encoded or decoded here last, by rule and target, need not be decoded again. */
const decodeCache = new Map<string, { readonly kept: unknown; readonly memory: unknown }>();

export function encodeMemory(name: string, memory: unknown): unknown {
  const known = decodeCache.get(name);
  if (known !== undefined && known.memory === memory) return known.kept;
  const kept = toPlainJson(memory);
  decodeCache.set(name, { kept, memory });
  return kept;
}

/** A memory that cannot be read, such as one of another version of the bot, is forgotten with a reason. */
export function decodeMemory(
  rule: Rule,
  name: string,
  kept: unknown,
): { readonly memory: unknown; readonly forgotten: string | null } {
  if (kept === undefined) return { memory: null, forgotten: null };
  const known = decodeCache.get(name);
  if (known?.kept === kept) return { memory: known.memory, forgotten: null };
  const { data, error } = z.safeDecode(rule.memorySchema, kept);
  if (error !== undefined) return { memory: null, forgotten: z.prettifyError(error).replaceAll(/\s+/g, ' ') };
  decodeCache.set(name, { kept, memory: data });
  return { memory: data, forgotten: null };
}
