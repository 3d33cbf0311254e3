/** The three businesses of the demo, as a person would describe them; the diary is made from these. */

/** All of them are in South Africa. */
export const DEMO_TIME_ZONE = 'Africa/Johannesburg';

export type ServicePlan = {
  readonly name: string;
  readonly category: string;
  readonly minutes: number;
  readonly before?: number;
  readonly after?: number;
  readonly rand: number;
  readonly hue: number;
  readonly requires?: string;
  /** How often it is asked for, against the others. */
  readonly weight: number;
};

export type StaffPlan = {
  readonly name: string;
  readonly title: string;
  /** Categories of services that the person does. */
  readonly does: readonly string[];
  /** ISO weekday on which the person does not work, Sunday apart. */
  readonly off: number;
};

export type BranchPlan = {
  readonly name: string;
  readonly address: string;
  readonly phone: string;
  readonly rooms: readonly {
    readonly name: string;
    readonly kind: 'room' | 'equipment';
    readonly capability: string;
  }[];
  readonly staff: readonly StaffPlan[];
};

export type BusinessPlan = {
  readonly name: string;
  readonly slug: string;
  readonly trade: 'salon' | 'clinic' | 'barber';
  readonly vatRegistered: boolean;
  /** ISO weekday → minutes. */
  readonly hours: Readonly<Record<string, readonly (readonly [number, number])[]>>;
  readonly branches: readonly BranchPlan[];
  readonly services: readonly ServicePlan[];
  readonly members: readonly {
    readonly name: string;
    readonly role: 'owner' | 'manager' | 'front_desk';
    readonly mailbox: string;
  }[];
  readonly clients: number;
  /** How full the diary is, against the salon's. */
  readonly busy: number;
};

const WEEK = {
  '1': [[480, 1080]],
  '2': [[480, 1080]],
  '3': [[480, 1080]],
  '4': [[480, 1080]],
  '5': [[480, 1080]],
} as const;

