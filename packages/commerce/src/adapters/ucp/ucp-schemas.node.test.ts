import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { expect } from 'chai';
import { commerceConformance, ucpConformanceShop, type UcpExchange, type UcpShopOptions } from '@shopcast/testing';
import { cannot, supports } from './testing/supports.js';
import { ucpCommerce } from './ucp.js';

/** The protocol's schemas are not ours to hand on: who has them beside the repository, or names their folder, checks against them. */
const repository = fileURLToPath(new URL('../../../../../', import.meta.url));
const folder = process.env['SHOPCAST_UCP_SCHEMAS'] ?? join(repository, '../shared/ucp');
const base = 'https://ucp.test/';
const rest = 'services/shopping/rest.openapi.json';

type Json = Record<string, unknown>;
type Operation = {
  readonly parameters?: readonly { readonly $ref: string }[];
  readonly requestBody?: { readonly content: { readonly 'application/json': { readonly schema: { readonly $ref: string } } } };
  readonly responses: Readonly<
    Record<string, { readonly content: { readonly 'application/json': { readonly schema: { readonly $ref: string } } } }>
  >;
};

/** What a schema says of a request, where it is written for an answer: `ucp_request` leaves fields out or makes them optional. */
function forRequest(schema: unknown, operation: string): unknown {
  if (Array.isArray(schema)) return schema.map(each => forRequest(each, operation));
  if (typeof schema !== 'object' || schema === null) return schema;
  const copy = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, forRequest(value, operation)]));
  const required = new Set(Array.isArray(copy['required']) ? (copy['required'] as string[]) : []);
  for (const [name, property] of Object.entries((copy['properties'] ?? {}) as Record<string, Json | null>)) {
    const rule = property?.['ucp_request'] as string | Record<string, string> | undefined;
    const word = typeof rule === 'object' ? rule[operation] : rule;
    if (word === 'required') required.add(name);
    else if (word !== undefined) required.delete(name);
    if (word === 'omit') (copy['properties'] as Json)[name] = false;
  }
  return Array.isArray(copy['required']) || required.size ? { ...copy, required: [...required] } : copy;
}

/** All schemas, below one address for answers and one for each kind of request. */
function readSchemas() {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  (formats as unknown as (to: Ajv2020) => void)(ajv);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.json'));
  for (const file of files) {
    const schema = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Json;
    const path = relative('.', file).replaceAll('\\', '/');
    for (const operation of ['', 'create', 'update']) {
      const $id = `${base}${operation}/${path}`;
      ajv.addSchema({ ...((operation ? forRequest(schema, operation) : schema) as Json), $id }, $id);
    }
  }
  const openapi = JSON.parse(readFileSync(join(folder, rest), 'utf8')) as {
    paths: Record<string, Record<string, Operation>>;
    components: Json;
  };
  const compiled = new Map<string, ValidateFunction>();
  const check = (ref: string, value: unknown, what: string) => {
    const validate = compiled.get(ref) ?? ajv.compile({ $ref: ref });
    compiled.set(ref, validate);
    if (!validate(value)) expect.fail(`${what}: ${ajv.errorsText(validate.errors)}\n${JSON.stringify(value).slice(0, 2000)}`);
  };
  return { openapi, check };
}

const pathIn = (operation: string, ref: string) => `${base}${operation}/${rest}${ref}`;

/** Fails unless request and answer are as the OpenAPI document says of the operation. */
function checkExchange(exchange: UcpExchange, { openapi, check }: ReturnType<typeof readSchemas>): void {
  const { operation, headers, request, status, answer } = exchange;
  if (operation === 'GET /.well-known/ucp')
    return check(`${base}/discovery/profile_schema.json#/$defs/business_profile`, answer, operation);
  const [method = '', path = ''] = operation.split(' ');
  const known = openapi.paths[path]?.[method.toLowerCase()] ?? expect.fail(`The protocol has no ${operation}.`);
  for (const { $ref } of known.parameters ?? []) {
    const parameter = (openapi.components['parameters'] as Record<string, Json>)[$ref.split('/').at(-1) ?? ''];
    if (parameter?.['in'] !== 'header' || !parameter['required']) continue;
    const value = headers.get(parameter['name'] as string);
    if (value === null) expect.fail(`${operation} lacks the header ${parameter['name'] as string}.`);
    check(pathIn('', `#/components/parameters/${$ref.split('/').at(-1)}/schema`), value, `${operation}, ${parameter['name'] as string}`);
  }
  const kind = { POST: 'create', PUT: 'update' }[method] ?? '';
  const body = known.requestBody?.content['application/json'].schema.$ref;
  if (body) check(pathIn(path.startsWith('/catalog') ? '' : kind, body), request, `request of ${operation}`);
  else expect(request).to.equal(undefined);
  if (/^\/carts/.test(path) && request)
    check(`${base}${kind}/schemas/shopping/discount.json#/$defs/dev.ucp.shopping.cart`, request, operation);
  // A business outcome without a resource is a plain 200, whatever the operation makes.
  const made = (answer as { id?: unknown }).id !== undefined;
  const found =
    known.responses[status] ?? (made ? expect.fail(`${operation} does not answer ${status}.`) : Object.values(known.responses)[0]);
  const result = found?.content['application/json'].schema.$ref ?? expect.fail();
  const isError = (answer as { ucp: { status?: unknown } }).ucp.status === 'error';
  check(isError ? `${base}/schemas/shopping/types/error_response.json` : pathIn('', result), answer, `answer of ${operation}`);
  if (/^\/carts/.test(path) && made) check(`${base}/schemas/shopping/discount.json#/$defs/dev.ucp.shopping.cart`, answer, operation);
}

