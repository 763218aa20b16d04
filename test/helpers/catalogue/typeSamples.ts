import { declaredAs, memberOf, type Node, nodeIn, nodesIn, valueNamed } from './moduleSource';

/*
 * Values of a TypeScript type, made from its source: of a union one of each, of an object one with each value of each
 * of its members. Each text is another one, so that it is found again in a sentence.
 */

/** Types of which the source says nothing, or too much. */
export type KnownSamples = ReadonlyMap<string, (samples: TypeSamples) => readonly unknown[]>;

const ALIKE: readonly string[] = ['Readonly', 'Extract', 'NonNullable', 'Partial'];

export class TypeSamples {
  private made = 0;

  constructor(private readonly known: KnownSamples) {}

  /** Another number than any before. */
  next(): number {
    this.made += 1;
    return this.made;
  }

  /** Another text than any before: no word of any language, and nothing that Slack reads as markup. */
  text(): string {
    return `zq${this.next()}qz`;
  }

  /** Values of a type that stands in `path`; `name` is what a value of it is called there. */
  of(type: Node, path: string, name: string): readonly unknown[] {
    switch (type.type) {
      case 'TsKeywordType':
        return this.ofKeyword(String(type.kind), name);
      case 'TsLiteralType':
        return [nodeIn(type, 'literal').value];
      case 'TsUnionType':
        return nodesIn(type, 'types').flatMap((each) => this.of(each, path, name));
      case 'TsIntersectionType':
        return nodesIn(type, 'types')
          .map((each) => this.of(each, path, name) as readonly object[])
          .reduce((all, more) => all.flatMap((one) => more.map((other) => ({ ...one, ...other }))));
      case 'TsParenthesizedType':
        return this.of(nodeIn(type, 'typeAnnotation'), path, name);
      case 'TsTypeOperator':
        return type.op === 'keyof'
          ? this.ofKeys(nodeIn(nodeIn(type, 'typeAnnotation'), 'exprName'), path)
          : this.of(nodeIn(type, 'typeAnnotation'), path, name);
      case 'TsArrayType':
        return [[...this.of(nodeIn(type, 'elemType'), path, name)], []];
      case 'TsTupleType':
        return varied(nodesIn(type, 'elemTypes').map((each) => this.of(nodeIn(each, 'ty'), path, name)));
      case 'TsTypeLiteral':
        return this.ofMembers(nodesIn(type, 'members'), path);
      case 'TsIndexedAccessType':
        return this.ofMember(type, path, name);
      case 'TsTypeReference':
        return this.ofReference(type, path, name);
    }
    throw new Error(`No sample for the type ${type.type} of ${name} in ${path}`);
  }

  private ofKeyword(kind: string, name: string): readonly unknown[] {
    if (kind === 'string') return [this.text()];
    if (kind === 'boolean') return [true, false];
    if (kind === 'number') return /ms$/i.test(name) ? [7_500_000] : [1234, 1, 0];
    return [kind === 'null' ? null : undefined];
  }

  private ofMembers(members: readonly Node[], path: string, only?: readonly string[]): readonly object[] {
    const own = members.filter(
      ({ type, key }) =>
        type === 'TsPropertySignature' && (only?.includes(String((key as Node).value)) ?? true),
    );
    const names = own.map((member) => String(nodeIn(member, 'key').value));
    const values = own.map((member, i) =>
      this.of(nodeIn(nodeIn(member, 'typeAnnotation'), 'typeAnnotation'), path, names[i] ?? ''),
    );
    return varied(values).map((each) => Object.fromEntries(names.map((name, i) => [name, each[i]])));
  }

  /** `Hold['kind']`, `(typeof KINDS)[number]`. */
  private ofMember(type: Node, path: string, name: string): readonly unknown[] {
    const of = nodeIn(type, 'objectType');
    const query = of.type === 'TsParenthesizedType' ? nodeIn(of, 'typeAnnotation') : of;
    if (query.type === 'TsTypeQuery') return this.ofConst(String(nodeIn(query, 'exprName').value), path);
    const member = String(nodeIn(nodeIn(type, 'indexType'), 'literal').value);
    return [...new Set(this.of(of, path, name).map((value) => (value as Record<string, unknown>)[member]))];
  }

  /** The keys of an object: `keyof typeof VERBS`, `keyof typeof common.silenced`. */
  private ofKeys(of: Node, path: string): readonly unknown[] {
    const { node } =
      of.type === 'Identifier'
        ? valueNamed(String(of.value), path)
        : memberOf(valueNamed(String(nodeIn(of, 'left').value), path), String(nodeIn(of, 'right').value));
    return nodesIn(node, 'properties').map((each) => nodeIn(each, 'key').value);
  }

