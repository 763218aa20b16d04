import { z } from 'zod';

/** What people read about a setting. */
export interface SettingMeta {
  readonly description: string;
  /** What a right value is, as the end of "expected …". */
  readonly expected: string;
  readonly example: string;
  /** The value without it, as a person would write it. */
  readonly default?: string;
  /** A secret is never shown. */
  readonly secret?: true;
}

/** Every setting, and every part of the configuration file, by its schema. */
export const settingMeta = z.registry<SettingMeta>();

/** True of a Slack token, and of an address with a user name or password in it: these can only be secrets. */
export const isSurelySecret = (text: string): boolean => /xox[a-z]-|xapp-|:\/\/[^/\s]*@/i.test(text);

/** Text that is shown, in the summary and in messages, so that no secret may stand there. */
const shownText = z.string().refine((text) => !isSurelySecret(text));

/** Says of parts of the file, each with this example, what people read about them. */
export const fieldWith =
  (example: string) =>
  <S extends z.ZodType>(
    schema: S,
    {
      description = '',
      ...rest
    }: Omit<SettingMeta, 'example' | 'description'> & { readonly description?: string },
  ): S => {
    settingMeta.add(schema, { description, example, ...rest });
    return schema;
  };

type Setting<T> = z.ZodType<T, string | undefined>;

/**
 * A setting as an environment variable has it: undefined where it is not set and has no default. Without an example, the
 * default is one.
 */
export function setting<T>(
  schema: z.ZodType<T, string>,
  meta: Omit<SettingMeta, 'example' | 'default'> & { readonly default: string; readonly example?: string },
): Setting<T>;
export function setting<T>(schema: z.ZodType<T, string>, meta: SettingMeta): Setting<T | undefined>;
export function setting<T>(
  schema: z.ZodType<T, string>,
  meta: Omit<SettingMeta, 'example'> & { readonly example?: string },
): Setting<T | undefined> {
  const checked = meta.secret === true ? z.string().pipe(schema) : shownText.pipe(schema);
  const whole = meta.default === undefined ? checked.optional() : checked.prefault(meta.default);
  return whole.register(settingMeta, { ...meta, example: meta.example ?? meta.default ?? '' });
}

/** What is known of a setting. Throws Error for a schema that is none. */
export function metaOf(schema: z.ZodType): SettingMeta {
  const meta = settingMeta.get(schema);
  if (meta === undefined) throw new Error('This schema is not a setting: see schema/setting.ts.');
  return meta;
}
