import { z } from 'zod';
import type { SignName } from '../alerting/observation/expectedSigns';
import { targetIdSchema } from '../alerting/rules/schema';
import type { TargetSettings } from '../monitors/live/targetDirectory';
import { placeOfId, type Target, type TargetId, targetOfId } from '../state/keys';
import { unknownKey } from './file';
import { safeValue } from './issue';
import type { ConfigReader } from './reader';
import { TARGET_ID } from './rules';

/** A target that the configuration file names: it should run. */
export interface NamedTarget {
  readonly target: Target;
  /** The signs of life that it is expected to give; null for those that it is observed to give. */
  readonly signs: readonly SignName[] | null;
}

export interface ConfiguredTargets {
  readonly directory: TargetSettings;
  readonly named: ReadonlyMap<TargetId, NamedTarget>;
}

const sign = z.custom<SignName>(
  (value) => typeof value === 'string' && /^(?:portfolio|heartbeat(?::.+)?)$/s.test(value),
);
const targetSchema = z.strictObject({ signs: z.array(sign).min(1).optional() }).nullable();
const targetsSchema = z.record(targetIdSchema, targetSchema);
const discoverSchema = z.strictObject({ ignore: z.array(z.string().min(1)).default([]) });

/** What may stand under `targets` and `discover`, for people. */
export const TARGET_KEYS = {
  signs: 'a list of portfolio, heartbeat, or heartbeat:COMPONENT',
  ignore: 'a list of targets, in whose ids * stands for any text and ? for one character',
} as const;

const EXAMPLES = {
  targets: "targets: { 'live:production': { signs: [portfolio] } }",
  discover: "discover: { ignore: ['shadow:*'] }",
} as const;
type Part = keyof typeof EXAMPLES;

/** Which targets the configuration names, and what it says of each; null, with problems, where that is wrong. */
export function targetSettings(settings: ConfigReader): ConfiguredTargets | null {
  const prefixes = settings.required('STATE_KEY_PREFIX');
  const envs = settings.required('ENVS');
  const { targets = {}, discover = {} } = settings.file.parts;
  const read = targetsSchema.safeParse(targets ?? {});
  const found = discoverSchema.safeParse(discover ?? {});
  for (const issue of read.error?.issues ?? []) report(settings, 'targets', issue, targets);
  for (const issue of found.error?.issues ?? []) report(settings, 'discover', issue, discover);
  const [firstPrefix] = prefixes ?? [];
  if (!read.success || !found.success || prefixes === null || envs === null || firstPrefix === undefined)
    return null;
  const named = new Map<TargetId, NamedTarget>();
  for (const [id, own] of Object.entries(read.data)) {
    const target = targetOfId(id, firstPrefix);
    if (target === null) continue;
    if (!prefixes.includes(target.prefix)) reportPrefix(settings, id);
    named.set(id, { target, signs: own?.signs ?? null });
  }
  return {
    directory: { prefixes, envs, named: [...named.keys()], ignored: found.data.ignore },
    named,
  };
}

function reportPrefix(settings: ConfigReader, id: TargetId): void {
  const prefix = placeOfId(id)?.otherPrefix ?? '';
  settings.add({
    where: settings.file.where(['targets', id]),
    message: `"${prefix}" is not one of STATE_KEY_PREFIX. Example: state_key_prefix: [arbitrage, ${prefix}]`,
  });
}

function report(settings: ConfigReader, part: Part, issue: z.core.$ZodIssue, data: unknown): void {
  const path = [part, ...issue.path.map(String)];
  const example = `Example: ${EXAMPLES[part]}`;
  if (issue.code === 'unrecognized_keys') {
    const known = part === 'targets' ? ['signs'] : ['ignore'];
    for (const key of issue.keys)
      settings.add({
        where: settings.file.where([...path, key]),
        message: `${unknownKey(key, known)} ${example}`,
      });
    return;
  }
  if (issue.code === 'invalid_key') {
    settings.add({
      where: settings.file.where(path),
      message: `is no target: it must be ${TARGET_ID}. ${example}`,
    });
    return;
  }
  const value = issue.path.reduce<unknown>(
    (held, step) => (held as Readonly<Record<PropertyKey, unknown>> | null)?.[step],
    data,
  );
  const key = issue.path.map(String).find((step) => step === 'signs' || step === 'ignore');
  const wanted = key === undefined ? 'keys and values' : TARGET_KEYS[key as keyof typeof TARGET_KEYS];
  const shown = safeValue(typeof value === 'string' ? value : JSON.stringify(value));
  settings.add({
    where: settings.file.where(path, 'value'),
    message: `${shown} will not do: it must be ${wanted}. ${example}`,
  });
}
