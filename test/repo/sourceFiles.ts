import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');

export interface SourceFile {
  /** Relative to the repository's root. */
  readonly path: string;
  readonly text: string;
}

/** What is shipped. */
export const PRODUCT = ['src', 'commands', 'formatters'] as const;

/** The TypeScript files under some folders of the repository, tracked or new. */
export function sourceFiles(folders: readonly string[]): SourceFile[] {
  const args = ['ls-files', '--cached', '--others', '--exclude-standard', '--deduplicate', '--', ...folders];
  const listed = execFileSync('git', args, { cwd: ROOT, encoding: 'utf8' }).split('\n');
  return listed
    .filter((path) => /\.tsx?$/.test(path))
    .flatMap((path) => {
      const text = readIfThere(join(ROOT, path));
      return text === null ? [] : [{ path, text }];
    });
}

/** null for a file that was deleted and is not committed yet. */
function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