describe('UCP, by the schemas of the protocol', () => {
  if (!existsSync(join(folder, rest))) {
    it.skip(`every request and answer (there are no schemas in ${folder}; SHOPCAST_UCP_SCHEMAS may name their folder)`);
    return;
  }
  const schemas = readSchemas();
  const operations = new Set<string>();

  for (const [name, options] of Object.entries<UcpShopOptions>({
    'by the letter': {},
    'that differs': { overAdd: 'clamps', variants: 'all', continueUrl: false },
  })) {
    describe(`a shop ${name}: every request and answer of the kit`, () => {
      commerceConformance({
        test: it,
        supports,
        cannot,
        create() {
          const shop = ucpConformanceShop(options, { country: 'DE', postalCode: '10115', language: 'en' });
          return {
            ...shop,
            dispose() {
              void shop.dispose();
              for (const exchange of shop.ucp.exchanges) {
                checkExchange(exchange, schemas);
                operations.add(exchange.operation);
              }
            },
          };
        },
      });
    });
  }

  describe('afterwards', () => {
    it('the kit has asked for every operation the adapter has', () => {
      expect([...operations].sort()).to.deep.equal([
        'GET /.well-known/ucp',
        'GET /carts/{id}',
        'GET /orders/{id}',
        'POST /carts',
        'POST /catalog/lookup',
        'POST /catalog/product',
        'POST /checkout-sessions',
        'PUT /carts/{id}',
      ]);
    });
  });

  it('the check finds what is wrong', async () => {
    const shop = ucpConformanceShop();
    await shop.adapter.change([{ type: 'add', variantId: 'plain', quantity: 1 }]);
    const found = shop.ucp.exchanges.find(({ operation }) => operation === 'POST /carts') ?? expect.fail('No cart was made.');
    const line = { item: { id: 'plain' }, quantity: 1 };
    const wrong: Partial<UcpExchange>[] = [
      { request: { line_items: [{ ...line, quantity: 0 }] } },
      { request: { line_items: [{ ...line, item: { id: 'plain', title: 'A title the shop knows' } }] } },
      { request: { line_items: [line], discounts: { codes: 'SAVE10' } } },
      { request: {} },
      { headers: new Headers({ 'ucp-agent': 'profile="https://page.example/"' }) },
      { answer: { ...(found.answer as Json), totals: [] } },
      { answer: { ...(found.answer as Json), discounts: { applied: [{ code: 'X' }] } } },
      { status: 204 },
    ];
    for (const change of wrong) expect(() => checkExchange({ ...found, ...change }, schemas), JSON.stringify(change)).to.throw();
    checkExchange({ ...found, request: { line_items: [line] } }, schemas);
  });

  it('the profile that the docs give a page to publish', () => {
    const page = readFileSync(join(repository, 'docs/adapters/ucp.md'), 'utf8');
    const profile = JSON.parse(/```json\n([^]*?)```/.exec(page)?.[1] ?? 'null') as Json;
    schemas.check(`${base}/discovery/profile_schema.json#/$defs/platform_profile`, profile, 'docs/adapters/ucp.md');
  });
});

describe('UCP, without a web address', () => {
  it('is refused at once', () => {
    for (const wrong of [{ url: 'shop.example' }, { url: 'javascript:alert(1)//' }, { profile: '/.well-known/ucp' }, { profile: '' }]) {
      const make = () => ucpCommerce({ url: 'https://shop.example', profile: 'https://page.example/.well-known/ucp', ...wrong });
      expect(make).to.throw().with.property('kind', 'config');
    }
  });
});
