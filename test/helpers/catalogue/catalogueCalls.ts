import { join } from 'node:path';
import { type Declared, memberOf, type Node, nodeIn, nodesIn, valueNamed } from './moduleSource';
import { type KnownSamples, TypeSamples, varied } from './typeSamples';

const INDEX = join(__dirname, '../../../formatters/text/en/index.ts');

/** A text of the catalogue, or a function of it with arguments to call it with. */
export interface CatalogueEntry {
  /** `alerts.headline.open`. */
  readonly path: string;
  readonly value: unknown;
  /** Empty for a text. */
  readonly calls: readonly (readonly unknown[])[];
}

type Tree = { readonly [key: string]: unknown };

/** The value at a path such as `alerts.headline.open`. */
export const valueAt = (tree: unknown, path: string): unknown =>
  path.split('.').reduce((value, key) => (value as Tree)[key], tree);

/**
 * All texts and functions of the English catalogue, with arguments made from the types of its parameters. `known` has
 * samples of types, `given` the arguments of functions whose types do not tell which make sense.
 */
export function catalogueEntries(
  english: unknown,
  known: KnownSamples,
  given: Readonly<Record<string, readonly (readonly unknown[])[]>>,
): readonly CatalogueEntry[] {
  const samples = new TypeSamples(known);
  const entries = (value: unknown, path: string): readonly CatalogueEntry[] => {
    if (typeof value === 'function') return [{ path, value, calls: given[path] ?? callsOf(path, samples) }];
    if (typeof value !== 'object' || value === null) return [{ path, value, calls: [] }];
    // A line, and a span of one.
    if (Array.isArray(value) || 'bold' in value) return [{ path, value, calls: [] }];
    return Object.entries(value).flatMap(([key, each]) =>
      entries(each, path === '' ? key : `${path}.${key}`),
    );
  };
  return entries(english, '');
}

function callsOf(path: string, samples: TypeSamples): readonly (readonly unknown[])[] {
  const { node, path: file } = functionAt(path);
  const parameters = nodesIn(node, 'params').map((each) => (each.pat ?? each) as Node);
  return varied(
    parameters.map((parameter) => {
      if (parameter.type === 'AssignmentPattern') return [true, false];
      if (parameter.typeAnnotation == null) throw new Error(`A parameter of ${path} has no type`);
      const type = nodeIn(nodeIn(parameter, 'typeAnnotation'), 'typeAnnotation');
      return samples.of(type, file, String(parameter.value ?? ''));
    }),
  );
}

const functionAt = (path: string): Declared =>
  path.split('.').reduce<Declared>(memberOf, valueNamed('en', INDEX));
