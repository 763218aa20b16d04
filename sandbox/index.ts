export { createManualClock, type ManualClock, type TimerClock } from './clock';
export type { CommandResult } from './driver/commands';
export type { Place } from './driver/names';
export type { SeenMessage } from './driver/seen';
export type { Fault, FaultOptions } from './faults';
export type {
  ApiRecord,
  EnvelopeRecord,
  Journal,
  JournalRecord,
  ResponseUrlRecord,
  SocketRecord,
} from './journal';
export { createSandbox, Sandbox, type SandboxOptions, startSandbox } from './sandbox';
export type { Channel, Message, Person, View, WorldChange } from './world/model';
