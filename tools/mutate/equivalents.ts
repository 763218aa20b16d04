/** A change of the code that no test can notice, because the program does the same with it. */
export interface Equivalent {
  readonly file: string;
  readonly original: string;
  readonly replacement: string;
  /** Why nobody can see a difference. */
  readonly why: string;
}

export const EQUIVALENTS: readonly Equivalent[] = [
  {
    file: 'src/alerting/state/merge.ts',
    original: '() => false',
    replacement: '() => undefined',
    why: 'it only decides a condition, where both are the same.',
  },
  {
    file: 'src/alerting/state/merge.ts',
    original: 'other === each',
    replacement: 'false',
    why: 'a target merged with itself is the same again; the condition saves the work.',
  },
];
