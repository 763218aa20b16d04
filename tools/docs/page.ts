import { readFileSync, writeFileSync } from 'node:fs';

/**
 * The page with what stands between the marks of a section replaced: `<!-- name -->` and `<!-- end of name -->`. Throws
 * Error where the page lacks one of them.
 */
export function withSection(page: string, name: string, text: string): string {
  const [from, to] = [`<!-- ${name} -->`, `<!-- end of ${name} -->`];
  const [start, end] = [page.indexOf(from), page.indexOf(to)];
  if (start < 0 || end < start) throw new Error(`the page has no ${from} before a ${to}`);
  return `${page.slice(0, start + from.length)}\n\n${text.trim()}\n\n${page.slice(end)}`;
}

/** Replaces a section of a page in a file. Throws Error where the page has no such section. */
export function writeSection(path: string, name: string, text: string): void {
  writeFileSync(path, withSection(readFileSync(path, 'utf8'), name, text));
}
