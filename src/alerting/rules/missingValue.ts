import type { LiveField, LiveStatusSnapshot } from '../../monitors/live/liveSnapshot';

/** Why a figure is null: nobody wrote it, or what was written could not be understood. */
export const whyMissing = (
  { unreadable }: Pick<LiveStatusSnapshot, 'unreadable'>,
  figure: LiveField,
): 'not_reported' | 'not_understood' => (unreadable.includes(figure) ? 'not_understood' : 'not_reported');
