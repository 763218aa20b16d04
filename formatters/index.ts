export { alertsJson, explanationJson, historyJson, timelineJson } from './alerts/alertsJson';
export { alertsOverviewMessage } from './alerts/alertsOverviewMessage';
export type { DelayInfo } from './alerts/deliveryNotes';
export { droppedMessage, nothingToDropMessage } from './alerts/deliveryNotes';
export { eventMessage, TEST_EVENT } from './alerts/eventMessage';
export { explainMessage } from './alerts/explainMessage';
export { INCIDENT_ACTIONS, incidentActionValue, PAGE_ACTIONS, SNOOZES } from './alerts/incidentButtons';
export { incidentMessage } from './alerts/incidentMessage';
export { withMentions } from './alerts/mentionLine';
export { historyMessage } from './alerts/queries/historyMessage';
export { timelineMessage } from './alerts/queries/timelineMessage';
export { type AlertChoice, whichAlertMessage } from './alerts/queries/whichAlertMessage';
export {
  drillBegunMessage,
  forbiddenMessage,
  longSnoozeMessage,
  noOperatorsMessage,
  outageNotActionableMessage,
  permissionUnknownMessage,
  readOnlyMessage,
  refusalMessage,
  shortMessage,
  testAlertQueuedMessage,
  unknownActionMessage,
} from './alerts/responses';
export { pointerMessage, threadUpdateMessage } from './alerts/threadMessage';
export {
  ANSWER_ACTIONS,
  ANSWER_PERIODS,
  type AnswerButton,
  sentApartMessage,
  withAnswerButtons,
} from './answers/answerButtons';
export { messageHelp, unknownCommandMessage } from './answers/messageHelp';
export type { Message } from './blockKit/message';
export type { AlertOptions, FormatOptions } from './blockKit/options';
export { configurationMessage } from './configuration/configurationMessage';
export { reloadMessage, withConfigurationNote } from './configuration/reloadMessage';
export { DEFAULT_DIGEST, type DigestContext, digestMessage } from './digest/digestMessage';
export { doctorMessage, doctorProbeMessage } from './doctor/doctorMessage';
export { doctorSampleMessage } from './doctor/doctorSample';
export { doctorJson, doctorText } from './doctor/doctorText';
export type { UsageProblem } from './errors/errorMessages';
export {
  internalErrorMessage,
  overloadedMessage,
  stateUnavailableMessage,
  usageErrorMessage,
} from './errors/errorMessages';
export { type CommandHelp, helpMessage } from './errors/helpMessage';
export { type TargetFault, targetFaultMessage, withOthers } from './errors/targetErrors';
export type { TimeProblem } from './errors/timeProblem';
export { dutyChangedMessage, dutyMessage } from './escalation/dutyMessage';
export { pageMessage } from './escalation/pageMessage';
export {
  endedFollowedMessage,
  FOLLOW_ACTIONS,
  firstFollowedMessage,
  followEndMessage,
  followedMessage,
} from './follow/followedMessage';
export { HOME_ACTIONS, homeBlocks, homeMessage } from './home/homeMessage';
export { controlText } from './live/controlText';
export { liveStatusMessage } from './live/liveStatusMessage';
export { isAllSilent } from './live/liveText';
export { overviewMessage } from './live/overviewMessage';
export { targetJson } from './live/targetJson';
export { balanceNotesMessage } from './performance/balanceNotesMessage';
export { compareMessage } from './performance/compareMessage';
export { historyUnavailableMessage } from './performance/historyNotes';
export { withoutHistory, withPeriod } from './performance/periodMessage';
export { pnlMessage, pnlOverviewMessage } from './performance/pnlMessage';
export { recordedMessage } from './performance/recordedMessage';
export { PERSONAL_FORM, personalForm } from './personal/personalForm';
export { type PersonalView, personalLines, personalMessage } from './personal/personalMessage';
export { recordsMessage } from './records/recordsMessage';
export { recordsOverview, type TargetRecords } from './records/recordsOverview';
export { rehearsalOutcomeMessage } from './rehearsal/rehearsalOutcome';
export { silenceReportMessage } from './silences/silenceReportMessage';
export { silencesMessage } from './silences/silencesMessage';
export { t } from './text/catalogue';
export { type Currencies, currencyOf } from './text/currency';
export { targetLabel, targetName } from './text/targetNames';
export { ambiguousSessionMessage, unknownSessionMessage } from './tuning/sessionLookup';
export type { ListedSession, SessionSummary } from './tuning/tuningListMessage';
export { tuningListMessage } from './tuning/tuningListMessage';
export { tuningStatusMessage } from './tuning/tuningStatusMessage';
export { messageView, readingView } from './views/modalView';
export {
  NO_WORD,
  PICKER,
  type Pick,
  type PickerOption,
  type PickSubject,
  pickerView,
} from './views/pickerView';
