/**
 * The house's own lint rules, run by oxlint as a plugin: what no ready-made rule says.
 *
 * They look at syntax alone. A rule that needs types or the import graph belongs elsewhere.
 */

/** The part of a syntax node that these rules read. */
type Node = {
  readonly type: string;
  readonly name?: unknown;
  readonly value?: unknown;
  readonly computed?: boolean;
  readonly object?: Node;
  readonly property?: Node;
  readonly callee?: Node;
  readonly arguments?: readonly Node[];
  readonly source?: Node;
  readonly specifiers?: readonly Specifier[];
  readonly expression?: Node;
  readonly quasis?: readonly { readonly value: { readonly cooked: string | null } }[];
};
type Specifier = { readonly imported?: Node; readonly importKind?: string };
type Context = {
  readonly filename: string;
  report(finding: { readonly node: Node; readonly message: string }): void;
};
type Rule = {
  readonly meta: { readonly type: 'problem'; readonly docs: { readonly description: string } };
  create(context: Context): Record<string, (node: Node) => void>;
};

/** Each raw channel has exactly one home; everything else uses the typed contracts. */
const IPC_HOMES: Readonly<Record<string, string>> = {
  ipcMain: 'electron/main/ipc-main.ts',
  ipcRenderer: 'electron/preload/index.ts',
};

const namesMember = (node: Node, object: string, property: string): boolean =>
  node.type === 'MemberExpression' &&
  node.object?.type === 'Identifier' &&
  node.object.name === object &&
  node.property?.name === property;

const inFile = (context: Context, home: string): boolean =>
  context.filename.replaceAll('\\', '/').endsWith(`/${home}`);

const noRawIpc: Rule = {
  meta: { type: 'problem', docs: { description: 'Raw Electron channels live in one file each.' } },
  create(context) {
    const isWebContents = (node: Node | undefined): boolean =>
      (node?.type === 'Identifier' && node.name === 'webContents') ||
      (node?.type === 'MemberExpression' && node.property?.name === 'webContents');
    return {
      ImportDeclaration(node) {
        if (node.source?.value !== 'electron') return;
        for (const specifier of node.specifiers ?? []) {
          const name = String(specifier.imported?.name);
          const home = IPC_HOMES[name];
          if (home !== undefined && !inFile(context, home)) {
            context.report({
              node,
              message: `${name} is used in ${home} alone; call the typed contract instead.`,
            });
          }
        }
      },
      MemberExpression(node) {
        const property = String(node.property?.name);
        if ((property === 'send' || property === 'postMessage') && isWebContents(node.object)) {
          const home = IPC_HOMES['ipcMain'] ?? '';
          if (!inFile(context, home)) {
            context.report({
              node,
              message: `webContents.${property} is used in ${home} alone; call the typed contract instead.`,
            });
          }
        }
      },
    };
  },
};

const noAmbientTimeOrChance: Rule = {
  meta: { type: 'problem', docs: { description: 'Rules take clock, ids and chance as arguments.' } },
  create(context) {
    const forbid = (node: Node, what: string): void =>
      context.report({ node, message: `${what} is banned here: clock, ids and chance are passed in.` });
    return {
      MemberExpression(node) {
        for (const [object, property] of [
          ['Date', 'now'],
          ['Math', 'random'],
          ['performance', 'now'],
          ['crypto', 'randomUUID'],
          ['crypto', 'getRandomValues'],
        ] as const) {
          if (namesMember(node, object, property)) forbid(node, `${object}.${property}`);
        }
        if (node.object?.type === 'MemberExpression' && namesMember(node.object, 'Temporal', 'Now')) {
          forbid(node, 'Temporal.Now');
        }
      },
      NewExpression(node) {
        if (node.callee?.type === 'Identifier' && node.callee.name === 'Date') forbid(node, 'new Date');
      },
      CallExpression(node) {
        if (node.callee?.type === 'Identifier' && node.callee.name === 'Date') forbid(node, 'Date()');
      },
    };
  },
};

/** Attributes whose value a person reads or hears. */
const SPOKEN_ATTRIBUTES: ReadonlySet<string> = new Set([
  'aria-description',
  'aria-label',
  'aria-placeholder',
  'aria-roledescription',
  'aria-valuetext',
  'alt',
  'description',
  'error',
  'label',
  'message',
  'nothingFoundMessage',
  'placeholder',
  'title',
]);

/** A text needs a catalogue when it holds two letters in a row; signs such as "·", "&ensp;" or "R" do not. */
const isProse = (text: unknown): boolean =>
  typeof text === 'string' && /\p{L}{2,}/u.test(text.replaceAll(/&#?\w+;/g, ''));

const literalText = (node: Node | undefined): unknown => {
  if (node?.type === 'Literal') return node.value;
  if (node?.type === 'TemplateLiteral') return node.quasis?.map((part) => part.value.cooked ?? '').join('');
  if (node?.type === 'JSXExpressionContainer') return literalText(node.expression);
  return undefined;
};

const noHardCodedText: Rule = {
  meta: { type: 'problem', docs: { description: 'Every text a person reads comes from a catalogue.' } },
  create(context) {
    const forbid = (node: Node, text: unknown): void =>
      context.report({
        node,
        message: `"${String(text).trim()}" is read by a person: take it from src/texts.`,
      });
    return {
      JSXText(node) {
        if (isProse(node.value)) forbid(node, node.value);
      },
      JSXAttribute(node) {
        const name = String((node.name as Node | undefined)?.name);
        const text = literalText(node.value as Node | undefined);
        if (SPOKEN_ATTRIBUTES.has(name) && isProse(text)) forbid(node, text);
      },
      'JSXElement > JSXExpressionContainer'(node) {
        const text = literalText(node);
        if (isProse(text)) forbid(node, text);
      },
    };
  },
};

export default {
  meta: { name: 'house' },
  rules: {
    'no-raw-ipc': noRawIpc,
    'no-ambient-time-or-chance': noAmbientTimeOrChance,
    'no-hard-coded-text': noHardCodedText,
  },
};
