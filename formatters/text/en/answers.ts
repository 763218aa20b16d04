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
    targets: 'Show one trader',
    sessions: 'Show one session',
  },
  /** What a screen reader speaks in place of a name alone. */
  sessionOf: (session: string) => `Progress of ${session}`,
  statusOf: (target: string) => `Status of ${target}`,
  unknownButton:
    'Sorry, this button asks for nothing that arbwatch knows: the message may be of another version. Type /arb-status.',
  /** Above an answer that could not be put where it was asked for. */
  sentApart:
    'Slack takes nothing more in the place where you asked, so this comes as a message of its own, for you alone.',
};
