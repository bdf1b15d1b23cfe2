/**
 * The first key that stands twice in one object of a JSON text, null where none does: `JSON.parse`
 * would keep the last in silence.
 */
export function duplicateKey(json: string): string | null {
  const open: Set<string>[] = [];
  let last: string | null = null;
  for (const [token] of json.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],:]/g)) {
    if (token === '{' || token === '[') open.push(new Set());
    else if (token === '}' || token === ']') open.pop();
    else if (token === ':' && last !== null) {
      const key = String(JSON.parse(last));
      if (open.at(-1)?.has(key)) return key;
      open.at(-1)?.add(key);
    }
    last = token.startsWith('"') ? token : null;
  }
  return null;
}
