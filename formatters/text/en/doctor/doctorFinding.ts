import type { Finding } from '../../../../src/doctor/finding';
import type { TextSpan } from '../../../blockKit/blocks';

/** What was tried and seen, and how to fix it; null where nothing is wrong. */
export interface FindingText {
  readonly what: TextSpan[];
  readonly fix: TextSpan[] | null;
}

export type Of<C extends Finding['check']> = Extract<Finding, { readonly check: C }>;

export const ok = (what: TextSpan[]): FindingText => ({ what, fix: null });
