import type { MessageTexts } from './message-texts.ts';

/** Messages to clients in English, until a business words its own. */
export const en: MessageTexts = {
  bodies: {
    moved:
      'Hello {client}, this is {business}. We had to change your appointment for {service}: it is now {day} at {time} with {person}, {place}. It was {old_day} at {old_time} with {old_person}. If this does not suit you, please let us know and we will find another time.',
    cancelled:
      'Hello {client}, this is {business}. We are sorry, but we had to cancel your appointment for {service} on {day} at {time} with {person}. Please let us know when it would suit you instead.',
    restored:
      'Hello {client}, this is {business}. Good news: your appointment for {service} is on after all, {day} at {time} with {person}, {place}. We look forward to seeing you.',
  },
  weekdays: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
  months: [
    'January',
    'February',
    'March',
    'April',
    'May',
    'June',
    'July',
    'August',
    'September',
    'October',
    'November',
    'December',
  ],
  day: '{weekday} {date} {month}',
};
