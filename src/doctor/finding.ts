import type { HostFinding } from './host/hostFinding';
import type { RedisFinding } from './redis/redisFinding';
import type { SlackFinding } from './slack/slackFinding';

/** `warning`: it works, and something may be missed. `error`: it does not work. */
export type Level = 'ok' | 'warning' | 'error';

/** What was found by one check. Facts alone: the sentences are in formatters/text/en/doctor. */
export type Finding = { readonly level: Level } & (
  | SlackFinding
  | RedisFinding
  | HostFinding
  | { readonly check: 'config'; readonly is: 'problem'; readonly where: string; readonly message: string }
  | { readonly check: 'any'; readonly is: 'failed'; readonly what: string; readonly detail: string }
);

/** 0: all is well; 1: warnings; 2: at least one error. */
export const exitCodeOfFindings = (findings: readonly Finding[]): 0 | 1 | 2 => {
  if (findings.some(({ level }) => level === 'error')) return 2;
  return findings.some(({ level }) => level === 'warning') ? 1 : 0;
};

/** What went wrong, as a finding has it. */
export const messageOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).slice(0, 200);
