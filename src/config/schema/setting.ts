import type { z } from 'zod';

/** One setting: what it means, how it is checked, and how its reference entry reads. */
export interface Setting<T = unknown> {
  readonly schema: z.ZodType<T>;
  /** The value when it is not set, as a person would write it; null when there is none. */
  readonly fallback: string | null;
  /** What a right value is, as the end of "… must be". */
  readonly expected: string;
  readonly example: string;
  /** A secret's value is never shown. */
  readonly secret: boolean;
  readonly about: string;
}

type Described<T> = Omit<Setting<T>, 'schema' | 'secret' | 'fallback'> & { secret?: true; fallback?: string };

/** A setting, with what is left out of it. */
export const setting = <T>(schema: z.ZodType<T>, rest: Described<T>): Setting<T> => ({
  schema,
  secret: rest.secret ?? false,
  fallback: rest.fallback ?? null,
  expected: rest.expected,
  example: rest.example,
  about: rest.about,
});
