/** What the console ships of one language in which clients are written to. */
export type MessageTexts = {
  /** With placeholders in single braces; src/domain/clients/message-text.ts lists them. */
  readonly bodies: {
    readonly moved: string;
    readonly cancelled: string;
    readonly restored: string;
  };
  /** Monday first, as they stand within a sentence. */
  readonly weekdays: readonly string[];
  readonly months: readonly string[];
  /** How a day is written, of {weekday}, {date} and {month}. */
  readonly day: string;
};
