// Types of the hall's interface from its OpenAPI document. HEAD is left out: it carries GET's operation id.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import openapiTS, { astToString } from 'openapi-typescript';

const document = JSON.parse(await readFile(new URL('../../docs/api/openapi.json', import.meta.url), 'utf8'));
for (const path of Object.values(document.paths)) delete path.head;
const nodes = await openapiTS(document, { alphabetize: true, immutable: true, silent: true });
const text = `// Made by build/types.mjs from docs/api/openapi.json; never edited.\n${astToString(nodes)}`;
const target = new URL('../src/generated/api.ts', import.meta.url);
await mkdir(new URL('.', target), { recursive: true });
if ((await readFile(target, 'utf8').catch(() => '')) !== text) await writeFile(target, text);
