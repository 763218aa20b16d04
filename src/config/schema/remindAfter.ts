import { z } from 'zod';
import { durationSchema } from '../../alerting';
import { safeValue } from '../issue';
import type { ConfigReader } from '../reader';

const schema = z.tuple([durationSchema, durationSchema]);

export const REMIND_AFTER = {
  about:
    'When to remind in the thread of an incident that nobody has acknowledged: first after the first of the two times, then again each time the second has passed.',
  expected: 'two lengths of time such as 90s, 10m or 1h',
  fallback: '[1h, 4h]',
} as const;

const FALLBACK_MS = [3_600_000, 14_400_000] as const;

/** When to remind, in ms. */
export function remindAfterMs(settings: ConfigReader): readonly [number, number] {
  const given = settings.file.parts.remind_after;
  if (given === undefined) return FALLBACK_MS;
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  settings.add({
    where: settings.file.where(['remind_after'], 'value'),
    message: `${safeValue(JSON.stringify(given))} will not do: it must be ${REMIND_AFTER.expected}. Example: remind_after: ${REMIND_AFTER.fallback}`,
  });
  return FALLBACK_MS;
}
