import { setTimeout as sleep } from 'node:timers/promises';
import type { InstanceFault } from '../faultNames';
import type { Instance } from '../instance';
import type { Fault, Scene } from './doing';

/** What happens to the bot's own processes. */
export const INSTANCES: Readonly<Record<InstanceFault, Fault>> = {
  'an instance killed and started': (scene, forMs, pick) => killed(scene, [picked(scene, pick)], forMs),
  'both instances killed and started': (scene, forMs) => killed(scene, scene.instances, forMs),
  'an instance stopped (SIGSTOP)': (scene, forMs, pick) => stopped(scene, [picked(scene, pick)], forMs),
  'both instances stopped (SIGSTOP)': (scene, forMs) => stopped(scene, scene.instances, forMs),
  'an instance killed while Slack takes its post': (scene, forMs, pick) =>
    duringCall('chat.postMessage', scene, () => killed(scene, [picked(scene, pick)], forMs)),
  'an instance stopped while Slack takes its post': (scene, forMs, pick) =>
    duringCall('chat.postMessage', scene, () => stopped(scene, [picked(scene, pick)], forMs)),
  'an instance killed while Slack takes its update': (scene, forMs, pick) =>
    duringCall('chat.update', scene, () => killed(scene, [picked(scene, pick)], forMs)),
};

/** A call waits so long in Slack while something happens to the instance that made it, in ms. */
const TAKEN_AFTER_MS = 250;
/** So long it is waited for a call, in ms. */
const CALL_WITHIN_MS = 15_000;

const picked = ({ instances }: Scene, pick: number): Instance => instances[pick < 0.5 ? 0 : 1];

async function killed({ log }: Scene, instances: readonly Instance[], forMs: number): Promise<void> {
  for (const { name } of instances) log(`instance ${name} is killed`);
  await Promise.all(instances.map((instance) => instance.kill()));
  await sleep(forMs);
  for (const { name } of instances) log(`instance ${name} is started`);
  await Promise.all(instances.map((instance) => instance.start()));
}

async function stopped({ log }: Scene, instances: readonly Instance[], forMs: number): Promise<void> {
  for (const instance of instances) {
    log(`instance ${instance.name} is stopped`);
    instance.pause();
  }
  await sleep(forMs);
  for (const instance of instances) {
    instance.resume();
    log(`instance ${instance.name} goes on`);
  }
}

/** The next call of a method is carried out a moment later; which instance made it is not known, so it may be the other. */
async function duringCall(method: string, scene: Scene, act: () => Promise<void>): Promise<void> {
  const called = new Promise<boolean>((resolve) => {
    const heal = scene.slack.fail(
      method,
      { delayMs: TAKEN_AFTER_MS },
      {
        times: 1,
        when: () => {
          resolve(true);
          return true;
        },
      },
    );
    setTimeout(() => {
      heal();
      resolve(false);
    }, CALL_WITHIN_MS).unref();
  });
  if (await called) await act();
  else scene.log(`no ${method} came`);
}
