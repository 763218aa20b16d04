export { alertsOverviewMessage } from './alerts/alertsOverviewMessage';
export type { Late } from './alerts/deliveryNotes';
export { eventMessage, TEST_EVENT } from './alerts/eventMessage';
export { whyMessage } from './alerts/explainMessage';
export { INCIDENT_ACTIONS, incidentKey, SNOOZES } from './alerts/incidentButtons';
export { incidentMessage } from './alerts/incidentMessage';
export type { Tell, Told } from './alerts/incidentText';
export {
  actionLine,
  actionLines,
  blindnessEndsMessage,
  cannotTellMessage,
  notAllowedMessage,
  testQueuedMessage,
  unknownPressMessage,
} from './alerts/responses';
export { noteMessage } from './alerts/threadMessage';
export type { Message } from './blockKit/message';
export type { AlertOptions, FormatOptions, PlainTextOptions } from './blockKit/options';
export { DEFAULT_DIGEST, type DigestContext, digestMessage } from './digest/digestMessage';
export type { UsageFault } from './errors/errorMessages';
export { apologyMessage, busyMessage, unavailableMessage, usageMessage } from './errors/errorMessages';
export { helpMessage } from './errors/helpMessage';
export { type TargetFault, targetFaultMessage, targetFaultText, withOthers } from './errors/targetErrors';
export { controlPieces, controlText } from './live/controlText';
export { liveStatusMessage } from './live/liveStatusMessage';
export { liveStatusText } from './live/liveStatusText';
export { isAllSilent } from './live/liveText';
export { overviewMessage } from './live/overviewMessage';
export { reportsNothing } from './reportsNothing';
export { ambiguousSessionMessage, unknownSessionMessage } from './tuning/sessionLookup';
export type { SessionSummary } from './tuning/tuningListMessage';
export { tuningListMessage } from './tuning/tuningListMessage';
export { tuningStatusMessage } from './tuning/tuningStatusMessage';
export { tuningStatusText } from './tuning/tuningStatusText';
