/** South Africa's standard rate; prices carry it inside. */
const RATE_PERCENT = 15;

/** The VAT inside a price in cents, rounded half up: a price of R 115 holds R 15. */
export const vatInside = (cents: number): number =>
  Math.floor((cents * RATE_PERCENT * 2 + 100 + RATE_PERCENT) / ((100 + RATE_PERCENT) * 2));
