import {
  IconBuildingStore,
  IconDoor,
  IconListDetails,
  IconDeviceDesktop,
  IconFileImport,
  IconMapPin,
  IconMessage,
  IconRefresh,
  IconUsers,
  type Icon,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';
import type { Role } from '../../../domain/command.ts';
import { fetchedScreen } from '../../ui/fetched-screen.tsx';

export type SectionId =
  | 'business'
  | 'locations'
  | 'people'
  | 'services'
  | 'rooms'
  | 'messages'
  | 'devices'
  | 'import'
  | 'updates';

export type Section = {
  readonly id: SectionId;
  readonly icon: Icon;
  readonly roles: readonly Role[];
  readonly component: ComponentType;
};

const MANAGING: readonly Role[] = ['owner', 'manager'];

/** The sections of the settings in their order; each is fetched when it is first opened, under `/settings/<id>`. */
const SECTIONS: readonly Section[] = [
  {
    id: 'business',
    icon: IconBuildingStore,
    roles: MANAGING,
    component: fetchedScreen(async () => (await import('../business/business-section.tsx')).BusinessSection)
      .component,
  },
  {
    id: 'locations',
    icon: IconMapPin,
    roles: MANAGING,
    component: fetchedScreen(async () => (await import('../business/places-section.tsx')).PlacesSection)
      .component,
  },
  {
    id: 'people',
    icon: IconUsers,
    roles: MANAGING,
    component: fetchedScreen(async () => (await import('../people/people-screen.tsx')).PeopleScreen)
      .component,
  },
  {
    id: 'services',
    icon: IconListDetails,
    roles: MANAGING,
    component: fetchedScreen(async () => (await import('../business/services-section.tsx')).ServicesSection)
      .component,
  },
  {
    id: 'rooms',
    icon: IconDoor,
    roles: MANAGING,
    component: fetchedScreen(async () => (await import('../business/rooms-section.tsx')).RoomsSection)
      .component,
  },
  {
    id: 'messages',
    icon: IconMessage,
    roles: MANAGING,
    component: fetchedScreen(async () => (await import('../messages/messages-screen.tsx')).MessagesScreen)
      .component,
  },
  {
    id: 'devices',
    icon: IconDeviceDesktop,
    roles: MANAGING,
    component: fetchedScreen(async () => (await import('../devices/devices-screen.tsx')).DevicesScreen)
      .component,
  },
  {
    id: 'import',
    icon: IconFileImport,
    roles: MANAGING,
    component: fetchedScreen(async () => (await import('../imports/import-screen.tsx')).ImportScreen)
      .component,
  },
  {
    id: 'updates',
    icon: IconRefresh,
    roles: MANAGING,
    component: fetchedScreen(async () => (await import('../updates/updates-screen.tsx')).UpdatesScreen)
      .component,
  },
];

export const sectionsFor = (role: Role): readonly Section[] =>
  SECTIONS.filter(({ roles }) => roles.includes(role));
