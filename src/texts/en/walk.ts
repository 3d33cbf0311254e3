/** The walk for newcomers: the console in seven stops. */
export const walk = {
  offer: 'New at this console? Seven short stops show you around.',
  start: 'Show me around',
  later: 'Not now',
  label: 'A walk around the console',
  progress: '{{step}} of {{of}}',
  next: 'Next',
  back: 'Back',
  done: 'Done',
  end: 'End the walk',
  stop: {
    place: {
      title: 'Where and when',
      text: 'The branch and the day that you look at. The arrows turn a day; a click on the day opens the month.',
    },
    booking: {
      title: 'A new booking',
      text: 'Client, service, and the next free times come by themselves. A walk-in is W.',
    },
    board: {
      title: 'The day',
      text: 'A column a person. Click a booking to see it, drag it to move it; the red line is now. Whatever you do can be taken back for ten seconds.',
    },
    search: {
      title: 'Find anything',
      text: 'Part of a name, the last digits of a number, or what you want to do.',
    },
    sheet: {
      title: 'The day on paper',
      text: 'Print it when you open: it is your plan for the day the power fails.',
    },
    status: {
      title: 'With or without internet',
      text: 'You can always go on working. Here stands whether this desk is connected, what waits to be sent, and what somebody has to decide.',
    },
    lock: {
      title: 'When you leave the counter',
      text: 'Lock hides every name. The next person comes in with a PIN in two seconds.',
    },
  },
} as const;
