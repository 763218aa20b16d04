import type { BalanceNote } from '../../src/storage/balanceNotes';
import { header, richText } from '../blockKit/blocks';
import { safeText } from '../blockKit/fallbackText';
import { type Message, message } from '../blockKit/message';
import { truncatedList } from '../text/blockLists';
import { t } from '../text/catalogue';
import { type Currencies, currencyOf } from '../text/currency';
import { targetLabel } from '../text/targetNames';

const NOTES_LISTED = 20;

/** The deposits and withdrawals that are noted, the newest first. */
export function balanceNotesMessage(notes: readonly BalanceNote[], options: Currencies): Message {
  const { title, none, one } = t.performance.notes;
  if (notes.length === 0) return message(safeText(title), [richText(none())]);
  return message(safeText(title), [
    header(title),
    ...truncatedList(title, [...notes].reverse(), NOTES_LISTED, (note) =>
      one(
        note.id,
        targetLabel(note.target),
        note.amount,
        currencyOf(options, note.target),
        note.reason,
        note.at,
        note.userId,
      ),
    ),
  ]);
}
