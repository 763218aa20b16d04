import type { Redis } from 'ioredis';
import { eventually } from '../../test/helpers/eventually';

/** A command in lower case, and its arguments. */
export type SentCommand = readonly [name: string, ...args: string[]];

/** Every command that Redis got from other connections than `looker`'s own while `work` ran, as MONITOR shows them. */
export async function sentCommands(looker: Redis, work: () => Promise<unknown>): Promise<SentCommand[]> {
  const monitor = await looker.monitor();
  const seen: SentCommand[] = [];
  monitor.on('monitor', (_time: string, [name = '', ...args]: string[]) =>
    seen.push([name.toLowerCase(), ...args]),
  );
  await work();
  const last = `the end of what is looked at, ${Math.random()}`;
  await looker.echo(last);
  const end = () => seen.findIndex(([name, text]) => name === 'echo' && text === last);
  await eventually(() => end() >= 0, 'MONITOR has shown the last command');
  monitor.disconnect();
  return seen.slice(0, end());
}
