/** One construct the linter refuses: an esquery selector and the sentence the author reads. */
export interface Refused { selector: string; message: string }

const refuse = (message: string, ...selectors: string[]): Refused[] => selectors.map((selector) => ({ selector, message }));

/** What no file may hold: classes (errors excepted) and casts that go through `unknown`. */
export const everywhere: Refused[] = [
  ...refuse('Only errors are classes: write a function or a plain object.',
    'ClassDeclaration:not([superClass.name=/(Error|Refusal)$/])', 'ClassExpression'),
  ...refuse('A cast through unknown says nothing: parse the value or give the source a type.',
    'TSAsExpression > TSAsExpression.expression[typeAnnotation.type="TSUnknownKeyword"]'),
];

/** Default exports, which only configuration files need. */
export const defaultExports: Refused[] =
  refuse('Export by name.', 'ExportDefaultDeclaration', 'ExportSpecifier[exported.name="default"]');

/** Opening a transaction, which is the platform's part alone. */
export const transactions: Refused[] = refuse(
  'Only the platform opens a transaction: hand the store a command.',
  'CallExpression > MemberExpression.callee[property.name=/^(withTransaction|startTransaction|startSession|transaction)$/]',
);

/** Reading the environment, which `config.ts` does for a process, once. */
export const environment: Refused[] = refuse(
  'Only config.ts reads the environment.',
  'MemberExpression[object.name="process"][property.name="env"]',
  'VariableDeclarator[init.name="process"] Property[key.name="env"]',
  'ImportDeclaration[source.value=/^(node:)?process$/] ImportSpecifier[imported.name="env"]',
);

/** What a pure file (`rules.ts`, `project.ts`) may not do: wait, ask the clock, throw dice. */
export const impurities: Refused[] = [
  ...refuse('Rules and projections do not wait: what they need arrives in the command or the event.',
    'AwaitExpression', ':function[async=true]', 'ForOfStatement[await=true]', 'ImportExpression'),
  ...refuse('Rules and projections have no clock: time arrives in the command or the event.',
    'NewExpression[callee.name="Date"]', 'CallExpression[callee.name="Date"]',
    'MemberExpression[object.name="Date"][property.name="now"]', 'MemberExpression[object.name="performance"]'),
  ...refuse('Rules and projections decide the same way every time.',
    'MemberExpression[object.name="Math"][property.name="random"]', 'MemberExpression[object.name="crypto"]'),
  ...refuse('Rules and projections touch nothing outside.',
    'MemberExpression[object.name="process"]', 'CallExpression[callee.name=/^(fetch|setTimeout|setImmediate|setInterval|queueMicrotask)$/]'),
];

/** Tests that are left out or that leave others out. */
export const leftOut: Refused[] = refuse(
  'Every test runs: mend it or delete it.',
  'MemberExpression[object.name=/^(describe|it|test)$/][property.name=/^(only|skip|todo|failing)$/]',
  'CallExpression[callee.name=/^[xf](describe|it|test)$/]',
);
