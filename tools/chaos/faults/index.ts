import type { FaultName } from '../faultNames';
import type { PlannedFault } from '../plan';
import type { Fault, Scene } from './doing';
import { INSTANCES } from './instances';
import { SLACK } from './slack';
import { SOCKETS } from './sockets';

export type { Scene } from './doing';

const ELSEWHERE: Readonly<Partial<Record<FaultName, Fault>>> = { ...INSTANCES, ...SLACK, ...SOCKETS };

/** Makes a planned fault; resolves when it is undone. Throws when there is none of that name for this kind of Redis. */
export async function made({ name, forMs, pick }: PlannedFault, scene: Scene): Promise<void> {
  scene.log(`FAULT: ${name}${forMs === 0 ? '' : ` for ${(forMs / 1000).toFixed(1)} s`}`);
  const elsewhere = ELSEWHERE[name];
  const ofRedis = scene.redis.faults[name];
  if (elsewhere !== undefined) await elsewhere(scene, forMs, pick);
  else if (ofRedis !== undefined) await ofRedis(forMs, pick);
  else throw new Error(`There is no fault "${name}" here`);
  scene.log(`over: ${name}`);
}
