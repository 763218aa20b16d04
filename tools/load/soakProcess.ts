import { getHeapCodeStatistics } from 'node:v8';
import { pino } from 'pino';
import { createBot } from '../../src/bot';
import { loadBotConfig } from '../../src/config';
import { type FastTime, fastClock, fastSleep } from './fastClock';

/** What soakProcess.ts is started with. */
export interface SoakProcessOptions {
  readonly time: FastTime;
  readonly env: Readonly<Record<string, string>>;
}

/** What it says once it has started, and whenever it gets a message. */
export interface SoakMemory {
  /** Of its HTTP side. */
  readonly port: number;
  /** In bytes, right after a garbage collection. */
  readonly heapUsed: number;
  /** Of that, what V8 has compiled: it goes on for as long as functions get hot, and is bounded by the program. */
  readonly code: number;
  readonly rss: number;
}

/** The whole bot as src/main.ts wires it, but that its time passes faster, and that it reports its memory. */
async function run({ time, env }: SoakProcessOptions): Promise<void> {
  const log = pino({ level: 'error' }, pino.destination(2));
  const bot = createBot(loadBotConfig(env), { clock: fastClock(time), sleep: fastSleep(time), log });
  const { port } = await bot.start();
  const reportMemory = (): void => {
    // The second one takes what the first one's finalizers let go of.
    for (let i = 0; i < 2; i++) global.gc?.();
    const { heapUsed, rss } = process.memoryUsage();
    const { code_and_metadata_size, bytecode_and_metadata_size } = getHeapCodeStatistics();
    const code = code_and_metadata_size + bytecode_and_metadata_size;
    process.send?.({ port, heapUsed, code, rss } satisfies SoakMemory);
  };
  process.on('message', reportMemory);
  reportMemory();
}

// The soak is over, or gone.
process.on('disconnect', () => process.exit());

void run(JSON.parse(process.argv[2] ?? '{}'));
