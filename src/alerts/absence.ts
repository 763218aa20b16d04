import type { Figure, LiveStatusSnapshot } from '../monitors/liveSnapshot';

/** The word for a figure that is null: nobody wrote it, or what was written could not be understood. */
export const absence = (
  { unreadable }: Pick<LiveStatusSnapshot, 'unreadable'>,
  figure: Figure,
): 'not reported' | 'not understood' => (unreadable.includes(figure) ? 'not understood' : 'not reported');

/** A fact for rules that tell of live trading: there where it is not known because it could not be understood. */
export const liveFact = ({
  unreadable,
}: Pick<LiveStatusSnapshot, 'unreadable'>): { readonly liveUnreadable?: true } =>
  unreadable.includes('liveEnabled') || unreadable.includes('liveArmed') ? { liveUnreadable: true } : {};
