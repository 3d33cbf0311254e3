import { registerHooks } from 'node:module';

/**
 * dependency-cruiser parses TypeScript through the compiler's old programming interface, which TypeScript 7
 * no longer has; without it, it would quietly skip every .ts file. It is given TypeScript 6, installed under
 * an alias for this one purpose. Load with `node --import`.
 */
registerHooks({
  resolve(specifier, context, next) {
    const wanted = specifier === 'typescript' || specifier.startsWith('typescript/');
    const asksForIt = context.parentURL?.includes('/node_modules/dependency-cruiser/') === true;
    return next(wanted && asksForIt ? specifier.replace('typescript', 'typescript6') : specifier, context);
  },
});
