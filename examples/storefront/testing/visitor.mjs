/** Somebody who visits the store with a browser that runs no scripts: keeps cookies, follows links and sends forms. */
export function createVisitor(base, jar = new Map()) {
  async function visit(path, form) {
    let address = new URL(path, base);
    let init = form && { method: 'POST', body: new URLSearchParams(form) };
    for (let hops = 0; hops < 5; hops++) {
      const cookie = [...jar].map(pair => pair.join('=')).join('; ');
      const response = await fetch(address, { ...init, redirect: 'manual', headers: { cookie, origin: address.origin } });
      for (const line of response.headers.getSetCookie()) {
        const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
        jar.set(name, value);
      }
      const next = response.headers.get('location');
      if (!next) return readPage(response.status, address, response.headers, await response.text());
      address = new URL(next, address);
      init = undefined;
    }
    throw new Error(`${path} sends from one address to the next without an end.`);
  }
  return { base, jar, get: path => visit(path), post: (path, form) => visit(path, form), beside: () => createVisitor(base, jar) };
}

const plain = text =>
  text
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&amp;', '&')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replace(/\s+/g, ' ')
    .trim();

function readPage(status, address, headers, html) {
  const inputs = [...html.matchAll(/<input\b[^>]*>/g)].map(([tag]) => attributesOf(tag));
  const main = /<main\b[\s\S]*<\/main>/.exec(html)?.[0] ?? html;
  return {
    status,
    path: address.pathname,
    search: address.search,
    headers,
    html,
    text: plain(main),
    /** What the header says is in the cart. */
    count: plain(/data-count[^>]*>([^<]*)/.exec(html)?.[1] ?? ''),
    problem: [...html.matchAll(/role="alert"[^>]*>([\s\S]*?)<\/p>/g)].map(([, text]) => plain(text)).join(' '),
    /** The values of the fields of a form, by name, as a browser would send them. */
    fields: () =>
      Object.fromEntries([
        ...inputs.filter(({ type, checked }) => type !== 'radio' || checked !== undefined).map(({ name, value = '' }) => [name, value]),
        ...[...html.matchAll(/<select\b[^>]*name="(\w+)"[\s\S]*?<\/select>/g)].map(([select, name]) => [
          name,
          attributesOf(/<option\b[^>]*\bselected\b[^>]*>/.exec(select)?.[0] ?? /<option\b[^>]*>/.exec(select)[0]).value,
        ]),
      ]),
    /** Where the quantity of each line is changed. */
    lineForms: [...html.matchAll(/action="(\/cart\/lines\/[^"]+)"/g)].map(([, action]) => action),
  };
}

function attributesOf(tag) {
  const found = [...tag.matchAll(/([a-zA-Z-]+)(?:="([^"]*)")?/g)].slice(1);
  return Object.fromEntries(found.map(([, name, value = '']) => [name, plain(value)]));
}
