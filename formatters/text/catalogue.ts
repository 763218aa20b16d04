import { en } from './en';

/** All sentences to people. A second language is one more folder that exports a value of this type. */
export type Catalogue = typeof en;

/** The language of every message, of its `text` and of its `blocks`: chosen here, once. */
export const t: Catalogue = en;
