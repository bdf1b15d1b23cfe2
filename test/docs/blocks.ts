import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A page of the documentation and what its code blocks hold. */
export interface DocPage {
  /** From the root of the package. */
  readonly name: string;
  readonly text: string;
  readonly blocks: (language: string) => string[];
}

export const rootUrl = new URL('../../', import.meta.url);
export const pathOf = (name: string) => fileURLToPath(new URL(name, rootUrl));

const guide = readdirSync(pathOf('docs')).filter((name) => name.endsWith('.md'));

/** README and the pages of the guide. */
export const docPages: readonly DocPage[] = ['README.md', ...guide.map((name) => `docs/${name}`)].map(
  (name) => {
    const text = readFileSync(pathOf(name), 'utf8');
    const blocks = (language: string) =>
      [...text.matchAll(new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``, 'g'))].map(([, block]) => block!);
    return { name, text, blocks };
  },
);
