import type { TFunction } from 'i18next';
import { DAY, HOUR, type Instant, MINUTE } from '../../../base/time.ts';
import { type Diagnosis, syncTroubleOf } from '../../../contracts/diagnosis.ts';
import { dayOf, formatTime, groupThousands } from '../../ui/format.ts';

type Words = TFunction<'diagnosis'>;
export type Fact = readonly [name: string, value: string];
export type FactSection = { readonly title: string; readonly facts: readonly Fact[] };

/** Below this a clock counts as right: nobody reads a wall clock more closely. */
const CLOCK_GOOD_MS = 30_000;

/**
 * A diagnosis as named facts, for the screen and for copying alike. Everything in it is a figure, a code, a time or a
 * word of the catalogue.
 */
export function diagnosisFacts(
  diagnosis: Diagnosis,
  versions: { readonly version: string; readonly electron: string; readonly platform: string },
  timeZone: string,
  t: Words,
): readonly FactSection[] {
  const when = (at: Instant): string => `${dayOf(at, timeZone)} ${formatTime(at, timeZone)}`;
  return [
    ...diagnosis.scopes.map((scope) => ({
      title: t(`section.${scope.which}`),
      facts: scopeFacts(scope, when, t),
    })),
    { title: t('section.pc'), facts: pcFacts(diagnosis, when, t) },
    { title: t('section.check'), facts: checkFacts(diagnosis, when, t) },
    {
      title: t('section.versions'),
      facts: [
        [t('fact.console'), `${versions.version} (Electron ${versions.electron}, ${versions.platform})`],
        [t('fact.protocol'), t('fact.protocolIs', { wire: diagnosis.wire, schema: diagnosis.schema })],
        ...(diagnosis.deviceId === null ? [] : ([[t('fact.device'), diagnosis.deviceId]] as const)),
      ],
    },
  ];
}

function scopeFacts(
  scope: Diagnosis['scopes'][number],
  when: (at: Instant) => string,
  t: Words,
): readonly Fact[] {
  const { lastError } = scope;
  return [
    [t('fact.state'), t(`state.${scope.state}`)],
    [t('fact.completeTo'), scope.completeTo === null ? t('fact.never') : when(scope.completeTo)],
    [
      t('fact.waiting'),
      scope.waitingSince === null
        ? t('fact.waitingNone')
        : t('fact.waitingSince', { count: scope.waiting, when: when(scope.waitingSince) }),
    ],
    [t('fact.cursor'), groupThousands(scope.cursor)],
    ...(lastError
      ? ([
          [t('fact.lastError'), t('fact.lastErrorAt', { code: lastError.code, when: when(lastError.at) })],
          [t('fact.doNow'), t(`trouble.${syncTroubleOf(lastError.code)}`)],
        ] as const)
      : []),
  ];
}

function pcFacts(diagnosis: Diagnosis, when: (at: Instant) => string, t: Words): readonly Fact[] {
  const { clockBehindMs, disk, rescue } = diagnosis;
  const by = spanText(Math.abs(clockBehindMs), t);
  const free = disk.freeBytes === null ? t('fact.diskUnknown') : sizeText(disk.freeBytes, t);
  return [
    [
      t('fact.clock'),
      Math.abs(clockBehindMs) < CLOCK_GOOD_MS
        ? t('fact.clockGood')
        : t(clockBehindMs > 0 ? 'fact.clockBehind' : 'fact.clockAhead', { by }),
    ],
    [t('fact.disk'), disk.full ? t('fact.diskFull', { free }) : free],
    [t('fact.file'), sizeText(disk.fileBytes, t)],
    ...(rescue
      ? ([
          [
            t('fact.rescue'),
            t(rescue.whole ? 'fact.rescueWhole' : 'fact.rescuePart', {
              when: when(rescue.at),
              count: rescue.work,
            }),
          ],
        ] as const)
      : []),
  ];
}

function checkFacts(diagnosis: Diagnosis, when: (at: Instant) => string, t: Words): readonly Fact[] {
  const { at, findings } = diagnosis.check;
  return [
    [t('fact.checked'), at === null ? t('fact.never') : when(at)],
    ...(findings.length === 0 ? ([[t('fact.findings'), t('fact.findingsNone')]] as const) : []),
    ...findings.map((finding): Fact => [
      t('fact.findings'),
      t(finding.outcome === 'healed' ? 'fact.finding' : 'fact.findingDisagrees', {
        ...finding,
        when: when(finding.at),
        month: finding.bucket ?? t('fact.wholeTable'),
      }),
    ]),
  ];
}

/** `2.4 GB`. */
function sizeText(bytes: number, t: Words): string {
  const [unit, size] =
    bytes >= 1e9 ? (['gb', 1e9] as const) : bytes >= 1e6 ? (['mb', 1e6] as const) : (['kb', 1e3] as const);
  const amount = bytes / size;
  return t(`size.${unit}`, { n: amount >= 10 ? Math.round(amount) : Math.round(amount * 10) / 10 });
}

/** `3 h`, `365 days`. */
function spanText(ms: number, t: Words): string {
  if (ms >= 2 * DAY) return t('span.days', { n: Math.round(ms / DAY) });
  if (ms >= 2 * HOUR) return t('span.hours', { n: Math.round(ms / HOUR) });
  if (ms >= 2 * MINUTE) return t('span.minutes', { n: Math.round(ms / MINUTE) });
  return t('span.seconds', { n: Math.round(ms / 1_000) });
}

/** Lines for an e-mail to support. */
export const factsText = (summary: readonly string[], sections: readonly FactSection[]): string =>
  [
    ...summary,
    ...sections.flatMap(({ title, facts }) => [
      '',
      title,
      ...facts.map(([name, value]) => `  ${name}: ${value}`),
    ]),
  ].join('\n');
