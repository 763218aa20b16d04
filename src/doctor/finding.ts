/** `warning`: it works, and something may be missed. `error`: it does not work. */
export type Level = 'ok' | 'warning' | 'error';

/** What was found by one check. Facts alone: the sentences are in formatters/text/en/doctor.ts. */
export type Finding = { readonly level: Level } & (
  | { readonly check: 'bot_token'; readonly is: 'accepted'; readonly team: string }
  | { readonly check: 'app_token'; readonly is: 'accepted' }
  | { readonly check: 'bot_token' | 'app_token'; readonly is: 'rejected'; readonly code: string }
  | { readonly check: 'bot_token' | 'app_token'; readonly is: 'no_answer'; readonly detail: string }
  | { readonly check: 'signing_secret'; readonly is: 'unchecked' }
  | { readonly check: 'scopes'; readonly is: 'complete' }
  | { readonly check: 'scopes'; readonly is: 'missing'; readonly scope: string }
  | { readonly check: 'slack_clock' | 'redis_clock'; readonly is: 'measured'; readonly skewMs: number }
  | {
      readonly check: 'channel';
      readonly is: 'usable' | 'no_history' | 'not_deleted';
      readonly channel: string;
      readonly setting: string;
    }
  | {
      readonly check: 'channel';
      readonly is: 'rejected' | 'no_answer';
      readonly channel: string;
      readonly setting: string;
      readonly code: string;
    }
  | { readonly check: 'alert_channel'; readonly is: 'not_set' }
  | {
      readonly check: 'redis' | 'store';
      readonly is: 'unavailable';
      readonly where: string;
      readonly detail: string;
    }
  | {
      readonly check: 'redis' | 'store';
      readonly is: 'reached';
      readonly where: string;
      /** Null where INFO is denied. */
      readonly version: string | null;
      readonly replica: boolean;
    }
  | { readonly check: 'redis_place'; readonly is: 'default'; readonly where: string }
  | { readonly check: 'redis_rights'; readonly is: 'complete' | 'no_tracking' }
  | {
      readonly check: 'redis_rights' | 'store_rights';
      readonly is: 'denied';
      readonly commands: readonly string[];
    }
  | { readonly check: 'store_rights'; readonly is: 'writable' }
  | { readonly check: 'store_rights'; readonly is: 'refused' | 'foreign'; readonly detail: string }
  | { readonly check: 'eviction'; readonly is: 'none' | 'evicts'; readonly policy: string | null }
  | { readonly check: 'persistence'; readonly is: 'on' | 'last_save_failed' }
  | { readonly check: 'traders'; readonly is: 'none'; readonly prefixes: readonly string[] }
  | {
      readonly check: 'trader';
      readonly is: 'seen';
      readonly target: string;
      /** When it last wrote, by its own clock or what is left of a key's TTL; null where that is not known. */
      readonly wroteAt: Date | null;
    }
  | { readonly check: 'operators'; readonly is: 'named' | 'nobody' }
  | { readonly check: 'zone'; readonly is: 'set'; readonly zone: string; readonly now: Date }
  | { readonly check: 'port'; readonly is: 'free' | 'own_bot'; readonly port: number }
  | { readonly check: 'port'; readonly is: 'taken'; readonly port: number; readonly code: string }
  | { readonly check: 'deadman'; readonly is: 'reachable'; readonly host: string }
  | { readonly check: 'deadman'; readonly is: 'unreachable'; readonly host: string; readonly code: string }
  | { readonly check: 'proxy'; readonly is: 'unused'; readonly variable: string }
  | { readonly check: 'node'; readonly is: 'supported' | 'too_old'; readonly version: string }
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
