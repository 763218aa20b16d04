import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const BROWSER = join(__dirname, 'browser');
const TYPES = { js: 'text/javascript; charset=utf-8', css: 'text/css; charset=utf-8' } as const;

/** The files a browser may ask for, by name; no other is ever read. */
const PATHS: Readonly<Record<string, string>> = {
  'blocks.css': createRequire(__filename).resolve('slack-blocks-to-jsx/dist/style.css'),
  'style.css': join(BROWSER, 'style.css'),
  ...Object.fromEntries(
    ['actions', 'composer', 'live', 'main', 'modal', 'theme', 'uses'].map((name) => [
      `${name}.js`,
      join(BROWSER, `${name}.js`),
    ]),
  ),
};

/** A file for the browser, with its type; null when there is none of that name. */
export function fileFor(name: string): { readonly type: string; readonly body: string } | null {
  const path = Object.hasOwn(PATHS, name) ? PATHS[name] : undefined;
  if (path === undefined) return null;
  return { type: TYPES[name.endsWith('.css') ? 'css' : 'js'], body: readFileSync(path, 'utf8') };
}
