/**
 * What a client is read, or reads, before agreeing; consent is kept with the version of its text. Whoever changes a
 * word here gives it a new version: older consents stand for the older text.
 */
export const CONSENT_TEXT_VERSION = '2026-11';
