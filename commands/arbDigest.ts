import { digestMessage } from '../formatters';
import { actionLine } from '../formatters/alerts/responses';
import type { DigestsService } from '../src/digests/digestService';
import { type Command, ephemeral } from './command';
import { type Token, tokenize } from './lib/parseArgs';
import { unexpectedArg } from './lib/parseTarget';

export const arbDigest: Command = {
  name: '/arb-digest',
  description: 'What changed since the last digest, and how it stands now.',
  usageHint: '[name] [public]',
  examples: [
    { text: '/arb-digest', meaning: 'what changed since the last digest; the next one still tells it all' },
    { text: '/arb-digest weekly', meaning: 'the same since the last digest of that name' },
    { text: '/arb-digest public', meaning: 'for the whole channel to see' },
  ],
  async execute(text, { digests, clock, format, zone }) {
    const isWord = (word: Token) => !word.quoted && word.text.toLowerCase() === 'public';
    const all = tokenize(text);
    const isPublic = all.some(isWord);
    const words = all.filter((word) => !isWord(word)).map((word) => word.text);
    if (digests === null) return ephemeral(actionLine(NOT_SET_UP));
    const current = await digests.current(nameIn(words, digests));
    if (current === null) return ephemeral(actionLine(NO_CHECK_YET));
    const { digest, notSeenSince } = current;
    const context = { now: clock.now(), because: null, insteadOf: null, notSeenSince };
    return { message: digestMessage(digest, context, { ...format, zone }), public: isPublic };
  },
};

const NOT_SET_UP =
  'Nothing is counted yet: no alert channel is configured. Set ALERT_CHANNEL to the id of a channel, and start the bot again.';
const NO_CHECK_YET =
  'No check has been stored yet, so there is nothing to tell. Please try again in a minute.';

/** The digest that is named, in any case; null where none is. Throws UsageError. */
function nameIn(words: readonly string[], { names }: DigestsService): string | null {
  const isName = (word: string) => names.find((name) => name.toLowerCase() === word.toLowerCase());
  const [first, second] = words;
  if (first === undefined) return null;
  const name = isName(first);
  const expected = names.length === 0 ? 'nothing, or public' : `the name of a digest: ${names.join(', ')}`;
  if (name === undefined) throw unexpectedArg(first, expected, [...names, 'public', 'help']);
  if (second !== undefined) throw unexpectedArg(second, 'one digest at a time', []);
  return name;
}
