import { setTimeout as sleep } from 'node:timers/promises';
import type { Copy } from '../copy';
import type { CopyFault } from '../faultNames';
import type { Fault, Scene } from './doing';

/** What happens to the bot's own processes. */
export const COPIES: Readonly<Record<CopyFault, Fault>> = {
  'a copy killed and started': (scene, forMs, pick) => killed(scene, [picked(scene, pick)], forMs),
  'both copies killed and started': (scene, forMs) => killed(scene, scene.copies, forMs),
  'a copy stopped (SIGSTOP)': (scene, forMs, pick) => stopped(scene, [picked(scene, pick)], forMs),
  'both copies stopped (SIGSTOP)': (scene, forMs) => stopped(scene, scene.copies, forMs),
  'a copy killed while Slack takes its post': (scene, forMs, pick) =>
    duringCall('chat.postMessage', scene, () => killed(scene, [picked(scene, pick)], forMs)),
  'a copy stopped while Slack takes its post': (scene, forMs, pick) =>
    duringCall('chat.postMessage', scene, () => stopped(scene, [picked(scene, pick)], forMs)),
  'a copy killed while Slack takes its update': (scene, forMs, pick) =>
    duringCall('chat.update', scene, () => killed(scene, [picked(scene, pick)], forMs)),
};

/** A call waits so long in Slack while something happens to the copy that made it, in ms. */
const TAKEN_AFTER_MS = 250;
/** So long it is waited for a call, in ms. */
const CALL_WITHIN_MS = 15_000;

const picked = ({ copies }: Scene, pick: number): Copy => copies[pick < 0.5 ? 0 : 1];

async function killed({ tell }: Scene, copies: readonly Copy[], forMs: number): Promise<void> {
  for (const { name } of copies) tell(`copy ${name} is killed`);
  await Promise.all(copies.map((copy) => copy.kill()));
  await sleep(forMs);
  for (const { name } of copies) tell(`copy ${name} is started`);
  await Promise.all(copies.map((copy) => copy.start()));
}

async function stopped({ tell }: Scene, copies: readonly Copy[], forMs: number): Promise<void> {
  for (const copy of copies) {
    tell(`copy ${copy.name} is stopped`);
    copy.pause();
  }
  await sleep(forMs);
  for (const copy of copies) {
    copy.resume();
    tell(`copy ${copy.name} goes on`);
  }
}

/** The next call of a method is carried out a moment later; which copy made it is not known, so it may be the other. */
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
  else scene.tell(`no ${method} came`);
}
