import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

export const PROJECT_ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** A source file as rules about source files see it. Paths are relative to the project and have forward slashes. */
export interface SourceFile {
  readonly path: string;
  readonly folder: string;
  /** Without folder and extension: `lock-image`. */
  readonly name: string;
  readonly isTest: boolean;
  readonly lines: number;
  readonly text: string;
}

/** Every source file that somebody wrote. */
export function sourceFiles(): SourceFile[] {
  const found = globSync(["{app,components,lib,scripts,e2e,bench}/**/*.{ts,tsx,mjs}", "*.ts"], { cwd: PROJECT_ROOT });
  return found.filter((file) => !/(^|\/)generated\/|^next-env/.test(file)).map(read);
}

function read(file: string): SourceFile {
  const text = readFileSync(path.join(PROJECT_ROOT, file), "utf8");
  const isTest = /\.(test|spec)\.tsx?$/.test(file) || /(^|\/)(testing|e2e)\//.test(file);
  const name = path.basename(file).replace(/\.[^.]+$/, "");
  return { path: file, folder: path.dirname(file), name, isTest, lines: text.split("\n").length - 1, text };
}

function parse({ path: file, text }: SourceFile): ts.SourceFile {
  return ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, file.endsWith("x") ? ts.ScriptKind.TSX : ts.ScriptKind.TS);
}

export interface ExportedName {
  readonly name: string;
  readonly isType: boolean;
}

/** What a file exports by declaring it. */
export function exportsOf(file: SourceFile): ExportedName[] {
  return parse(file).statements.flatMap((statement): ExportedName[] => {
    const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
    if (!modifiers.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) return [];
    if (ts.isVariableStatement(statement)) {
      return statement.declarationList.declarations.map((each) => ({ name: each.name.getText(), isType: false }));
    }
    const isType = ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement);
    if (isType || ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) {
      return [{ name: statement.name?.text ?? "default", isType }];
    }
    return [];
  });
}

/** The longest function of a file. Unit: lines. */
export function longestFunction(file: SourceFile): { line: number; lines: number } {
  const tree = parse(file);
  let longest = { line: 0, lines: 0 };
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node)) {
      const [first, last] = [node.getStart(), node.end].map((at) => tree.getLineAndCharacterOfPosition(at).line);
      const lines = (last ?? 0) - (first ?? 0) + 1;
      if (lines > longest.lines) longest = { line: (first ?? 0) + 1, lines };
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return longest;
}

/** `lock-image` → `lockImage`. */
export function camelCase(name: string): string {
  return name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
