import { z } from 'zod';
import { type DigestConfig, SECTIONS } from '../digests/digest';
import { unknownKey } from './file';
import { safeValue } from './issue';
import type { ConfigReader } from './reader';
import { digestConfig, digestSchema, simpleDigest } from './schema/digestSchema';

const schema = z.array(digestSchema).superRefine((digests, context) => {
  for (const [i, { name }] of digests.entries())
    if (digests.findIndex((each) => each.name === name) !== i)
      context.addIssue({
        code: 'custom',
        message: 'a digest above has this name',
        path: [i, 'name'],
      });
});

/** What each key of a digest must be, and what it is without it. */
export const DIGEST_KEYS: Readonly<
  Record<string, { readonly expected: string; readonly fallback: string | null }>
> = {
  name: { expected: 'letters, digits, - and _, at most 40, and of this digest alone', fallback: null },
  cron: {
    expected:
      'a cron expression of five fields (minute hour day month weekday), in quotes, that comes some day',
    fallback: null,
  },
  zone: { expected: 'an IANA time zone, such as Asia/Seoul', fallback: '`TIMEZONE`' },
  channel: { expected: 'the id of a channel (C… or G…)', fallback: '`ALERT_CHANNEL`' },
  targets: { expected: 'a list of targets, such as live:docker', fallback: 'all' },
  sections: { expected: `a list of ${SECTIONS.join(', ')}`, fallback: 'all' },
};

const EXAMPLE = "digests: [{ name: weekly, cron: '0 9 * * 1' }]";

/** The digests of the file, or the one of `DIGEST_AT`; none, with problems, where they are wrong. */
export function loadDigests(settings: ConfigReader, channel: string | null): readonly DigestConfig[] {
  const { digests } = settings.file.parts;
  if (digests === undefined) return simpleDigest(settings, channel);
  const zone = settings.required('TIMEZONE');
  if (settings.has('DIGEST_AT'))
    settings.report('DIGEST_AT', 'is set beside the `digests` of the file: set one of them only');
  const read = schema.safeParse(digests);
  if (read.success)
    return channel === null || zone === null
      ? []
      : read.data.map((each) => digestConfig(each, { zone, channel }));
  for (const issue of read.error.issues) reportIssue(settings, issue, digests);
  return [];
}

function reportIssue(settings: ConfigReader, issue: z.core.$ZodIssue, digests: unknown): void {
  const path = ['digests', ...issue.path.map(String)];
  if (issue.code === 'unrecognized_keys') {
    for (const key of issue.keys)
      settings.add({
        where: settings.file.where([...path, key]),
        message: `${unknownKey(key, Object.keys(digestSchema.shape))} Example: ${EXAMPLE}`,
      });
    return;
  }
  const value = issue.path.reduce<unknown>(
    (held, step) => (held as Readonly<Record<PropertyKey, unknown>> | null)?.[step],
    digests,
  );
  const key = issue.path.map(String).find((step) => step in DIGEST_KEYS);
  const wanted = key === undefined ? 'a list of digests' : DIGEST_KEYS[key]?.expected;
  const what =
    value === undefined
      ? 'is not set'
      : `${safeValue(typeof value === 'string' ? value : JSON.stringify(value))} will not do`;
  const isTold = (key === 'cron' || key === 'name') && issue.code === 'custom' && what.startsWith('"');
  const why = isTold ? ` (${issue.message})` : '';
  settings.add({
    where: settings.file.where(path, 'value'),
    message: `${what}${why}: it must be ${wanted}. Example: ${EXAMPLE}`,
  });
}