const SALON: BusinessPlan = {
  name: 'Jacaranda Hair & Beauty',
  slug: 'jacaranda',
  trade: 'salon',
  vatRegistered: true,
  hours: { ...WEEK, '6': [[480, 960]], '7': [] },
  members: [
    { name: 'Zanele Mokoena', role: 'front_desk', mailbox: 'reception' },
    { name: 'Chantelle Fourie', role: 'front_desk', mailbox: 'frontdesk2' },
    { name: 'Ayesha Patel', role: 'manager', mailbox: 'manager' },
    { name: 'Nomsa Khumalo', role: 'owner', mailbox: 'owner' },
  ],
  clients: 2400,
  busy: 1,
  services: [
    { name: 'Cut & finish', category: 'hair', minutes: 45, rand: 420, hue: 0, weight: 10 },
    { name: 'Wash & blow-dry', category: 'hair', minutes: 45, rand: 290, hue: 1, weight: 9 },
    { name: "Men's cut", category: 'hair', minutes: 30, rand: 220, hue: 2, weight: 6 },
    { name: 'Full colour', category: 'colour', minutes: 120, after: 15, rand: 1150, hue: 3, weight: 4 },
    {
      name: 'Half-head highlights',
      category: 'colour',
      minutes: 150,
      after: 15,
      rand: 1480,
      hue: 4,
      weight: 2,
    },
    { name: 'Root touch-up', category: 'colour', minutes: 75, after: 10, rand: 690, hue: 3, weight: 4 },
    { name: 'Box braids', category: 'braids', minutes: 180, rand: 980, hue: 5, weight: 3 },
    { name: 'Cornrows', category: 'braids', minutes: 90, rand: 480, hue: 5, weight: 4 },
    {
      name: 'Gel manicure',
      category: 'nails',
      minutes: 60,
      after: 5,
      rand: 380,
      hue: 6,
      requires: 'nail-station',
      weight: 7,
    },
    {
      name: 'Pedicure',
      category: 'nails',
      minutes: 60,
      after: 10,
      rand: 420,
      hue: 6,
      requires: 'nail-station',
      weight: 5,
    },
    {
      name: 'Facial',
      category: 'skin',
      minutes: 60,
      before: 5,
      after: 15,
      rand: 720,
      hue: 7,
      requires: 'treatment-room',
      weight: 5,
    },
    {
      name: 'Brow & lash tint',
      category: 'skin',
      minutes: 30,
      after: 5,
      rand: 260,
      hue: 8,
      requires: 'treatment-room',
      weight: 5,
    },
    {
      name: 'Back massage',
      category: 'skin',
      minutes: 45,
      before: 5,
      after: 10,
      rand: 540,
      hue: 9,
      requires: 'treatment-room',
      weight: 3,
    },
  ],
  branches: [
    {
      name: 'Rosebank',
      address: '17 Baker Street, Rosebank, Johannesburg, 2196',
      phone: '+27105550117',
      rooms: [
        { name: 'Treatment room 1', kind: 'room', capability: 'treatment-room' },
        { name: 'Treatment room 2', kind: 'room', capability: 'treatment-room' },
        { name: 'Nail station 1', kind: 'equipment', capability: 'nail-station' },
        { name: 'Nail station 2', kind: 'equipment', capability: 'nail-station' },
      ],
      staff: [
        { name: 'Thandi Nkosi', title: 'Senior stylist', does: ['hair', 'colour'], off: 3 },
        { name: 'Lerato Molefe', title: 'Stylist', does: ['hair', 'colour'], off: 2 },
        { name: 'Priya Naidoo', title: 'Colourist', does: ['colour', 'hair'], off: 4 },
        { name: 'Busisiwe Cele', title: 'Braider', does: ['braids'], off: 2 },
        { name: 'Riana Botha', title: 'Stylist', does: ['hair'], off: 3 },
        { name: 'Ayanda Dlamini', title: 'Nail technician', does: ['nails'], off: 4 },
        { name: 'Fatima Essop', title: 'Skin therapist', does: ['skin'], off: 5 },
        { name: 'Palesa Modise', title: 'Skin therapist', does: ['skin', 'nails'], off: 3 },
      ],
    },
    {
      name: 'Melville',
      address: '4 Seventh Street, Melville, Johannesburg, 2092',
      phone: '+27105550118',
      rooms: [
        { name: 'Treatment room', kind: 'room', capability: 'treatment-room' },
        { name: 'Nail station', kind: 'equipment', capability: 'nail-station' },
      ],
      staff: [
        { name: 'Karabo Sithole', title: 'Stylist', does: ['hair', 'colour'], off: 2 },
        { name: 'Megan Clarke', title: 'Stylist', does: ['hair'], off: 4 },
        { name: 'Dineo Motaung', title: 'Nails & skin', does: ['nails', 'skin'], off: 3 },
      ],
    },
    {
      name: 'Menlyn',
      address: '88 Aramist Avenue, Menlyn, Pretoria, 0181',
      phone: '+27105550119',
      rooms: [
        { name: 'Treatment room', kind: 'room', capability: 'treatment-room' },
        { name: 'Nail station', kind: 'equipment', capability: 'nail-station' },
      ],
      staff: [
        { name: 'Elmarie Venter', title: 'Senior stylist', does: ['hair', 'colour'], off: 3 },
        { name: 'Kgomotso Baloyi', title: 'Braider', does: ['braids', 'hair'], off: 2 },
        { name: 'Nadia Isaacs', title: 'Skin therapist', does: ['skin', 'nails'], off: 4 },
      ],
    },
  ],
};

