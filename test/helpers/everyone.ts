import { Roles } from '../../src/access/roles';
import { NO_HISTORY } from '../../src/history/noHistory';
import { systemClock } from '../../src/lib/clock';
import { DEFAULT_TARGETS } from '../../src/monitors/live/targetDirectory';
import { People } from '../../src/storage/personal/people';
import { keptLog } from './log';
import { NO_RECORDS } from './records';

/** Of a bot without an alert channel, whose configuration cannot be read again. */
export const unreloadable = {
  reload: async () => ({ kind: 'unavailable' }) as const,
  rehearse: async () => ({ kind: 'unavailable' }) as const,
  configuration: () => ({ status: 'current', generation: null, active: null, host: null }) as const,
};

/** Nobody has set anything, and nobody can. */
const nobodysSettings = new People({
  botStore: { people: async () => new Map(), replacePerson: async () => false },
  clock: systemClock,
  log: keptLog().log,
});

/** What commands ask about people and alerts, where everyone may do everything and no alert channel is configured. */
export const everyone = {
  alerts: null,
  digests: null,
  history: NO_HISTORY,
  records: NO_RECORDS,
  targets: DEFAULT_TARGETS,
  zone: 'UTC',
  doctor: async () => [],
  people: nobodysSettings,
  ...unreloadable,
  roles: new Roles(() => ({ viewers: null, operators: null }), { members: async () => [] }, keptLog().log),
  signal: new AbortController().signal,
  requester: { userId: 'U0OPERATOR', channelId: 'C0OPS' },
};
