import { z } from 'zod';
import { placeOfId } from '../../state/keys';
import { controlSettingsSchema } from '../controls';
import type { TargetId } from '../incidents/incident';
import { tuningSettingsSchema } from '../tuning';
import { RULES } from '.';
import type { Rule } from './rule';

/** The id of a target: a mode and any env, with a colon between. */
export const targetIdSchema = z.string().refine((text) => placeOfId(text) !== null, 'no target');

/** A rule's part of the configuration: its settings, and under `targets` what differs for one target. */
const ruleSchema = (rule: Rule) =>
  z
    .looseObject({ targets: z.record(targetIdSchema, z.looseObject({})).optional() })
    .superRefine(({ targets, ...common }, context) => {
      forwardIssues(rule.settingsSchema, common, context);
      for (const [target, own] of Object.entries(targets ?? {}))
        forwardIssues(rule.settingsSchema, { ...common, ...own }, context, {
          path: ['targets', target],
          own: own ?? {},
        });
    });

/** What is wrong with a rule's settings; where those of a target lie over the common ones, with the target's alone. */
function forwardIssues(
  schema: z.ZodType,
  value: unknown,
  context: z.RefinementCtx,
  over: { readonly path: readonly string[]; readonly own: object } | null = null,
): void {
  const isOwn = (key: PropertyKey): boolean => over === null || key in over.own;
  for (const issue of schema.safeParse(value).error?.issues ?? []) {
    const path = [...(over?.path ?? []), ...issue.path];
    const { message } = issue;
    if (issue.code === 'unrecognized_keys') {
      const keys = issue.keys.filter(isOwn);
      if (keys.length > 0) context.addIssue({ code: 'unrecognized_keys', keys, message, path, input: {} });
    } else if (issue.path.every((step, i) => i > 0 || isOwn(step)))
      context.addIssue({ code: 'custom', message, path });
  }
}

/**
 * Checks what stands in `DecideSettings.rules`: every rule by its name, `tuning` and `control`. The value is left as it
 * is.
 */
export const rulesSchema = z.strictObject({
  ...Object.fromEntries(RULES.map((rule) => [rule.name, ruleSchema(rule).optional()])),
  tuning: z
    .looseObject({})
    .superRefine((value, context) => forwardIssues(tuningSettingsSchema, value, context))
    .optional(),
  control: z
    .looseObject({})
    .superRefine((value, context) => forwardIssues(controlSettingsSchema, value, context))
    .optional(),
});

/** A rule's settings for one target: the common ones, with the target's own over them. Throws ZodError. */
export function resolveRuleSettings<S>(rule: Rule<unknown, S>, configured: unknown, target: TargetId): S {
  const { targets, ...common } = partSchema.parse(configured ?? {});
  return rule.settingsSchema.parse({ ...common, ...targets?.[target] });
}

const partSchema = z.looseObject({ targets: z.record(z.string(), z.looseObject({})).optional() });
