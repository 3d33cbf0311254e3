import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { type Catalogue, NAMESPACES, en } from '../texts/index.ts';

declare module 'i18next' {
  // Typed keys: a text that no catalogue has does not compile.
  // oxlint-disable-next-line typescript/consistent-type-definitions
  interface CustomTypeOptions {
    defaultNS: 'common';
    resources: Catalogue;
  }
}

/** Made before the first render; English is bundled, so nothing is waited for. */
export function initTexts(): void {
  void i18next.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    resources: { en },
    ns: NAMESPACES,
    defaultNS: 'common',
    // React escapes what it writes.
    interpolation: { escapeValue: false },
    initAsync: false,
  });
}
