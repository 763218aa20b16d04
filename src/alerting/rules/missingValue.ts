import type { LiveField, LiveStatusSnapshot } from '../../monitors/live/liveSnapshot';

/** The word for a figure that is null: nobody wrote it, or what was written could not be understood. */
export const missingWords = (
  { unreadable }: Pick<LiveStatusSnapshot, 'unreadable'>,
  figure: LiveField,
): 'not reported' | 'not understood' => (unreadable.includes(figure) ? 'not understood' : 'not reported');
