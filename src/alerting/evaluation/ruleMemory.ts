import { z } from 'zod';
import { toPlainJson } from '../../lib/time';
import type { Rule } from '../rules/rule';

/* What was encoded or decoded here once need not be decoded again, as long as anybody has it. */
const decoded = new WeakMap<object, unknown>();
const encoded = new WeakMap<object, unknown>();

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

function remember(kept: unknown, memory: unknown): void {
  if (!isObject(kept) || !isObject(memory)) return;
  decoded.set(kept, memory);
  encoded.set(memory, kept);
}

export function encodeMemory(memory: unknown): unknown {
  const known = isObject(memory) ? encoded.get(memory) : undefined;
  if (known !== undefined) return known;
  const kept = toPlainJson(memory);
  remember(kept, memory);
  return kept;
}

/** A memory that cannot be read, such as one of another version of the bot, is forgotten with a reason. */
export function decodeMemory(
  rule: Rule,
  kept: unknown,
): { readonly memory: unknown; readonly forgotten: string | null } {
  if (kept === undefined) return { memory: null, forgotten: null };
  const known = isObject(kept) ? decoded.get(kept) : undefined;
  if (known !== undefined) return { memory: known, forgotten: null };
  const { data, error } = z.safeDecode(rule.memorySchema, kept);
  if (error !== undefined) return { memory: null, forgotten: z.prettifyError(error).replaceAll(/\s+/g, ' ') };
  remember(kept, data);
  return { memory: data, forgotten: null };
}
