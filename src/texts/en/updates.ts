/** Updates of the console, and what it is. */
export const updates = {
  title: 'Updates and about',
  sentence:
    'The console looks for a newer version once a day. Nothing is installed that is not signed by AppointmentBooking, and never while somebody has something in hand.',
  version: 'Version {{version}}',
  unsupported:
    'This console was not put here by an installer, so it does not update itself. Whoever set it up replaces it.',
  unknown: 'Not looked for yet.',
  checking: 'Looking for a newer version.',
  current: 'This is the newest version.',
  currentAt: 'This is the newest version. Looked {{when}}.',
  available: 'Version {{version}} is there.',
  availableSize: 'Version {{version}} is there: {{size}} MB to download.',
  downloading: 'Downloading version {{version}}: {{percent}} %. Work goes on.',
  progress: 'Download',
  ready: 'Version {{version}} is downloaded and verified. It starts with the next restart.',
  waits: {
    closing: 'Version {{version}} starts after closing time.',
    quiet:
      'Version {{version}} starts when nothing is in hand and nobody has touched this PC for ten minutes.',
  },
  installing: 'Restarting with version {{version}}.',
  check: 'Look now',
  download: 'Download',
  installLater: 'Restart after closing time',
  installNow: 'Restart now',
  stay: 'Do not restart by itself',
  busy: 'Something is in hand: a draft, an open dialog or a payment. Finish it first; nothing was restarted.',
  background: 'Download new versions by itself',
  backgroundText: 'In the background, while work goes on. When to restart is still said by a person.',
  notice: {
    available: 'Update {{version}}',
    downloading: 'Downloading {{version}}',
    ready: 'Update {{version}} is ready',
    waiting: 'Updates to {{version}} after closing',
  },
  outcome: {
    installed: 'Updated to {{version}}',
    failed:
      'The update to {{version}} did not take. This is still the version of before; it can be tried again.',
  },
  code: 'Code {{code}}',
  failure: {
    UPDATE_SERVER_UNREACHABLE: {
      what: 'The update server does not answer.',
      action: 'Work is not affected. It is tried again by itself.',
    },
    UPDATE_NOT_FOUND: {
      what: 'The update server has no such file.',
      action: 'Work is not affected. If it stays for a day, tell support the code.',
    },
    UPDATE_UNREADABLE: {
      what: 'The update server’s list of versions makes no sense.',
      action: 'Nothing was downloaded. If it stays for a day, tell support the code.',
    },
    UPDATE_NOT_SIGNED: {
      what: 'The newer version is not signed.',
      action: 'It was not downloaded. Tell support the code: somebody may have changed the update server.',
    },
    UPDATE_SIGNATURE_WRONG: {
      what: 'The signature of the newer version is wrong.',
      action: 'It is not installed. Tell support the code: somebody may have changed the update server.',
    },
    UPDATE_CHECKSUM_WRONG: {
      what: 'What was downloaded is not what was announced.',
      action: 'It was thrown away. Download it again; if it stays, tell support the code.',
    },
    UPDATE_INCOMPLETE: {
      what: 'The download broke off.',
      action: 'Check the connection and download it again.',
    },
    UPDATE_NOT_INSTALLED: {
      what: 'The newer version could not be put in place.',
      action: 'The console is the one of before. Try again; if it stays, tell support the code.',
    },
  },
  about: 'About',
  fact: {
    version: 'Version',
    pc: 'This PC',
    business: 'Business',
    electron: 'Electron',
    system: 'System',
    key: 'Key of the diary',
  },
  key: {
    os: 'kept by the operating system',
    passphrase: 'locked with a passphrase',
    key_file: 'in a plain file: demo and tests only',
  },
} as const;
