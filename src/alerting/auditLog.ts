import { z } from 'zod';
import { instant } from '../lib/time';
import type { AuditEntry } from './types';

const schema = z.object({ at: instant, userId: z.string().nullable(), what: z.string() });

/** An entry of the audit, as text for the store. */
export const encodeAuditEntry = (entry: AuditEntry): string => JSON.stringify(z.encode(schema, entry));

/** The entry in a stored text; null for what cannot be read. */
export function decodeAuditEntry(text: string): AuditEntry | null {
  try {
    return schema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
