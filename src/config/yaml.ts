import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  visit,
} from 'yaml';

/** Where something stands, from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface Fault {
  readonly at: Position;
  readonly what: string;
}

export type Entry = readonly [key: string, value: Node | null];

/** YAML with the places of what is in it. Only plain data: no aliases, no tags of its own, one document. */
export class YamlDocument {
  private readonly lines = new LineCounter();
  private readonly document: Document.Parsed;

  constructor(text: string) {
    // Its warnings hold what stands in the file, which may be a secret.
    this.document = parseDocument(text, {
      lineCounter: this.lines,
      prettyErrors: false,
      logLevel: 'error',
    });
  }

  /** What keeps it from being read. Nothing of the text itself is told, for that may be a secret. */
  faults(): readonly Fault[] {
    const { errors, warnings, contents } = this.document;
    const faults = [...errors, ...warnings].map(({ message, pos }) => ({
      at: this.position(pos[0]),
      what: `cannot be read as YAML: ${message.split(/[:;%]/)[0]?.trimEnd()}`,
    }));
    if (faults.length === 0 && contents !== null && !isMap(contents) && !isEmpty(contents))
      faults.push({
        at: { line: 1, column: 1 },
        what: 'must hold keys and values, such as `log_level: info`',
      });
    return [
      ...faults,
      ...this.aliases(),
      ...this.keysOfMore(),
      ...(faults.length === 0 ? this.continued() : []),
    ];
  }

  /** The keys at the top, with their values. */
  entries(): readonly Entry[] {
    const { contents } = this.document;
    if (!isMap(contents)) return [];
    return contents.items.map(({ key, value }) => [
      String(isScalar(key) ? key.value : key),
      value as Node | null,
    ]);
  }

  /** Plain data. */
  dataOf(node: Node | null): unknown {
    return node === null ? null : node.toJS(this.document);
  }

  /** Where a key stands, or, with `value`, what it holds; of one that is not there, the nearest key around it. */
  positionOf(path: readonly string[], what: 'key' | 'value' = 'key'): Position {
    let node: unknown = this.document.contents;
    let offset = 0;
    for (const [i, step] of path.entries()) {
      const found = child(node, step);
      if (found === null) break;
      const wantsValue = i === path.length - 1 && what === 'value';
      const shown = (wantsValue ? found.value?.range : found.key?.range) ?? found.key?.range;
      offset = shown?.[0] ?? offset;
      node = found.value;
    }
    return this.position(offset);
  }

  private aliases(): Fault[] {
    const found: Fault[] = [];
    visit(this.document, {
      Alias: (_, { range }) => {
        found.push({ at: this.position(range?.[0] ?? 0), what: 'refers to another place: write it out' });
      },
    });
    return found;
  }

  /** A key that is not one word may hold a setting, a secret among them, and a problem names the key. */
  private keysOfMore(): Fault[] {
    const found: Fault[] = [];
    visit(this.document, {
      Pair: (_, { key }) => {
        if (!isMap(key) && !isSeq(key)) return;
        // The range of a map begins at its first colon.
        const first = isMap(key) ? (key.items[0]?.key as Node | undefined) : key;
        found.push({
          at: this.position((first ?? key).range?.[0] ?? 0),
          what: 'is a key that holds more than a name: write `name: value`',
        });
      },
    });
    return found;
  }

  /** What goes on in the next line may have swallowed another setting, a secret among them, and may be shown. */
  private continued(): Fault[] {
    const found: Fault[] = [];
    visit(this.document, {
      Scalar: (_, { range }) => {
        const [from, to] = range ?? [0, 0];
        if (this.position(from).line < this.position(to).line)
          found.push({ at: this.position(from), what: 'goes on in the next line: write it on one line' });
      },
    });
    return found;
  }

  private position(offset: number): Position {
    const { line, col } = this.lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  }
}

/** The value under a key, or at an index, which is its own key. */
function child(
  node: unknown,
  step: string,
): { readonly key: Node | null; readonly value: Node | null } | null {
  if (isSeq(node)) {
    const item = node.items[Number(step)] as Node | undefined;
    return item === undefined ? null : { key: item, value: item };
  }
  const pair = isMap(node) ? node.items.find(({ key }) => isScalar(key) && String(key.value) === step) : null;
  return pair ? { key: pair.key as Node, value: pair.value as Node | null } : null;
}

const isEmpty = (node: unknown): boolean => isScalar(node) && node.value === null;

/** A scalar as it was written, null for nothing; undefined for what is no scalar. Numbers keep their digits. */
export function scalarText(node: unknown): string | null | undefined {
  if (node === null) return null;
  if (!isScalar(node) || isAlias(node)) return undefined;
  if (node.value === null) return null;
  return typeof node.value === 'string' ? node.value : (node.source ?? String(node.value));
}
