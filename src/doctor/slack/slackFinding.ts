type Token = 'bot_token' | 'app_token';

/** Somebody, or a channel, and the setting that names them. */
interface Named {
  /** Such as `ALERT_CHANNEL`, `routes.0`, `on_call`. */
  readonly setting: string;
}

/** What may be found in Slack. */
export type SlackFinding =
  | { readonly check: 'bot_token'; readonly is: 'accepted'; readonly team: string }
  | { readonly check: 'app_token'; readonly is: 'accepted' }
  | { readonly check: Token; readonly is: 'rejected'; readonly code: string }
  | { readonly check: Token; readonly is: 'no_answer'; readonly detail: string }
  | { readonly check: 'tokens'; readonly is: 'one_app'; readonly app: string }
  | {
      readonly check: 'tokens';
      readonly is: 'different_apps';
      readonly botApp: string;
      readonly appApp: string;
    }
  | { readonly check: 'signing_secret'; readonly is: 'unchecked' }
  | { readonly check: 'public_url'; readonly is: 'answers'; readonly url: string }
  | {
      readonly check: 'public_url';
      /** `open`: what is not signed is answered, too. `refused`: what is signed is not. */
      readonly is: 'not_running' | 'not_found' | 'refused' | 'open' | 'wrong_answer';
      readonly url: string;
      readonly status: number;
    }
  | {
      readonly check: 'public_url';
      readonly is: 'unreachable';
      readonly url: string;
      readonly detail: string;
    }
  | { readonly check: 'scopes'; readonly is: 'complete' }
  | { readonly check: 'scopes'; readonly is: 'missing'; readonly scope: string }
  | { readonly check: 'slack_clock' | 'redis_clock'; readonly is: 'measured'; readonly skewMs: number }
  | { readonly check: 'blocks'; readonly is: 'accepted' }
  | {
      readonly check: 'blocks';
      readonly is: 'rejected';
      /** The kind of block. */
      readonly block: string;
      readonly reason: string;
    }
  | ChannelFinding
  | PeopleFinding
  | { readonly check: 'alert_channel'; readonly is: 'not_set' };

export type ChannelFinding = { readonly check: 'channel'; readonly channel: string } & Named &
  (
    | {
        /** `takes_messages`: found out without showing any. */
        readonly is: 'usable' | 'takes_messages' | 'no_history' | 'not_deleted' | 'left_scheduled';
      }
    | { readonly is: 'rejected' | 'no_answer'; readonly code: string }
  );

export type PeopleFinding =
  | ({
      readonly check: 'person';
      readonly is: 'reachable' | 'left_scheduled' | 'unknown' | 'deactivated' | 'bot';
      readonly user: string;
    } & Named)
  | ({
      readonly check: 'person';
      readonly is: 'unreachable' | 'no_answer';
      readonly user: string;
      readonly code: string;
    } & Named)
  | ({
      readonly check: 'group';
      readonly is: 'members';
      readonly group: string;
      readonly members: number;
    } & Named)
  | ({
      readonly check: 'group';
      readonly is: 'unreadable';
      readonly group: string;
      readonly code: string;
    } & Named)
  /** So many of those who are named exist. */
  | { readonly check: 'people'; readonly is: 'known'; readonly count: number }
  /** The app may not look people up. */
  | { readonly check: 'people'; readonly is: 'not_looked_up' };
