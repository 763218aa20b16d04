import type { PagingSettings } from '../escalation/escalation';
import type { Subscriber } from '../personal/subscriber';
import type { ChannelSettings } from './alertRoutes';
import type { MentionSettings } from './mentions';

/** What is configured of where alerts go, and whom they reach. */
export interface AddressSettings extends ChannelSettings {
  /** When this instance was started: what another decided since then, it decided by a newer configuration. */
  readonly startedAt?: Date;
  readonly mentions?: MentionSettings;
  /** Who is paged about what nobody acknowledges, and who is on call; nobody unless given. */
  readonly paging?: PagingSettings;
  /** Who asked for alerts as direct messages; nobody unless given. */
  readonly subscribers?: readonly Subscriber[];
}
