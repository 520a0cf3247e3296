/**
 * A plugin of rollup for production: writes the classes that `tsc` made of decorators and fields as one would by hand. The same happens, in fewer words:
 *
 *   __decorate([property(o)], X.prototype, "name", void 0)   becomes an entry of `static properties`, as Lit reads it
 *   __decorate([state()], X.prototype, "name", void 0)       likewise
 *   __decorate([query(s)], X.prototype, "name", void 0)      becomes a getter
 *   #x; constructor() { super(...arguments); this.#x = y; }  becomes `#x = y;`
 *   static { this.x = y; }                                   becomes `static x = y;`
 *
 * What looks otherwise stays as it is.
 */
export function shorterClasses() {
  return {
    name: 'shorter-classes',
    transform(code, id) {
      if (!id.replaceAll('\\', '/').includes('/packages/')) return null;
      const { body } = this.parse(code);
      const text = node => code.slice(node.start, node.end);
      const classes = body.map(node => node.declaration ?? node).filter(({ type }) => type === 'ClassDeclaration');
      const edits = classes.flatMap(node => [...decorated(node, body, text), ...fields(node, text), ...statics(node, text)]);
      for (const { start, end, by } of edits.sort((a, b) => b.start - a.start)) code = code.slice(0, start) + by + code.slice(end);
      return { code, map: null };
    },
  };
}

/** The edits that turn the decorators of a class into its members. */
function decorated({ id, body: { start } }, statements, text) {
  const found = statements.flatMap(statement => {
    const { type, callee, arguments: given } = statement.expression ?? {};
    if (type !== 'CallExpression' || callee.name !== '__decorate' || text(given[1]) !== `${id.name}.prototype`) return [];
    const [decorator, ...others] = given[0].elements;
    const kind = decorator.callee?.name;
    if (others.length > 0 || !['property', 'state', 'query'].includes(kind)) return [];
    const [option, ...further] = decorator.arguments;
    // Written here they would lose what they were told.
    if (further.length > 0 || (kind === 'state' && option))
      throw new Error(`${id.name}: what @${kind} of "${given[2].value}" says is not known here.`);
    return [{ statement, kind, name: given[2].value, option: option && text(option) }];
  });
  if (found.length === 0) return [];
  const getters = found.filter(({ kind }) => kind === 'query');
  const properties = found.filter(({ kind }) => kind !== 'query');
  const members = [
    ...(properties.length > 0 ? [`static properties = { ${properties.map(propertyOf).join(', ')} };`] : []),
    ...getters.map(({ name, option }) => `get ${name}() { return this.renderRoot?.querySelector(${option}) ?? null; }`),
  ];
  return [
    { start: start + 1, end: start + 1, by: `\n${members.join('\n')}` },
    ...found.map(({ statement }) => ({ start: statement.start, end: statement.end, by: '' })),
  ];
}

const propertyOf = ({ kind, name, option = '{}' }) => `${name}: ${kind === 'state' ? '{ state: true }' : option}`;

/**
 * The edits that give private fields their values where they stand. Only in a constructor without parameters, which values could be made of; the
 * public ones, whose setters ask for an update, come after them.
 */
function fields({ body: { body } }, text) {
  const maker = body.find(({ kind }) => kind === 'constructor');
  const [first, ...rest] = maker?.value.body.body ?? [];
  if (!first || maker.value.params.length > 0 || !text(first).startsWith('super(')) return [];
  const declared = new Map(body.filter(isBareField).map(node => [node.key.name, node]));
  const open = rest.map(({ expression }) => expression?.left?.property).flatMap(one => (one?.type === 'Identifier' ? [one.name] : []));
  const moved = [];
  let own = 0;
  for (const statement of rest) {
    const { type, left, right } = statement.expression ?? {};
    if (type !== 'AssignmentExpression' || left.object?.type !== 'ThisExpression') break;
    own += 1;
    const field = left.property.type === 'PrivateIdentifier' && declared.get(left.property.name);
    if (field && moved.some(other => other.field === field)) throw new Error(`#${field.key.name} gets two values where it is made.`);
    const usedEarly = field && !text(right).includes('=>') && open.find(name => new RegExp(`\\bthis\\.${name}\\b`).test(text(right)));
    if (usedEarly) throw new Error(`#${field.key.name} is made of ${usedEarly}, which would get its value later in production.`);
    if (field) moved.push({ statement, field, value: text(right) });
  }
  if (moved.length === 0) return [];
  const whole = moved.length === own && own === rest.length && text(first).startsWith('super(...arguments)');
  return [
    ...moved.map(({ field, value }) => ({ start: field.start, end: field.end, by: `#${field.key.name} = ${value};` })),
    ...(whole ? [maker] : moved.map(({ statement }) => statement)).map(({ start, end }) => ({ start, end, by: '' })),
  ];
}

const isBareField = ({ type, key, value, static: isStatic }) =>
  type === 'PropertyDefinition' && !isStatic && value === null && key.type === 'PrivateIdentifier';

/** The edits that turn blocks with one assignment into static fields. */
function statics({ body: { body } }, text) {
  return body.flatMap(block => {
    const { left, right, type } = (block.type === 'StaticBlock' && block.body.length === 1 && block.body[0].expression) || {};
    if (type !== 'AssignmentExpression' || left.object?.type !== 'ThisExpression' || left.computed) return [];
    return [{ start: block.start, end: block.end, by: `static ${text(left.property)} = ${text(right)};` }];
  });
}
