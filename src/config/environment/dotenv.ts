import { parseEnv } from 'node:util';
import type { ConfigIssue } from '../issues';
import { safeKey } from '../schema/safeText';
import type { Environment } from '../sources';
import { settingLike } from './settingNames';

export interface DotenvFile {
  readonly values: Environment;
  readonly problems: readonly ConfigIssue[];
}

export const NO_DOTENV: DotenvFile = { values: {}, problems: [] };

/**
 * Reads the text of a `.env` file, with any line ends, quotes and `export`. A name that resembles a setting and is none is a
 * problem: `OPERATOR=` would leave everyone an operator. Problems show no value.
 */
export function readDotenv(name: string, text: string): DotenvFile {
  const lines = text.split(/\r\n|\r|\n/);
  const parsed = Object.entries(parseEnv(lines.join('\n')));
  const values = Object.fromEntries(parsed.filter(([key]) => IS_NAME.test(key)));
  const names = parsed.filter(([key]) => !key.includes('\n'));
  const problems = names.flatMap(([key]): ConfigIssue[] => {
    const line = lines.findIndex((each) => beforeEquals(each) === firstLine(key));
    const message = nameProblem(key);
    return message === null ? [] : [{ where: `${name}:${line + 1}: ${safeKey(firstLine(key))}`, message }];
  });
  return { values, problems: [...problems, ...strayIn(name, lines), ...truncatedIn(name, lines)] };
}

const NOT_AN_ASSIGNMENT = 'cannot be read: expected NAME=value. Example: LOG_LEVEL=info';
const IS_NAME = /^[A-Za-z_][\w.]*$/;

/**
 * Lines that set nothing. Node 24 leaves them out without a word; Node 20 takes them for a part of the next name, or drops
 * all that follows.
 */
function strayIn(name: string, lines: readonly string[]): ConfigIssue[] {
  const problems: ConfigIssue[] = [];
  for (let i = 0; i < lines.length; i = lastLineOf(lines, i) + 1) {
    const line = lines[i] ?? '';
    if (/^\s*(?:#|$)/.test(line) || (line.includes('=') && beforeEquals(line) !== '')) continue;
    problems.push({ where: `${name}:${i + 1}: ${safeKey(line.trim())}`, message: NOT_AN_ASSIGNMENT });
  }
  return problems;
}

/** The line on which the assignment that begins on this one ends: a value in quotes may have several. */
function lastLineOf(lines: readonly string[], first: number): number {
  const [, quote = '', rest = ''] = /^[^#=]*=\s*(["'`])(.*)$/.exec(lines[first] ?? '') ?? [];
  if (quote === '' || rest.includes(quote)) return first;
  const last = lines.findIndex((line, i) => i > first && line.includes(quote));
  return last === -1 ? first : last;
}

const firstLine = (key: string): string => key.split('\n', 1)[0]?.trim() ?? '';

const beforeEquals = (line: string): string =>
  (line.split('=', 1)[0] ?? '').replace(/^\s*export\s+/, '').trim();

function nameProblem(key: string): string | null {
  const meant = settingLike(key);
  if (meant !== null) return `unknown setting. Did you mean ${meant}?`;
  return IS_NAME.test(key) ? null : NOT_AN_ASSIGNMENT;
}

/** Node takes what follows a `#` for a comment, even within a word, where a container engine does not. */
const truncatedIn = (name: string, lines: readonly string[]): ConfigIssue[] =>
  lines.flatMap((line, i) => {
    const key = beforeEquals(line);
    const value = line.slice(line.indexOf('=') + 1).trim();
    if (!IS_NAME.test(key) || !/^[^\s"'`#][^\s#]*#/.test(value)) return [];
    return [
      {
        where: `${name}:${i + 1}: ${key}`,
        message: 'has a # in its value, which would end it there: put the value in single quotes',
      },
    ];
  });
