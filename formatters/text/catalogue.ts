import { currentLanguage, type Language } from '../../src/lib/language';
import { en } from './en';
import { ko } from './ko';

/** All sentences to people. Each language is one value of this type, so that a sentence it lacks is a compile error. */
export type Catalogue = typeof en;

/** Every language. */
export const catalogues: Record<Language, Catalogue> = { en, ko };

/**
 * The sentences in the language of what is rendered, see `inLanguage`: chosen anew whenever one is asked for. A constant of a
 * module must hold none of them, for it would keep the language in which the module was loaded.
 */
export const t: Catalogue = new Proxy(en, {
  get: (_, section) => Reflect.get(catalogues[currentLanguage()], section),
});