const CLINIC: BusinessPlan = {
  name: 'Kloof Street Physiotherapy',
  slug: 'kloof-physio',
  trade: 'clinic',
  vatRegistered: false,
  hours: { ...WEEK, '6': [[480, 780]], '7': [] },
  members: [
    { name: 'Bronwyn Petersen', role: 'front_desk', mailbox: 'reception' },
    { name: 'Dr Suren Govender', role: 'owner', mailbox: 'owner' },
  ],
  clients: 700,
  busy: 0.9,
  services: [
    {
      name: 'First assessment',
      category: 'physio',
      minutes: 60,
      after: 10,
      rand: 890,
      hue: 0,
      requires: 'treatment-room',
      weight: 3,
    },
    {
      name: 'Follow-up',
      category: 'physio',
      minutes: 30,
      after: 5,
      rand: 520,
      hue: 1,
      requires: 'treatment-room',
      weight: 10,
    },
    {
      name: 'Sports massage',
      category: 'physio',
      minutes: 45,
      after: 10,
      rand: 610,
      hue: 7,
      requires: 'treatment-room',
      weight: 3,
    },
    { name: 'Rehabilitation session', category: 'physio', minutes: 45, rand: 560, hue: 4, weight: 4 },
  ],
  branches: [
    {
      name: 'Gardens',
      address: '121 Kloof Street, Gardens, Cape Town, 8001',
      phone: '+27215550144',
      rooms: [
        { name: 'Cubicle 1', kind: 'room', capability: 'treatment-room' },
        { name: 'Cubicle 2', kind: 'room', capability: 'treatment-room' },
        { name: 'Cubicle 3', kind: 'room', capability: 'treatment-room' },
      ],
      staff: [
        { name: 'Dr Suren Govender', title: 'Physiotherapist', does: ['physio'], off: 3 },
        { name: 'Lauren Mitchell', title: 'Physiotherapist', does: ['physio'], off: 5 },
        { name: 'Anele Gumede', title: 'Physiotherapist', does: ['physio'], off: 2 },
      ],
    },
  ],
};

const BARBER: BusinessPlan = {
  name: 'Umgeni Barbers',
  slug: 'umgeni-barbers',
  trade: 'barber',
  vatRegistered: false,
  hours: { ...WEEK, '1': [], '6': [[480, 1020]], '7': [[540, 780]] },
  members: [{ name: 'Sizwe Ngcobo', role: 'owner', mailbox: 'owner' }],
  clients: 600,
  busy: 0.8,
  services: [
    { name: 'Fade', category: 'barber', minutes: 30, rand: 150, hue: 0, weight: 10 },
    { name: 'Cut & beard', category: 'barber', minutes: 45, rand: 210, hue: 2, weight: 6 },
    { name: 'Beard trim', category: 'barber', minutes: 15, rand: 90, hue: 5, weight: 4 },
    { name: 'Hot towel shave', category: 'barber', minutes: 45, after: 5, rand: 240, hue: 8, weight: 2 },
  ],
  branches: [
    {
      name: 'Umgeni Road',
      address: '310 Umgeni Road, Durban, 4001',
      phone: '+27315550171',
      rooms: [],
      staff: [
        { name: 'Sizwe Ngcobo', title: 'Master barber', does: ['barber'], off: 7 },
        { name: 'Yusuf Adams', title: 'Barber', does: ['barber'], off: 5 },
        { name: 'Tshepo Zungu', title: 'Barber', does: ['barber'], off: 3 },
      ],
    },
  ],
};

/** Multiplies branches and their staff, never the years. */
function scaled(plan: BusinessPlan, scale: number): BusinessPlan {
  const copies = Array.from({ length: scale }, (_, copy) =>
    plan.branches.map((branch) =>
      copy === 0
        ? branch
        : {
            ...branch,
            name: `${branch.name} ${copy + 1}`,
            staff: branch.staff.map((person) => ({ ...person, name: `${person.name} ${copy + 1}` })),
          },
    ),
  );
  return { ...plan, branches: copies.flat(), clients: plan.clients * scale };
}

export const businesses = (scale: number): readonly BusinessPlan[] =>
  [SALON, CLINIC, BARBER].map((plan) => scaled(plan, scale));
