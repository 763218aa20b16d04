import { z } from 'zod';
import type { SettingValue, ShownSettings } from './activeConfiguration';

const valueSchema = z.union([z.string(), z.null()]);

/** How one setting differs from what it was; `undefined` stands for a setting that is not set. */
export const settingChangeSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('value'),
    path: z.string(),
    from: valueSchema.optional(),
    to: valueSchema.optional(),
  }),
  z.object({
    kind: z.literal('list'),
    path: z.string(),
    removed: z.array(z.string()),
    added: z.array(z.string()),
  }),
  z.object({ kind: z.literal('order'), path: z.string(), items: z.array(z.string()) }),
  z.object({ kind: z.literal('secret'), path: z.string(), is: z.enum(['set', 'changed', 'removed']) }),
]);
export type SettingChange = z.output<typeof settingChangeSchema>;

/** How settings differ, in their order in the file, those that are not set any more last. */
export function settingChanges(before: ShownSettings, after: ShownSettings): readonly SettingChange[] {
  const paths = [...new Set([...Object.keys(after), ...Object.keys(before)])];
  return paths.flatMap((path) => changeOf(path, before[path], after[path]) ?? []);
}

function changeOf(
  path: string,
  from: SettingValue | undefined,
  to: SettingValue | undefined,
): SettingChange | null {
  if (JSON.stringify(from) === JSON.stringify(to)) return null;
  if (isSecret(from) || isSecret(to)) {
    const is = from === undefined ? 'set' : to === undefined ? 'removed' : 'changed';
    return { kind: 'secret', path, is };
  }
  if (!Array.isArray(from) && !Array.isArray(to))
    return { kind: 'value', path, ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
  const [had, has] = [itemsOf(from), itemsOf(to)];
  const removed = without(had, has);
  const added = without(has, had);
  if (removed.length + added.length === 0) return { kind: 'order', path, items: has };
  return { kind: 'list', path, removed, added };
}

const isSecret = (value: SettingValue | undefined): value is { secret: string } =>
  typeof value === 'object' && value !== null && 'secret' in value;

const itemsOf = (value: Exclude<SettingValue, { secret: string }> | undefined): string[] =>
  Array.isArray(value) ? value : value == null ? [] : [value];

/** The items that the other list has fewer of. */
function without(items: readonly string[], others: readonly string[]): string[] {
  const left = [...others];
  return items.filter((item) => {
    const at = left.indexOf(item);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}
