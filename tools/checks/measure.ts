import ts from 'typescript';

/** What one source file comes to. */
export interface Measured {
  file: string;
  lines: number;
  /** Each function's length in lines, first to last, with its place. The body of a `describe` is not one. */
  functions: { place: string; lines: number }[];
  /** Places of each kind, as `file:line`. */
  anys: string[];
  casts: string[];
  nonNulls: string[];
  exports: number;
  undocumented: string[];
}

/** Parses one file (no types needed) and measures it. */
export function measure(file: string, text: string): Measured {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
  const measured: Measured = { file, lines, functions: [], anys: [], casts: [], nonNulls: [], exports: 0, undocumented: [] };
  const visit = (node: ts.Node): void => { look(node, measured, source); ts.forEachChild(node, visit); };
  visit(source);
  return measured;
}

function look(node: ts.Node, measured: Measured, source: ts.SourceFile): void {
  const line = (position: number): number => source.getLineAndCharacterOfPosition(position).line + 1;
  const place = `${measured.file}:${line(node.getStart(source))}`;
  if (ts.isFunctionLike(node) && 'body' in node && node.body && !isSuite(node)) {
    measured.functions.push({ place, lines: line(node.end) - line(node.getStart(source)) + 1 });
  }
  if (node.kind === ts.SyntaxKind.AnyKeyword) measured.anys.push(place);
  if (ts.isTypeAssertionExpression(node) || (ts.isAsExpression(node) && !ts.isConstTypeReference(node.type))) measured.casts.push(place);
  if (ts.isNonNullExpression(node)) measured.nonNulls.push(place);
  if (isExportedDeclaration(node)) {
    measured.exports += 1;
    if (ts.getJSDocCommentsAndTags(node).length === 0) measured.undocumented.push(place);
  }
}

function isExportedDeclaration(node: ts.Node): boolean {
  return ts.canHaveModifiers(node) && ts.isSourceFile(node.parent)
    && (ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
}

function isSuite(node: ts.Node): boolean {
  return ts.isCallExpression(node.parent) && /^describe\b/.test(node.parent.expression.getText());
}
