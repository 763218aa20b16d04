import { isAlias, isMap, isScalar, isSeq, type LineCounter, type Node, visit } from 'yaml';

/**
 * Refuses what plain keys and values do not need and what could hide a setting, a secret among them: references, keys
 * that are more than a name, and values on several lines, which may have swallowed the next setting.
 */
export function refuseMoreThanPlainData(
  contents: unknown,
  lines: LineCounter,
  refuse: (offset: number, what: string) => void,
): void {
  if (contents !== null && !isMap(contents) && !(isScalar(contents) && contents.value === null))
    refuse(0, 'expected keys and values, such as `log_level: info`');
  const startOf = (node: unknown): number => (node as Node | undefined)?.range?.[0] ?? 0;
  visit(contents as Node | null, {
    Alias: (_, node) => refuse(startOf(node), 'refers to another place: write it out'),
    Pair: (_, { key }) => {
      // The range of a map begins at its first colon.
      const first = isMap(key) ? (key.items[0]?.key ?? key) : key;
      if (isMap(key) || isSeq(key)) refuse(startOf(first), 'a key must be a name: write `name: value`');
    },
    Scalar: (_, { range }) => {
      const [from, to] = range ?? [0, 0];
      if (lines.linePos(from).line < lines.linePos(to).line)
        refuse(from, 'continues on the next line: write it on one line');
    },
  });
}

/** The offset of a key, or of what it holds; of one that is not there, the nearest key around it. */
export function offsetOf(contents: unknown, path: readonly string[], what: 'key' | 'value'): number {
  let node = contents;
  let offset = 0;
  for (const [i, step] of path.entries()) {
    const found = childOf(node, step);
    if (found === null) break;
    const wantsValue = i === path.length - 1 && what === 'value';
    const shown = (wantsValue ? found.value?.range : found.key?.range) ?? found.key?.range;
    offset = shown?.[0] ?? offset;
    node = found.value;
  }
  return offset;
}

/** The value under a key, or at an index, which is its own key. */
function childOf(
  node: unknown,
  step: string,
): { readonly key: Node | null; readonly value: Node | null } | null {
  const item = isSeq(node) ? (node.items[Number(step)] as Node | undefined) : undefined;
  if (item !== undefined) return { key: item, value: item };
  const pair = isMap(node) ? node.items.find(({ key }) => isScalar(key) && String(key.value) === step) : null;
  return pair ? { key: pair.key as Node, value: pair.value as Node | null } : null;
}

/** A value as a variable would have it: a list becomes text with commas. Null for nothing, undefined for what is no text. */
export function textOf(node: unknown): string | null | undefined {
  if (!isSeq(node)) return scalarText(node);
  const texts = node.items.map(scalarText);
  return texts.every((text) => typeof text === 'string') ? texts.join(',') : undefined;
}

/** A scalar as it was written: numbers keep their digits. */
function scalarText(node: unknown): string | null | undefined {
  if (node === null || (isScalar(node) && node.value === null)) return null;
  if (!isScalar(node) || isAlias(node)) return undefined;
  return typeof node.value === 'string' ? node.value : (node.source ?? String(node.value));
}
