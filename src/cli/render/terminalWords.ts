import { ALERT_SUBCOMMANDS } from '../../../commands/alerts';

const inSlackOnly = ALERT_SUBCOMMANDS.filter(({ readsOnly }) => !readsOnly).flatMap(({ words }) => words);

/** The slash commands that a terminal has, too. */
const READING = new RegExp(
  `/arb-(status|positions|tuning|digest|pnl(?! +note\\b)|alerts(?! +(?:${inSlackOnly.join('|')})\\b))\\b|/arb (?=doctor)`,
  'g',
);

/** What a message says to type, as it is typed in a terminal; what can be done in Slack alone stays. */
export const inTerminalWords = (text: string): string =>
  text.replace(READING, (_, name) => (name === undefined ? 'arbwatch ' : `arbwatch ${name}`));
