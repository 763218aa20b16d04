import type { SignName } from '../alerting/observation/expectedSigns';
import type { TargetSettings } from '../monitors/live/targetDirectory';
import { type Target, type TargetId, targetOfId } from '../state/keys';
import type { MonitorValues } from './schema/sections';

/** A target that the configuration file names: it should run. */
export interface NamedTarget {
  readonly target: Target;
  /** The signs of life that it is expected to give; null for those that it was observed to give. */
  readonly signs: readonly SignName[] | null;
}

export interface ConfiguredTargets {
  readonly directory: TargetSettings;
  readonly targets: ReadonlyMap<TargetId, NamedTarget>;
}

/** Which targets the configuration names, and what it says of each. */
export function targetConfig({
  STATE_KEY_PREFIX: prefixes,
  ENVS: envs,
  targets: configured = {},
  discover = { ignore: [] },
}: MonitorValues): ConfiguredTargets {
  const [firstPrefix = ''] = prefixes;
  const targets = new Map<TargetId, NamedTarget>();
  for (const [id, own] of Object.entries(configured)) {
    const target = targetOfId(id, firstPrefix);
    if (target !== null) targets.set(id, { target, signs: own?.signs ?? null });
  }
  return { directory: { prefixes, envs, named: [...targets.keys()], ignored: discover.ignore }, targets };
}
