import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** How long the slow network holds back what passes, in ms. */
export const EACH_WAY_MS = 0.25;

/** A way to somewhere that takes as long as a network does. */
export interface SlowNetwork {
  readonly host: string;
  readonly port: number;
  stop(): Promise<void>;
}

/** What slowNetworkProcess.ts is started with. */
export interface SlowNetworkOptions {
  readonly port: number;
  readonly eachWayMs: number;
}

/** Starts a TCP proxy to a port of this machine, in a process of its own; resolves when it listens. */
export async function startSlowNetwork(to: { readonly port: number }): Promise<SlowNetwork> {
  const options: SlowNetworkOptions = { port: to.port, eachWayMs: EACH_WAY_MS };
  const child = fork(join(__dirname, 'slowNetworkProcess.ts'), [JSON.stringify(options)]);
  const [port] = await once(child, 'message');
  return {
    host: '127.0.0.1',
    port: Number(port),
    stop: async () => {
      const gone = once(child, 'exit');
      child.kill();
      await gone;
    },
  };
}
