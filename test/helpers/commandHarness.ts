import { COMMANDS } from '../../commands';
import type { Command, CommandDeps, CommandResponse } from '../../commands/command';
import { handleCommand } from '../../commands/lib/pipeline';
import { shownIn } from '../../sandbox/blockKit/readable';
import { checkedContent } from '../../sandbox/messageContent';
import { RecordMonitor } from '../../src/monitors/records/recordMonitor';
import { discover } from '../../src/state/discovery';
import { DEFAULT_KEY_PREFIX } from '../../src/state/keys';
import type { StateStore } from '../../src/state/store';
import { MemoryStore } from '../../src/state/stores/memoryStore';
import { MemoryBotStore } from '../../src/storage/memory/memoryBotStore';
import { People } from '../../src/storage/personal/people';
import { type SettableClock, settableClock } from './clock';
import { everyone } from './everyone';
import { type KeptLog, keptLog } from './log';
import { statesOver } from './states';
import { scanning } from './tuningState';

/** An answer as a person sees it. */
export interface SeenAnswer {
  /** What stands on the screen, one text a line. */
  readonly shown: string;
  /** What a notification speaks. */
  readonly text: string;
  readonly public: boolean;
}

export interface CommandHarness {
  readonly store: MemoryStore;
  readonly clock: SettableClock;
  readonly log: KeptLog;
  /** Looks through all keys, as discovery does now and then. */
  look(): Promise<void>;
  /** Types a command, such as `/arb-status paper`. Throws when Slack would not take the answer. */
  ask(line: string): Promise<SeenAnswer>;
}

export type CommandHarnessOptions = Partial<CommandDeps> & {
  /** Read in place of the kit's own store. */
  readonly store?: StateStore;
  readonly commands?: readonly Command[];
  readonly deadlineMs?: number;
};

export const REFERENCE_ID = 'ref-1234';

/** The commands over a state in memory, at 08:00 UTC on 2026-11-22. */
export function createCommandHarness({
  commands = COMMANDS,
  store: given,
  ...changes
}: CommandHarnessOptions = {}): CommandHarness {
  const clock = settableClock('2026-11-22T08:00:00Z');
  const store = new MemoryStore(clock);
  const log = keptLog();
  const records = new RecordMonitor({
    store: given ?? store,
    tracking: store,
    clock,
    log: log.log,
    firstPrefix: DEFAULT_KEY_PREFIX,
  });
  const botStore = new MemoryBotStore(store);
  const deps = {
    botStore,
    clock,
    log: log.log,
    states: statesOver(given ?? store, clock),
    sessions: scanning(given ?? store),
    format: { demo: false, currency: null },
    ...everyone,
    people: new People({ botStore, clock, log: log.log }),
    records,
    newErrorId: () => REFERENCE_ID,
    ...changes,
  };
  const ask = async (line: string): Promise<SeenAnswer> => {
    const [name = '', ...rest] = line.split(' ');
    const command = commands.find((each) => each.name === name);
    if (command === undefined) throw new Error(`There is no command ${name}`);
    return seen(await handleCommand(command, rest.join(' '), deps));
  };
  const look = async (): Promise<void> => {
    const found = await discover(given ?? store, [DEFAULT_KEY_PREFIX]);
    await records.track(found.targets);
    await records.seed(found);
  };
  return { store, clock, log, look, ask };
}

function seen(answer: CommandResponse): SeenAnswer {
  const { text, blocks } = checkedContent(JSON.parse(JSON.stringify(answer.message)));
  return { shown: shownIn(blocks).join('\n'), text, public: answer.public };
}