  private ofConst(name: string, path: string): readonly unknown[] {
    const found = valueNamed(name, path);
    return this.ofValue(found.node, found.path);
  }

  /** The elements of a list of texts. */
  private ofValue(node: Node, path: string): readonly unknown[] {
    return nodesIn(node, 'elements').flatMap((element) => {
      const value = nodeIn(element, 'expression');
      return element.spread != null ? this.ofConst(String(value.value), path) : [value.value];
    });
  }

  private ofReference(type: Node, path: string, name: string): readonly unknown[] {
    const typeName = nodeIn(type, 'typeName');
    const called = String(typeName.value ?? nodeIn(typeName, 'right').value);
    const known = this.known.get(called);
    if (known !== undefined) return known(this);
    const args = type.typeParams == null ? [] : nodesIn(nodeIn(type, 'typeParams'), 'params');
    if (called === 'output') return this.ofSchema(constOf(args[0]), path, name);
    if (called === 'Pick') return this.picked(args, path, name);
    if (ALIKE.includes(called) && args[0] !== undefined) return this.of(args[0], path, name);
    const found = declaredAs(called, path);
    if (found === null) throw new Error(`No declaration of the type ${called} for ${path}`);
    if (found.node.type === 'TsInterfaceDeclaration')
      return this.ofMembers(nodesIn(nodeIn(found.node, 'body'), 'body'), found.path);
    return this.of(nodeIn(found.node, 'typeAnnotation'), found.path, name);
  }

  private picked([of, keys]: readonly Node[], path: string, name: string): readonly unknown[] {
    if (of === undefined || keys === undefined) return [];
    const names = this.of(keys, path, name).map(String);
    return this.of(of, path, name).map((value) =>
      Object.fromEntries(names.map((each) => [each, (value as Record<string, unknown>)[each]])),
    );
  }

  /** Values of a zod schema: `z.object({ … })`, or the name of one. */
  private ofSchema(node: Node | string, path: string, name: string): readonly unknown[] {
    if (typeof node === 'string') {
      if (node === 'instant') return this.known.get('Date')?.(this) ?? [];
      const found = declaredAs(node, path);
      if (found === null) throw new Error(`No declaration of the schema ${node} for ${path}`);
      return this.ofSchema(found.node, found.path, name);
    }
    if (node.type === 'Identifier') return this.ofSchema(String(node.value), path, name);
    const callee = nodeIn(node, 'callee');
    const method = String(nodeIn(callee, 'property').value);
    const object = nodeIn(callee, 'object');
    const args = nodesIn(node, 'arguments').map((each) => nodeIn(each, 'expression'));
    if (object.type !== 'Identifier' || object.value !== 'z') {
      const values = this.ofSchema(object, path, name);
      if (method === 'nullable') return [...values, null];
      return method === 'optional' ? [...values, undefined] : values;
    }
    return this.ofZod(method, args, path, name);
  }

  private ofZod(method: string, args: readonly Node[], path: string, name: string): readonly unknown[] {
    const [first, second] = args;
    switch (method) {
      case 'object': {
        const own = nodesIn(first as Node, 'properties');
        const names = own.map((each) => String(nodeIn(each, 'key').value));
        const values = own.map((each, i) => this.ofSchema(nodeIn(each, 'value'), path, names[i] ?? ''));
        return varied(values).map((each) => Object.fromEntries(names.map((key, i) => [key, each[i]])));
      }
      case 'enum':
        return first?.type === 'Identifier'
          ? this.ofConst(String(first.value), path)
          : this.ofValue(first as Node, path);
      case 'literal':
        return [(first as Node).value];
      case 'array':
        return [[...this.ofSchema(first as Node, path, name)], []];
      case 'union':
      case 'discriminatedUnion':
        return nodesIn((method === 'union' ? first : second) as Node, 'elements').flatMap((each) =>
          this.ofSchema(nodeIn(each, 'expression'), path, name),
        );
      default:
        return this.ofKeyword(method, name);
    }
  }
}

const constOf = (query: Node | undefined): string => String(nodeIn(query as Node, 'exprName').value);

/** The first of each, and then each other value once, beside the first ones of the others. */
export function varied(values: readonly (readonly unknown[])[]): readonly (readonly unknown[])[] {
  const first = values.map((each) => each[0]);
  return [
    first,
    ...values.flatMap((each, i) => each.slice(1).map((value) => first.with(i, value))),
    // Nothing of all that may be missing.
    values.map((each) => (each.includes(null) ? null : each[0])),
  ];
}
