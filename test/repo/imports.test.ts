import { posix } from 'node:path';
import { sourceFiles } from './sourceFiles';

const IMPORT = /(?:\bfrom|\bimport|\bimport\()\s*'(\.[^']*)'/g;

/** Which files each file imports, types included. */
function importGraph(): Map<string, readonly string[]> {
  const files = sourceFiles(['src', 'commands', 'formatters', 'sandbox', 'tools', 'test']);
  const paths = new Set(files.map(({ path }) => path));
  const resolve = (from: string, specifier: string): string | undefined => {
    const target = posix.join(posix.dirname(from), specifier);
    return [target, `${target}.ts`, `${target}.tsx`, `${target}/index.ts`].find((path) => paths.has(path));
  };
  return new Map(
    files.map(({ path, text }) => [
      path,
      [...text.matchAll(IMPORT)].flatMap(([, specifier = '']) => resolve(path, specifier) ?? []),
    ]),
  );
}

/** The groups of files that import each other in a circle (Tarjan's strongly connected components). */
function cyclesIn(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const stack: string[] = [];
  const cycles: string[][] = [];
  const visit = (file: string): number => {
    const at = order.size;
    order.set(file, at);
    let low = at;
    stack.push(file);
    for (const next of graph.get(file) ?? []) {
      if (!order.has(next)) low = Math.min(low, visit(next));
      else if (stack.includes(next)) low = Math.min(low, lowest.get(next) ?? order.get(next) ?? low);
    }
    lowest.set(file, low);
    if (low === at) {
      const group = stack.splice(stack.indexOf(file));
      if (group.length > 1 || graph.get(file)?.includes(file)) cycles.push(group.sort());
    }
    return low;
  };
  for (const file of graph.keys()) if (!order.has(file)) visit(file);
  return cycles;
}

test('No files import each other in a circle, be it in the product, the sandbox, the tools or the tests', () => {
  expect(cyclesIn(importGraph())).toEqual([]);
});

test('A circle of imports is found, even one of three files', () => {
  const graph = new Map([
    ['a', ['b']],
    ['b', ['c', 'd']],
    ['c', ['a']],
    ['d', []],
  ]);
  expect(cyclesIn(graph)).toEqual([['a', 'b', 'c']]);
});
