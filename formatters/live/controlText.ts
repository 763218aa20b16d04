import type { ControlState } from '../../src/state/controlState';
import type { TextSpan } from '../blockKit/blocks';
import { sanitize } from '../blockKit/escape';
import { pluralize } from '../text/numbers';
import { zonedText } from '../text/plainText';

const REASON_SHOWN = 200;
const SYMBOLS_SHOWN = 10;

/** `PANIC`, `EMERGENCY CLOSE`. */
export const controlModeWords = (mode: string): string => sanitize(mode.replaceAll('_', ' '), 30);

export type ControlParts = Pick<
  ControlState,
  'mode' | 'symbolBlacklist' | 'updatedAt' | 'updatedBy' | 'reason'
> & {
  /** How many symbols are on the blacklist, where not all are given. */
  readonly symbols?: number;
};

/** A control state in a line: PANIC since … by `risk`: `loss limit`; no trading of `BTC/KRW`. */
export const controlPieces = (control: ControlParts): TextSpan[] => [
  { bold: controlModeWords(control.mode) },
  ...sincePieces(control),
];

/** The same without the mode. */
export function sincePieces({
  updatedAt,
  updatedBy,
  reason,
  symbolBlacklist,
  symbols = symbolBlacklist.length,
}: Omit<ControlParts, 'mode'>): TextSpan[] {
  return [
    ...(updatedAt === null ? [] : [' since ', { at: updatedAt }]),
    ...(updatedBy === null ? [] : [' by ', { data: updatedBy }]),
    ...(reason === null ? [] : [': ', { data: reason, limit: REASON_SHOWN }]),
    ...blacklistPieces(symbolBlacklist, symbols),
  ];
}

function blacklistPieces(symbols: readonly string[], count: number): TextSpan[] {
  if (symbols.length === 0) return [];
  const names = symbols.slice(0, SYMBOLS_SHOWN);
  const others = count - names.length;
  return [
    '; no trading of ',
    ...names.flatMap((data, i): TextSpan[] => [...(i === 0 ? [] : [', ']), { data, limit: 20 }]),
    ...(others <= 0 ? [] : [` and ${pluralize(others, 'other symbol')}`]),
  ];
}

/** The same for a terminal, with instants in `zone`. Throws RangeError for a zone that does not exist. */
export const controlText = (control: ControlParts, zone: string): string =>
  controlPieces(control)
    .map((piece) => {
      if (typeof piece === 'string') return piece;
      if ('bold' in piece) return piece.bold;
      if ('data' in piece) return sanitize(piece.data, piece.limit);
      if ('link' in piece) return `${piece.text} (${piece.link})`;
      return 'at' in piece ? zonedText(piece.at, zone) : sanitize(piece.who);
    })
    .join('');
