import { z } from 'zod';
import { TARGETS, traderNamespace } from '../state/keys';
import type { TargetId } from './incident';
import type { Rule } from './rule';
import { RULES } from './rules';
import { tuningSettingsSchema } from './tuningWatch';

const targetIds = TARGETS.map(traderNamespace);

/** A rule's part of the configuration: its settings, and under `targets` what differs for one target. */
const ruleSchema = (rule: Rule) =>
  z
    .looseObject({ targets: z.partialRecord(z.enum(targetIds), z.looseObject({})).optional() })
    .superRefine(({ targets, ...common }, context) => {
      report(rule.settingsSchema, common, [], context);
      for (const [target, own] of Object.entries(targets ?? {})) {
        report(rule.settingsSchema, { ...common, ...own }, ['targets', target], context);
      }
    });

function report(schema: z.ZodType, value: unknown, path: readonly string[], context: z.RefinementCtx): void {
  for (const issue of schema.safeParse(value).error?.issues ?? []) {
    context.addIssue({ code: 'custom', message: issue.message, path: [...path, ...issue.path] });
  }
}

/** Checks what stands in `DecideSettings.rules`: every rule by its name, and `tuning`. The value is left as it is. */
export const rulesSchema = z.strictObject({
  ...Object.fromEntries(RULES.map((rule) => [rule.name, ruleSchema(rule).optional()])),
  tuning: z
    .looseObject({})
    .superRefine((value, context) => report(tuningSettingsSchema, value, [], context))
    .optional(),
});

/** A rule's settings for one target: the common ones, with the target's own over them. Throws ZodError. */
export function settingsFor<S>(rule: Rule<unknown, S>, configured: unknown, target: TargetId): S {
  const { targets, ...common } = partSchema.parse(configured ?? {});
  return rule.settingsSchema.parse({ ...common, ...targets?.[target] });
}

const partSchema = z.looseObject({ targets: z.record(z.string(), z.looseObject({})).optional() });
