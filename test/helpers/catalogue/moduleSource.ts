import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseSync } from '@swc/core';
import { memoize } from '../../../src/lib/memoize';

/** A node of a syntax tree as swc gives it. */
export type Node = { readonly type: string; readonly [field: string]: unknown };

export const nodeIn = (node: Node, field: string): Node => node[field] as Node;
export const nodesIn = (node: Node, field: string): readonly Node[] => (node[field] ?? []) as readonly Node[];

/** What a name stands for in a file: its declaration, and the file that declares it. */
export interface Declared {
  readonly node: Node;
  readonly path: string;
}

interface Source {
  readonly body: readonly Node[];
  readonly declared: ReadonlyMap<string, Node>;
  /** By the name in this file. */
  readonly imported: ReadonlyMap<string, { readonly name: string; readonly from: string }>;
}

/** A TypeScript file, parsed. */
export const sourceOf = memoize((path: string): Source => {
  const body = parseSync(readFileSync(path, 'utf8'), { syntax: 'typescript' }).body as unknown as Node[];
  const statements = body.map((node) =>
    node.type === 'ExportDeclaration' ? nodeIn(node, 'declaration') : node,
  );
  return {
    body,
    declared: new Map(statements.flatMap(declarationsIn)),
    imported: new Map(body.flatMap(importsIn)),
  };
});

const declarationsIn = (node: Node): [string, Node][] => {
  if (node.type === 'VariableDeclaration')
    return nodesIn(node, 'declarations').map((one) => [String(nodeIn(one, 'id').value), nodeIn(one, 'init')]);
  const id = (node.id ?? node.identifier) as Node | undefined;
  return id === undefined ? [] : [[String(id.value), node]];
};

const importsIn = (node: Node): [string, { name: string; from: string }][] => {
  if (node.type !== 'ImportDeclaration' && node.type !== 'ExportNamedDeclaration') return [];
  if (node.source == null) return [];
  const from = String(nodeIn(node, 'source').value);
  return nodesIn(node, 'specifiers').flatMap((each): [string, { name: string; from: string }][] => {
    if (each.type === 'ExportSpecifier') {
      const name = String(nodeIn(each, 'orig').value);
      return [[name, { name, from }]];
    }
    if (each.type !== 'ImportSpecifier') return [];
    const local = String(nodeIn(each, 'local').value);
    return [[local, { name: each.imported == null ? local : String(nodeIn(each, 'imported').value), from }]];
  });
};

/** What a name stands for in a file, through its imports; null for what is declared in no file of ours. */
export function declaredAs(name: string, path: string): Declared | null {
  const { declared, imported } = sourceOf(path);
  const node = declared.get(name);
  if (node !== undefined) return { node, path };
  const source = imported.get(name);
  if (source === undefined || !source.from.startsWith('.')) return null;
  const target = join(dirname(path), source.from);
  const file = [`${target}.ts`, join(target, 'index.ts')].find((each) => existsSync(each));
  return file === undefined ? null : declaredAs(source.name, file);
}

/** The value of a name in a file, through other names and assertions. Throws where there is none. */
export function valueNamed(name: string, path: string): Declared {
  const found = declaredAs(name, path);
  if (found === null) throw new Error(`No declaration of ${name} for ${path}`);
  return standsFor(found);
}

/** A member of an object that stands in the source. */
export function memberOf({ node, path }: Declared, key: string): Declared {
  for (const each of nodesIn(node, 'properties')) {
    // `{ refusal }`
    if (each.type === 'Identifier' && each.value === key) return valueNamed(key, path);
    if (each.type === 'SpreadElement' || each.key === undefined || nodeIn(each, 'key').value !== key)
      continue;
    return each.type === 'MethodProperty'
      ? { node: each, path }
      : standsFor({ node: nodeIn(each, 'value'), path });
  }
  throw new Error(`No ${key} in ${path}`);
}

/** What a name, a member or an assertion stands for. */
function standsFor({ node, path }: Declared): Declared {
  if (node.type === 'Identifier') return valueNamed(String(node.value), path);
  if (node.type === 'MemberExpression')
    return memberOf(
      standsFor({ node: nodeIn(node, 'object'), path }),
      String(nodeIn(node, 'property').value),
    );
  return /^Ts(Const|As|Satisfies)/.test(node.type)
    ? standsFor({ node: nodeIn(node, 'expression'), path })
    : { node, path };
}
