export type { Choice } from './blockKit/choice';
export { createManualClock, type ManualClock, type TimerClock } from './clock';
export type { Delivery } from './delivery/envelope';
export type { HttpReply } from './delivery/post';
export type { DisconnectReason } from './delivery/socketMode';
export type { CommandResult } from './driver/commands';
export type { EventResult } from './driver/events';
export type { InteractionResult, Surface } from './driver/interactions';
export type { SubmissionResult } from './driver/modals';
export type { Place } from './driver/names';
export type { Signing, SlackRequest } from './driver/requests';
export type { SeenMessage } from './driver/visibleMessages';
export type { Fault, FaultOptions } from './faults';
export type {
  ApiRecord,
  EnvelopeRecord,
  Journal,
  JournalRecord,
  ResponseUrlRecord,
  SocketRecord,
} from './journal';
export { tokensIn } from './messageTokens';
export { type MrkdwnToken, parseMrkdwn, plainMrkdwn } from './mrkdwn';
export type { Choices } from './payloads/state';
export { createSandbox, type Sandbox, type SandboxOptions, startSandbox } from './sandbox';
export type { AppSettings, SlashCommand } from './settings';
export type { Channel, Message, Person, View, WorldChange } from './world/model';
export { BOT_USER } from './world/people';
export type { World } from './world/world';
