import { ConfigError } from '../../src/config';

/** The error with which reading a configuration ends; null for none. */
export function configErrorOf(read: () => unknown): ConfigError | null {
  try {
    read();
    return null;
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
}

/** Each problem in a line, with its place. */
export const configProblemsOf = (read: () => unknown): readonly string[] =>
  (configErrorOf(read)?.problems ?? []).map(({ where, message }) => `${where}: ${message}`);
