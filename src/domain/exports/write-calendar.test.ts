import fc from 'fast-check';
import { expect, test } from 'vitest';
import { calendarLines } from '../../../electron/desk/clerk/file-text.ts';
import { DAY, MINUTE } from '../../base/time.ts';
import { cleanLine, cleanText } from '../imports/import-problem.ts';
import { expandDiary, readDiary } from '../imports/parse-diary.ts';
import { CALENDAR_END, calendarEvent, calendarHead } from './write-calendar.ts';

const MADE = Date.UTC(2026, 10, 24, 8, 40);
const FILE = { name: 'Ana; Gateway, "chair 2"', timeZone: 'Africa/Johannesburg', madeAt: MADE };

const words = fc.string({ unit: fc.constantFrom(...'aZë9 ;,:"\\\'=漢\n😀ø'), maxLength: 120 });

test('a diary that goes out comes in again as it was', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(words, words, fc.integer({ min: 0, max: 1_000 }), fc.integer({ min: 5, max: 300 })), {
        maxLength: 10,
      }),
      (visits) => {
        const events = visits.map(([title, note, quarter, minutes], index) => ({
          id: `line-${String(index)}`,
          startsAt: MADE + quarter * 15 * MINUTE,
          endsAt: MADE + quarter * 15 * MINUTE + minutes * MINUTE,
          title,
          description: note,
          location: 'Gateway',
          person: 'Ana "Botha"',
          provisional: false,
          changedAt: MADE,
        }));
        const text =
          calendarHead(FILE) + events.map((one) => calendarEvent(one, FILE)).join('') + CALENDAR_END;
        for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
        const raw = readDiary(calendarLines(new TextEncoder().encode(text)), 'UTC');
        const window = { from: MADE, to: MADE + 30 * DAY };
        const { events: found, problems } = expandDiary(raw, window);
        expect(problems.filter(({ code }) => code !== 'unreadable' || events.length > 0)).toEqual([]);
        expect(found.map(({ summary, description, time }) => [summary, description, time])).toEqual(
          events.map(({ title, description, startsAt, endsAt }) => [
            cleanLine(title),
            cleanText(description).trim(),
            { kind: 'timed', startsAt, endsAt },
          ]),
        );
      },
    ),
  );
});
