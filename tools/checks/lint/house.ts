import type { Rule } from 'eslint';

type Of<Type extends Rule.Node['type']> = Extract<Rule.Node, { type: Type }>;
type Callee = Of<'CallExpression'>['callee'];
type Export = Of<'ExportNamedDeclaration'>;

/** Refuses a function longer than the first option (lines, first to last). The body of a `describe` is a list, not a function. */
export const functionLines: Rule.RuleModule = {
  meta: { type: 'suggestion', schema: [{ type: 'integer' }] },
  create(context) {
    const most = Number(context.options[0]);
    return {
      ':function': (node: Of<'FunctionDeclaration' | 'FunctionExpression' | 'ArrowFunctionExpression'>) => {
        const lines = node.loc ? node.loc.end.line - node.loc.start.line + 1 : 0;
        if (lines > most && !isSuite(node)) context.report({ node, message: `This function has ${lines} lines; ${most} are allowed.` });
      },
    };
  },
};

/** Refuses an exported declaration without a docstring directly above it. A second overload may go without. */
export const docstring: Rule.RuleModule = {
  meta: { type: 'suggestion', schema: [] },
  create(context) {
    return {
      'ExportNamedDeclaration[declaration]': (node: Export) => {
        const source = context.sourceCode;
        const before = source.getTokenBefore(node, { includeComments: true });
        const documented = before?.type === 'Block' && before.value.startsWith('*');
        const name = declaredName(node);
        const twin = source.ast.body.find((other) => other.type === 'ExportNamedDeclaration' && name !== '' && declaredName(other) === name);
        if (!documented && (twin === undefined || twin === node)) context.report({ node, message: `Say what ${name || 'this'} is in a docstring.` });
      },
    };
  },
};

/** Refuses file names that say nothing (`utils`, `helpers`, `manager`), front doors of folders, and tests without a level. */
export const fileName: Rule.RuleModule = {
  meta: { type: 'suggestion', schema: [] },
  create(context) {
    const path = context.filename.replaceAll('\\', '/');
    const reason = misnamed(path);
    return reason === null ? {} : { Program: () => { context.report({ loc: { line: 1, column: 0 }, message: reason }); } };
  },
};

function misnamed(path: string): string | null {
  if (/\/(utils?|helpers?|\w*managers?)(\/|\.ts$)/i.test(path)) return 'Name the file after the noun it is about.';
  if (/\/index\.ts$/.test(path) && !/\/libs\/[^/]+\/src\/index\.ts$/.test(path)) return 'Only a library has a front door called index.ts.';
  if (/\.(test|spec)\.\w+$/.test(path) && !/\.(unit|service|system)\.spec\.ts$/.test(path)) return 'A test names its level: unit, service or system.';
  return null;
}

function isSuite(node: Rule.Node): boolean {
  return node.parent?.type === 'CallExpression' && calleeName(node.parent.callee) === 'describe';
}

function calleeName(callee: Callee): string {
  if (callee.type === 'Identifier') return callee.name;
  if (callee.type === 'MemberExpression') return calleeName(callee.object);
  return callee.type === 'CallExpression' ? calleeName(callee.callee) : '';
}

function declaredName(node: Pick<Export, 'declaration'>): string {
  const { declaration } = node;
  if (!declaration) return '';
  if ('id' in declaration && declaration.id) return declaration.id.name;
  const first = 'declarations' in declaration ? declaration.declarations[0] : undefined;
  return first?.id.type === 'Identifier' ? first.id.name : '';
}
