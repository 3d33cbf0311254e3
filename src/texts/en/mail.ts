/** E-mails of the embedded cloud's accounts. Apart from the page's catalogue: no page reads them. */
export const mail = {
  recovery: {
    subject: 'Your code for a new password: {{code}}',
    text: `Somebody asked for a new password for {{email}} in the AppointmentBooking Console.

Your code: {{code}}

Type it on the console within one hour. It works once.
If it was not you, do nothing: your password stays as it is.`,
  },
  confirmation: {
    subject: 'Your code to confirm this address: {{code}}',
    text: `An account for {{email}} was made in the AppointmentBooking Console.

Your code: {{code}}

Type it on the console within one hour. It works once.
If it was not you, do nothing: without the code the account cannot be used.`,
  },
} as const;
