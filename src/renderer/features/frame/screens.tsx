import {
  IconActivityHeartbeat,
  IconCalendar,
  IconCalendarUser,
  IconCash,
  IconFlag,
  IconPrinter,
  IconSettings,
  IconSunHigh,
  IconUsers,
  type Icon,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';
import type { FlagValues } from '../../../contracts/queries.ts';
import type { Role } from '../../../domain/command.ts';
import type { CommandId } from '../../ui/commands.ts';
import { fetchedScreen } from '../../ui/fetched-screen.tsx';

export type ScreenId =
  | 'calendar'
  | 'clients'
  | 'payments'
  | 'roster'
  | 'glance'
  | 'settings'
  | 'day-sheet'
  | 'flags'
  | 'health';

export type Screen = {
  readonly id: ScreenId;
  readonly path: `/${string}`;
  readonly icon: Icon;
  readonly command: Extract<CommandId, `go-${string}`>;
  readonly keys: string;
  readonly roles: readonly Role[];
  /** Shown only while the tenant's flag is on. */
  readonly flag?: (flags: FlagValues) => boolean;
  /** Opened from the top bar instead of the rail. */
  readonly offRail?: true;
  readonly component: ComponentType;
};

const TENANT: readonly Role[] = ['owner', 'manager', 'front_desk'];
const PLATFORM: readonly Role[] = ['support', 'operations'];

const calendar = fetchedScreen(async () => (await import('../calendar/calendar-screen.tsx')).CalendarScreen);

/** The board is what most people open first: its code comes while they type their PIN. */
export const fetchBoard = calendar.fetch;

/** The screens that are built, in the order of the rail. Each is fetched when it is first opened. */
export const SCREENS: readonly Screen[] = [
  {
    id: 'calendar',
    path: '/calendar',
    icon: IconCalendar,
    command: 'go-calendar',
    keys: 'Alt+1',
    roles: TENANT,
    component: calendar.component,
  },
  {
    id: 'clients',
    path: '/clients',
    icon: IconUsers,
    command: 'go-clients',
    keys: 'Alt+2',
    roles: TENANT,
    component: fetchedScreen(async () => (await import('../clients/clients-screen.tsx')).ClientsScreen)
      .component,
  },
  {
    id: 'payments',
    path: '/payments',
    icon: IconCash,
    command: 'go-payments',
    keys: 'Alt+3',
    roles: TENANT,
    component: fetchedScreen(async () => (await import('../payments/payments-screen.tsx')).PaymentsScreen)
      .component,
  },
  {
    id: 'roster',
    path: '/roster',
    icon: IconCalendarUser,
    command: 'go-roster',
    keys: 'Alt+4',
    roles: TENANT,
    component: fetchedScreen(async () => (await import('../roster/roster-screen.tsx')).RosterScreen)
      .component,
  },
  {
    id: 'glance',
    path: '/glance',
    icon: IconSunHigh,
    command: 'go-glance',
    keys: 'Alt+5',
    roles: TENANT,
    flag: ({ aiFeatures }) => aiFeatures,
    component: fetchedScreen(async () => (await import('../glance/glance-screen.tsx')).GlanceScreen)
      .component,
  },
  {
    id: 'settings',
    path: '/settings',
    icon: IconSettings,
    command: 'go-settings',
    keys: 'Alt+9',
    roles: ['owner', 'manager'],
    component: fetchedScreen(async () => (await import('../settings/settings-screen.tsx')).SettingsScreen)
      .component,
  },
  {
    id: 'day-sheet',
    path: '/day-sheet',
    icon: IconPrinter,
    command: 'go-day-sheet',
    keys: 'Ctrl+P',
    roles: TENANT,
    offRail: true,
    component: fetchedScreen(async () => (await import('../day-sheet/day-sheet-screen.tsx')).DaySheetScreen)
      .component,
  },
  {
    id: 'flags',
    path: '/flags',
    icon: IconFlag,
    command: 'go-flags',
    keys: 'Alt+1',
    roles: PLATFORM,
    component: fetchedScreen(async () => (await import('../flags/flags-screen.tsx')).FlagsScreen).component,
  },
  {
    id: 'health',
    path: '/health',
    icon: IconActivityHeartbeat,
    command: 'go-health',
    keys: 'Alt+2',
    roles: PLATFORM,
    component: fetchedScreen(async () => (await import('../health/health-screen.tsx')).HealthScreen)
      .component,
  },
];

/** What this role may use under these flags. `flags` undefined: not read yet, so what depends on one is hidden. */
export const screensFor = (role: Role, flags: FlagValues | undefined): readonly Screen[] =>
  SCREENS.filter(
    (screen) => screen.roles.includes(role) && (!screen.flag || (flags !== undefined && screen.flag(flags))),
  );

export const isOnRail = ({ offRail }: Screen): boolean => offRail !== true;
