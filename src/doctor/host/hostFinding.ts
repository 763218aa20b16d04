/** What may be found of this machine, and of the way from it to others. */
export type HostFinding =
  | { readonly check: 'operators'; readonly is: 'named' | 'nobody' }
  | {
      readonly check: 'zone';
      readonly is: 'set' | 'default';
      readonly zone: string;
      readonly now: Date;
    }
  | { readonly check: 'currency'; readonly is: 'set'; readonly currency: string }
  | { readonly check: 'currency'; readonly is: 'not_set' }
  | {
      readonly check: 'currency';
      readonly is: 'by_target';
      /** Of all others; null for none. */
      readonly currency: string | null;
      /** As configured: `live:upbit* KRW`. */
      readonly targets: string;
    }
  | { readonly check: 'port'; readonly is: 'free' | 'own_bot'; readonly port: number }
  | {
      readonly check: 'port';
      readonly is: 'taken';
      readonly host: string;
      readonly port: number;
      readonly code: string;
      /** Where it is set: PORT, or METRICS_PORT. */
      readonly setting: string;
    }
  | { readonly check: 'deadman'; readonly is: 'not_set' }
  | { readonly check: 'deadman'; readonly is: 'reachable' | 'by_proxy' | 'page'; readonly host: string }
  | { readonly check: 'deadman'; readonly is: 'unreachable'; readonly host: string; readonly code: string }
  | {
      readonly check: 'webhook';
      readonly is: 'reachable' | 'by_proxy';
      readonly name: string;
      readonly host: string;
    }
  | {
      readonly check: 'webhook';
      readonly is: 'unreachable';
      readonly name: string;
      readonly host: string;
      readonly code: string;
    }
  | { readonly check: 'history'; readonly is: 'memory' | 'off' }
  | { readonly check: 'history'; readonly is: 'writable'; readonly path: string }
  | {
      readonly check: 'history';
      readonly is: 'not_writable';
      readonly path: string;
      readonly code: string;
    }
  | {
      readonly check: 'history';
      readonly is: 'little_space';
      readonly path: string;
      readonly freeMb: number;
    }
  | { readonly check: 'proxy'; readonly is: 'used' | 'unused'; readonly variable: string }
  | {
      readonly check: 'ca';
      readonly is: 'loaded' | 'unreadable' | 'no_certificate';
      readonly path: string;
    }
  | { readonly check: 'node'; readonly is: 'supported' | 'too_old'; readonly version: string };
