import type { TextSpan } from '../../../formatters/blockKit/blocks';

const DATE = /<!date\^(\d+)\^[^>]*>/g;

const instantText = (at: Date): string => `⟦${at.toISOString()}⟧`;

/** What a text or a function of the catalogue says, as one text: instants as `⟦…⟧`, names in code spans, people as `<@…>`. */
export function spokenText(said: unknown): string {
  if (said === null || said === undefined) return '';
  if (typeof said === 'string')
    return said.replace(DATE, (_, seconds) => instantText(new Date(Number(seconds) * 1000)));
  if (said instanceof Date) return instantText(said);
  if (Array.isArray(said)) return said.map(spokenText).join(said.some(Array.isArray) ? '\n' : '');
  if (typeof said !== 'object') return String(said);
  if (isSpan(said)) return spanText(said);
  return Object.values(said).map(spokenText).join('\n');
}

const SPANS = ['bold', 'literal', 'time', 'link', 'mention', 'broadcast'];

const isSpan = (said: object): said is Exclude<TextSpan, string> =>
  Object.keys(said).some((key) => SPANS.includes(key));

function spanText(span: Exclude<TextSpan, string>): string {
  if ('bold' in span) return span.bold;
  if ('literal' in span) return `\`${span.literal}\``;
  if ('time' in span) return instantText(span.time);
  if ('link' in span) return `<${span.link}|${span.text}>`;
  return `<@${'mention' in span ? span.mention : span.broadcast}>`;
}
