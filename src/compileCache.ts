import * as nodeModule from 'node:module';

/*
 * Imported first by the program: what is loaded after it starts from code that V8 compiled in an earlier run, where Node can
 * (22.1 and later; https://nodejs.org/api/module.html#moduleenablecompilecachecachedir) and the temporary directory can be written.
 */
(nodeModule as { enableCompileCache?: () => unknown }).enableCompileCache?.();
