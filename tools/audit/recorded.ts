import { z } from 'zod';
import { msBetween } from '../../src/lib/time';
import { lockedIn } from '../package/lockFile';
import { GRAVE, reportSchema, type Verdict } from './verdict';

const recordSchema = z.object({
  recordedAt: z.iso.datetime(),
  /** All that was asked about, as name@version. */
  audited: z.array(z.string()),
  /** Which of these have a known hole of high severity or more, and which. */
  holes: z.record(z.string(), z.string()),
});
export type RecordedAnswer = z.output<typeof recordSchema>;

const DAY_MS = 86_400_000;

/** What the registry answered last is worth nothing once it is older, in days. */
export const MAX_AGE_DAYS = 60;

/** The packages of package-lock.json by where they are installed, as name@version. Throws ZodError. */
const installedIn = (lock: unknown): ReadonlyMap<string, string> =>
  new Map(lockedIn(lock).map(({ path, named }) => [path, named]));

/** What to keep of an answer of the registry, for when it does not; null where this is none. Throws ZodError. */
export function recordOf(answer: unknown, lock: unknown, now: Date): RecordedAnswer | null {
  const read = reportSchema.safeParse(answer);
  if (!read.success) return null;
  const installed = installedIn(lock);
  const holes = Object.values(read.data.vulnerabilities)
    .filter(({ severity }) => GRAVE.includes(severity))
    .flatMap(({ severity, range, nodes }) =>
      nodes.flatMap((path) => {
        const name = installed.get(path);
        return name === undefined ? [] : [[name, `${severity}, in ${range}`] as const];
      }),
    );
  return {
    recordedAt: now.toISOString(),
    audited: [...new Set(installed.values())].sort(),
    holes: Object.fromEntries(holes),
  };
}

/** What the registry answered last says of what is installed now. Throws ZodError. */
export function verdictFrom(record: unknown, lock: unknown, now: Date): Verdict {
  const { recordedAt, audited, holes } = recordSchema.parse(record);
  const days = Math.floor(msBetween(new Date(recordedAt), now) / DAY_MS);
  if (days > MAX_AGE_DAYS) return { kind: 'outdated', days };
  const installed = [...new Set(installedIn(lock).values())];
  const lines = installed.flatMap((name) => {
    const hole = holes[name];
    return hole === undefined ? [] : [`${name}: ${hole}`];
  });
  if (lines.length > 0) return { kind: 'holes', lines };
  const unknown = installed.filter((name) => !audited.includes(name));
  return { kind: 'recorded', days, packages: installed.length - unknown.length, unknown };
}
