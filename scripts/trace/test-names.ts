import ts from "typescript";

export interface TestName {
  readonly file: string;
  readonly line: number;
  /** As written; what a template fills in stands as `…`. */
  readonly name: string;
}

const DECLARERS = new Set(["it", "test"]);
/** Ways to declare a test that runs: `it.each(cases)("…")`, `test.concurrent("…")`. `skip`, `todo` and `describe` are none. */
const MODIFIERS = new Set(["each", "for", "concurrent", "sequential", "runIf", "skipIf", "fails"]);

/** The names of the tests a source file declares. */
export function testNamesIn(file: string, source: string): TestName[] {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true, file.endsWith("x") ? ts.ScriptKind.TSX : ts.ScriptKind.TS);
  const found: TestName[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && declaresTest(node.expression)) {
      const name = textOf(node.arguments[0]);
      const rows = name === undefined ? [] : namesOfRows(name, node.expression);
      const lineOf = (at: ts.Node) => tree.getLineAndCharacterOfPosition(at.getStart()).line + 1;
      for (const { row, filled } of rows) found.push({ file, line: lineOf(row), name: filled });
      if (name !== undefined && rows.length === 0) found.push({ file, line: lineOf(node), name });
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

function declaresTest(callee: ts.Expression): boolean {
  if (ts.isIdentifier(callee)) return DECLARERS.has(callee.text);
  if (ts.isPropertyAccessExpression(callee)) return MODIFIERS.has(callee.name.text) && declaresTest(callee.expression);
  if (ts.isCallExpression(callee) || ts.isTaggedTemplateExpression(callee)) {
    return declaresTest(ts.isCallExpression(callee) ? callee.expression : callee.tag);
  }
  return false;
}

const PLACEHOLDER = /%[sdifjo]/g;

/** What the rows of `it.each([["a", 1], …])("%s %i")` make of the name of their test, in the order of the placeholders. */
function namesOfRows(name: string, callee: ts.Expression): { row: ts.Node; filled: string }[] {
  if (name.search(PLACEHOLDER) === -1 || !ts.isCallExpression(callee)) return [];
  if (!ts.isPropertyAccessExpression(callee.expression) || callee.expression.name.text !== "each") return [];
  const table = withoutAs(callee.arguments[0]);
  if (table === undefined || !ts.isArrayLiteralExpression(table)) return [];
  return table.elements.map((row) => {
    const cells = ts.isArrayLiteralExpression(row) ? [...row.elements] : [row];
    return { row, filled: name.replace(PLACEHOLDER, () => cellText(cells.shift())) };
  });
}

function cellText(cell: ts.Expression | undefined): string {
  return textOf(cell) ?? (cell !== undefined && ts.isNumericLiteral(cell) ? cell.text : "…");
}

function withoutAs(node: ts.Expression | undefined): ts.Expression | undefined {
  return node !== undefined && ts.isAsExpression(node) ? node.expression : node;
}

function textOf(node: ts.Expression | undefined): string | undefined {
  if (node === undefined) return undefined;
  if (ts.isStringLiteralLike(node)) return node.text;
  return ts.isTemplateExpression(node) ? node.head.text + node.templateSpans.map((span) => `…${span.literal.text}`).join("") : undefined;
}
