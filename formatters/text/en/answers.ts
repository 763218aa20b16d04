/** What stands on and beside the buttons of an answer. */
export const answers = {
  button: {
    refresh: 'Refresh',
    '24h': '24 h',
    '7d': '7 d',
    '30d': '30 d',
    alerts: 'Open alerts',
    follow: 'Follow',
    share: 'Share to channel',
    choose: 'Choose…',
    targets: 'Show one trader',
    sessions: 'Show one session',
  },
  /** What a screen reader speaks in place of a name alone. */
  sessionOf: (session: string) => `Progress of ${session}`,
  statusOf: (target: string) => `Status of ${target}`,
  unknownButton:
    'Sorry, this button asks for nothing that arbwatch knows: the message may be of another version. Type /arb-status.',
  /** The form in which the words of a command are chosen. */
  picker: {
    /** At most 24 characters, as are those of `show`. */
    title: 'Choose what to show',
    show: 'Show',
    target: 'Trader',
    session: 'Tuning session',
    period: 'Time',
    allTargets: 'All traders',
    now: 'Now',
    more: (count: number, command: string) =>
      `${count} more cannot be listed here: type ${command} and the name.`,
    oneToLookBack: 'To look back, choose one trader; or choose Now.',
    nothing: {
      target: 'No trader is known yet, so there is none to choose.',
      session: 'There is no tuning session to choose.',
    },
    notOpened: (command: string) =>
      `Slack did not open the form in time. Press Choose… again, or type ${command} and what you want to see.`,
  },
  /** Above an answer that could not be put where it was asked for. */
  sentApart:
    'Slack takes nothing more in the place where you asked, so this comes as a message of its own, for you alone.',
};
