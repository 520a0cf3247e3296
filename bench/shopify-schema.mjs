/**
 * Writes down the schema of Shopify's Storefront API for the twin in packages/testing/src/shopify-twin. It comes with hydrogen-react, a peer of
 * the bench, because installing that takes 140 MB which no test should need. Descriptions are left out, nothing else.
 *
 *   node bench/shopify-schema.mjs            writes the fixture
 *   node bench/shopify-schema.mjs --check    fails when it is not what the installed version has
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { buildClientSchema, printSchema, visit, parse, print } from 'graphql';

const require = createRequire(import.meta.url);
const folder = require.resolve('@shopify/hydrogen-react/package.json').replace(/package\.json$/, '');
const { version } = JSON.parse(readFileSync(`${folder}package.json`, 'utf8'));
const licence = readFileSync(`${folder}LICENSE.md`, 'utf8').trim();
const introspected = JSON.parse(readFileSync(`${folder}storefront.schema.json`, 'utf8'));
const bare = visit(parse(printSchema(buildClientSchema(introspected.data ?? introspected))), {
  enter: node => ('description' in node ? { ...node, description: undefined } : undefined),
});
const text = `// Made by bench/shopify-schema.mjs of @shopify/hydrogen-react ${version}, whose licence follows. Do not edit.
/*
${licence}
*/
/** Shopify's Storefront API as a schema. */
export const storefrontSchema = ${JSON.stringify(print(bare).replaceAll(/\n\s+/g, '\n').replaceAll(/\n+/g, '\n'))};
`;
const target = new URL('../packages/testing/src/shopify-twin/fixtures/storefront-schema.ts', import.meta.url);

if (!process.argv.includes('--check')) writeFileSync(target, text);
else if (readFileSync(target, 'utf8') !== text) {
  console.error(`The schema in ${target.pathname} is not that of ${version}. Run node bench/shopify-schema.mjs.`);
  process.exitCode = 1;
}
