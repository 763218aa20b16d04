import { z } from 'zod';
import { instant } from '../../lib/time';

/**
 * What a setting is, as people may see it: its text; null for a key without a value; a list of items; of a secret only a
 * fingerprint, by which it shows that it changed.
 */
const settingValueSchema = z.union([
  z.string(),
  z.null(),
  z.array(z.string()),
  z.object({ secret: z.string() }),
]);
export type SettingValue = z.output<typeof settingValueSchema>;

/** What is set, by its path in the file: `rules › no_sign_of_life › stale_after`. A key may hold any other character. */
export type ShownSettings = Readonly<Record<string, SettingValue>>;

/** What is the same in all instances with the same configuration. */
export interface ConfigurationContent {
  /** Of the settings: two contents of the same hash are the same. */
  readonly hash: string;
  readonly settings: ShownSettings;
}

/** What made an instance activate its configuration: its start, a changed file, SIGHUP, or somebody's command. */
export const activatorSchema = z.object({
  how: z.enum(['start', 'file', 'signal', 'command']),
  /** Who gave the command; null without one. */
  userId: z.string().nullable(),
  /** The instance's host; null where that is not known. */
  host: z.string().nullable(),
});
export type Activator = z.output<typeof activatorSchema>;

/** The configuration that was activated last, by whichever instance: all others are older. */
export const activeConfigurationSchema = z.object({
  /** Counts the activations. */
  generation: z.number(),
  hash: z.string(),
  activatedAt: instant,
  activatedBy: activatorSchema,
  /** How often an instance with it checks, in ms. */
  checkIntervalMs: z.number(),
  settings: z.record(z.string(), settingValueSchema),
  /** The files that were refused since, by the hash of their text. */
  refused: z.array(z.string()),
});
export type ActiveConfiguration = z.output<typeof activeConfigurationSchema>;

/** Of two that were stored apart, the one that was activated later. Its generation is above both, where they differ. */
export function mergeConfiguration(
  one: ActiveConfiguration | undefined,
  other: ActiveConfiguration | undefined,
): ActiveConfiguration | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  const newer = other.activatedAt > one.activatedAt ? other : one;
  const older = newer === one ? other : one;
  if (newer.generation > older.generation || newer.hash === older.hash) return newer;
  return { ...newer, generation: older.generation + 1 };
}
