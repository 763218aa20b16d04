import { digestMessage, shortMessage, t } from '../formatters';
import type { DigestsService } from '../src/digests/digestService';
import { type Command, notThere } from './command';
import { unexpectedArg } from './lib/parseTarget';
import { folded } from './lib/plainText';
import { type Token, tokenize } from './lib/tokens';

export const arbDigest: Command = {
  name: '/arb-digest',
  get description() {
    return t.commands.digest.description;
  },
  usageHint: '[name] [public]',
  get examples() {
    return [
      { text: '/arb-digest', meaning: t.commands.digest.all },
      { text: '/arb-digest weekly', meaning: t.commands.digest.named },
      { text: '/arb-digest public', meaning: t.commands.digest.public },
    ];
  },
  isQuestion: () => true,
  async execute(text, { digests, clock, format, zone }) {
    const isWord = (word: Token) => !word.quoted && folded(word.text) === 'public';
    const all = tokenize(text);
    const isPublic = all.some(isWord);
    const words = all.filter((word) => !isWord(word)).map((word) => word.text);
    if (digests === null) return notThere(shortMessage(t.alerts.response.digestNotSetUp()));
    const current = await digests.current(nameIn(words, digests));
    if (current === null) return notThere(shortMessage([t.alerts.response.noCheckYet]));
    const { digest, notSeenSince } = current;
    const context = { now: clock.now(), because: null, insteadOf: null, notSeenSince };
    const message = digestMessage(digest, context, { ...format, zone });
    return { message, data: { ...digest, notSeenSince }, public: isPublic };
  },
};

/** The digest that is named, in any case; null where none is. Throws UsageError. */
function nameIn(words: readonly string[], { names }: DigestsService): string | null {
  const isName = (word: string) => names.find((name) => name.toLowerCase() === word.toLowerCase());
  const [first, second] = words;
  if (first === undefined) return null;
  const name = isName(first);
  const expected = names.length === 0 ? t.commands.digest.nothing : t.commands.digest.name(names.join(', '));
  if (name === undefined) throw unexpectedArg(first, expected, [...names, 'public', 'help']);
  if (second !== undefined) throw unexpectedArg(second, t.commands.digest.oneDigest, []);
  return name;
}
