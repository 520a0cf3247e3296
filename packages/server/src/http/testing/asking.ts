import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'chai';
import { call, type Answer, type Call } from '../../testing/fixture.js';
import type { ShopcastServer } from '../../server.js';

/** As much of `/openapi.json` as is looked at. */
export interface Description {
  readonly paths: Readonly<
    Record<
      string,
      Readonly<Record<string, { readonly responses: Readonly<Record<string, { content?: Record<string, { schema: object }> }>> }>>
    >
  >;
}

const ajv = new Ajv2020({ strict: false });

const matches = (pattern: string, path: string) =>
  new RegExp(`^${pattern.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')}$`).test(path.split('?')[0]!);

/**
 * Gives a function that sends a request whose answer must be what the server's own description says of it.
 * @param visited takes the addresses, with their method, whose answers were held against the description
 */
export function asking(server: () => ShopcastServer, visited = new Set<string>()) {
  let described: Description | undefined;
  return async (path: string, options: Call = {}, status = 200): Promise<Answer> => {
    described ??= (await call(server(), '/openapi.json')).json as Description;
    const { paths } = described;
    const answer = await call(server(), path, options);
    expect(answer.status, `${path}: ${answer.text.slice(0, 300)}`).to.equal(status);
    const method = (options.method ?? (options.body === undefined ? 'GET' : 'POST')).toLowerCase();
    const pattern = Object.keys(paths).find(one => matches(one, path) && paths[one]![method]);
    expect(pattern, `a description of ${method} ${path}`).to.be.a('string');
    visited.add(`${method} ${pattern}`);
    const response = paths[pattern!]![method]!.responses[String(status)];
    expect(response, `a description of ${status} from ${method} ${path}`).to.be.an('object');
    if (status === 304) {
      expect(answer.text).to.equal('');
      return answer;
    }
    const type = answer.headers['content-type']!.split(';')[0]!;
    const schema = response!.content?.[type]?.schema;
    expect(schema, `a description of ${type} from ${method} ${path}`).to.be.an('object');
    const valid = ajv.compile(schema!);
    const body: unknown = type === 'application/json' ? answer.json : answer.text;
    expect(valid(body), `${method} ${path}: ${ajv.errorsText(valid.errors)} in ${answer.text.slice(0, 300)}`).to.equal(true);
    return answer;
  };
}

export const errorOf = (answer: Answer) => (answer.json as { error: { code: string; message: string; field?: string } }).error;
