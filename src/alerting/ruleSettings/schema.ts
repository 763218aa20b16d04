import { z } from 'zod';
import { placeOfId } from '../../state/keys';
import { controlSettingsSchema } from '../controls';
import type { TargetId } from '../incidents/incident';
import { RULES } from '../rules';
import type { Rule } from '../rules/rule';
import { tuningSettingsSchema } from '../tuning';
import { COMMON_SHAPE, ownSettings } from './commonSettings';
import { defaultModeOf, ruleModeSchema } from './ruleMode';

/** The id of a target: a mode and any env, with a colon between. */
export const targetIdSchema = z.string().refine((text) => placeOfId(text) !== null, 'no target');

/** What a rule's settings may be, before they are converted. Throws Error for a schema that is no object. */
function shapeOf(schema: z.ZodType): z.ZodRawShape {
  const object = schema instanceof z.ZodPipe ? schema.in : schema;
  if (!(object instanceof z.ZodObject)) throw new Error("a rule's settings are an object");
  return object.shape;
}

const ruleSchema = ({ name, settingsSchema }: Rule) => {
  const mode = ruleModeSchema.default(defaultModeOf(name));
  const shape = { ...shapeOf(settingsSchema), ...COMMON_SHAPE, mode };
  return z.strictObject({ ...shape, targets: z.record(targetIdSchema, z.strictObject(shape)).optional() });
};

/**
 * Checks and describes what stands in `AlertSettings.rules`: every rule by its name, `tuning` and `control`. The rules
 * read what was checked, not what comes of it here.
 */
export const rulesSchema = z.strictObject({
  ...Object.fromEntries(RULES.map((rule) => [rule.name, ruleSchema(rule).optional()])),
  tuning: z.strictObject({ ...shapeOf(tuningSettingsSchema), ...COMMON_SHAPE }).optional(),
  control: z.strictObject({ ...shapeOf(controlSettingsSchema), ...COMMON_SHAPE }).optional(),
});

/** A rule's settings for one target: the common ones, with the target's own over them. Throws ZodError. */
export function resolveRuleSettings<S>(rule: Rule<unknown, S>, configured: unknown, target: TargetId): S {
  const { targets, ...common } = partSchema.parse(configured ?? {});
  return rule.settingsSchema.parse(ownSettings({ ...common, ...targets?.[target] }));
}

const partSchema = z.looseObject({ targets: z.record(z.string(), z.looseObject({})).optional() });
