/** Which of an incident's postings its message is. What an earlier version stored is its first. */
export interface PostingRef {
  /** The newest posting of which it was decided whether its message is posted again, and done. */
  readonly handled: number;
  /** The one that the message was posted as; an older one than `handled` where it was changed instead. */
  readonly postedAs: number;
  /** The channel that it was meant for, which is another than its own where that was at fault. */
  readonly home: string;
}
