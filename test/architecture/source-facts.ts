import { dirname, join } from 'node:path';
import ts from 'typescript';

/** A source file, its path from the root of the package. */
export interface Source {
  readonly path: string;
  readonly text: string;
}

/** A function with a body, the class member and the arrow included. */
export interface SourceFunction {
  readonly path: string;
  /** Its own name or that of the variable or property it is assigned to. */
  readonly name: string;
  readonly lines: number;
}

/** What the syntax of one file says. */
export interface SourceFacts {
  readonly functions: readonly SourceFunction[];
  /**
   * Names that the file declares and exports; those that it passes on from another file are left
   * out.
   */
  readonly exported: readonly string[];
  /** Paths of the files of the package that it imports or passes on, types included. */
  readonly imports: readonly string[];
}

/** Reads the syntax of a file; types are not resolved. */
export function factsOf({ path, text }: Source): SourceFacts {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const functions: SourceFunction[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && 'body' in node && node.body) {
      functions.push({ path, name: nameOf(node), lines: linesOf(node, file) });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return {
    functions,
    exported: file.statements.flatMap(exportedNames),
    imports: file.statements.flatMap((statement) => importedPath(statement, path)),
  };
}

function nameOf(node: ts.SignatureDeclaration): string {
  const named = node.name ?? (node.parent as ts.NamedDeclaration).name;
  return named?.getText() ?? 'a function without a name';
}

function linesOf(node: ts.Node, file: ts.SourceFile): number {
  const line = (position: number) => file.getLineAndCharacterOfPosition(position).line;
  return line(node.end) - line(node.getStart(file)) + 1;
}

function exportedNames(statement: ts.Statement): string[] {
  const modifiers = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : undefined;
  if (!modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) return [];
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.map(({ name }) => name.getText());
  }
  const { name } = statement as ts.DeclarationStatement;
  return name ? [name.text] : [];
}

function importedPath(statement: ts.Statement, from: string): string[] {
  if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return [];
  const specifier = statement.moduleSpecifier as ts.StringLiteral | undefined;
  if (!specifier?.text.startsWith('.')) return [];
  return [join(dirname(from), specifier.text).replace(/\.js$/, '.ts')];
}

/**
 * Groups of files that import each other in a circle, types included: the strongly connected
 * components (Tarjan 1972).
 */
export function circles(imports: ReadonlyMap<string, readonly string[]>): string[][] {
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  const found: string[][] = [];
  const visit = (file: string): void => {
    order.set(file, order.size);
    lowest.set(file, order.get(file) as number);
    open.push(file);
    for (const next of imports.get(file) ?? []) {
      if (!order.has(next)) visit(next);
      else if (!open.includes(next)) continue;
      lowest.set(file, Math.min(lowest.get(file) as number, lowest.get(next) as number));
    }
    if (lowest.get(file) !== order.get(file)) return;
    const circle = open.splice(open.indexOf(file));
    if (circle.length > 1) found.push(circle.sort());
  };
  for (const file of imports.keys()) if (!order.has(file)) visit(file);
  return found;
}

/** Names that several files declare and export, with those files. */
export function sharedNames(facts: ReadonlyMap<string, SourceFacts>): string[] {
  const places = new Map<string, string[]>();
  for (const [path, { exported }] of facts) {
    for (const name of new Set(exported)) places.set(name, [...(places.get(name) ?? []), path]);
  }
  return [...places]
    .filter(([, paths]) => paths.length > 1)
    .map(([name, paths]) => `${name}: ${paths.join(', ')}`);
}
