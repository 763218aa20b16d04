export {
  actionLine,
  actionLines,
  blindnessEndsMessage,
  cannotTellMessage,
  notAllowedMessage,
  testQueuedMessage,
  unknownPressMessage,
} from './alertAnswers';
export { alertsOverviewMessage } from './alertsOverviewMessage';
export { controlPieces, controlText } from './controlWords';
export { DEFAULT_DIGEST, type DigestContext, digestMessage } from './digestMessage';
export { eventMessage, TEST_EVENT } from './eventMessage';
export type { UsageFault } from './faultMessages';
export { apologyMessage, busyMessage, unavailableMessage, usageMessage } from './faultMessages';
export { helpMessage } from './helpMessage';
export { INCIDENT_ACTIONS, incidentKey, SNOOZES } from './incidentButtons';
export { incidentMessage } from './incidentMessage';
export type { Tell, Told } from './incidentWords';
export type { Late } from './late';
export { liveStatusMessage } from './liveStatusMessage';
export { liveStatusText } from './liveStatusText';
export { isAllSilent } from './liveWords';
export type { Message } from './message';
export { noteMessage } from './noteMessage';
export type { AlertOptions, FormatOptions, PlainTextOptions } from './options';
export { overviewMessage } from './overviewMessage';
export { reportsNothing } from './reportsNothing';
export { type TargetFault, targetFaultMessage, targetFaultText, withOthers } from './targetFaults';
export type { SessionSummary } from './tuningListMessage';
export { tuningListMessage } from './tuningListMessage';
export { tuningStatusMessage } from './tuningStatusMessage';
export { tuningStatusText } from './tuningStatusText';
export { ambiguousSessionMessage, unknownSessionMessage } from './whichSessionMessages';
export { whyMessage } from './whyMessage';
