import { TargetStates } from '../../alerting/targetStates';
import type { BotConfig } from '../../config';
import type { Clock } from '../../lib/clock';
import { discover } from '../../state/discovery';
import { placeId, placeOf } from '../../state/keys';
import type { StateStore } from '../../state/store';
import type { Finding } from '../finding';

/** Who is named, at most: the wrong Redis has none, and the right one may have hundreds. */
const NAMED = 12;

/** Which traders write to this Redis, when each last did, and which of those that the configuration names do not. */
export async function checkTraders(
  config: Pick<BotConfig, 'directory' | 'live'>,
  { store, clock }: { readonly store: StateStore; readonly clock: Clock },
): Promise<Finding[]> {
  const { prefixes, named } = config.directory;
  const { targets } = await discover(store, prefixes);
  if (targets.length === 0) return [{ check: 'traders', level: 'error', is: 'none', prefixes }];
  const states = new TargetStates({ store, clock, live: () => config.live, stored: async () => null });
  const views = await states.of(targets.slice(0, NAMED));
  const found = new Set(targets.map((target) => placeId(placeOf(target, prefixes[0] ?? ''))));
  const missing = named.filter((id) => !found.has(id)).slice(0, NAMED);
  return [
    ...views.map(
      ({ state, snapshot }): Finding => ({
        check: 'trader',
        level: 'ok',
        is: 'seen',
        target: placeId(snapshot),
        wroteAt: state.sign?.at ?? null,
      }),
    ),
    ...missing.map((target): Finding => ({ check: 'target', level: 'warning', is: 'missing', target })),
  ];
}
