/** JSON Patch (RFC 6902) and JSON Merge Patch (RFC 7386), for the API server's double. */

/** A patch that cannot be carried out; the message says which step. */
export class PatchError extends Error {
  override readonly name = 'PatchError';
}

type Fields = Record<string, unknown>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Sets a field even where its name is `__proto__`. */
function set(target: Fields, key: string, value: unknown): void {
  Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
}

function keysOf(pointer: unknown): readonly string[] {
  if (typeof pointer !== 'string' || (pointer !== '' && !pointer.startsWith('/')))
    throw new PatchError(`${JSON.stringify(pointer)} is no JSON pointer`);
  return pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function indexIn(list: readonly unknown[], key: string, most: number): number {
  if (!/^(0|[1-9]\d*)$/.test(key) || Number(key) > most)
    throw new PatchError(`there is no element ${key} in a list of ${String(list.length)}`);
  return Number(key);
}

function child(parent: unknown, key: string): unknown {
  if (Array.isArray(parent)) return parent[indexIn(parent, key, parent.length - 1)] as unknown;
  if (isFields(parent) && Object.hasOwn(parent, key)) return parent[key];
  throw new PatchError(`there is nothing at ${JSON.stringify(key)}`);
}

const get = (root: unknown, pointer: unknown): unknown => keysOf(pointer).reduce(child, root);

function add(root: unknown, pointer: unknown, value: unknown): unknown {
  const keys = keysOf(pointer);
  const last = keys.at(-1);
  if (last === undefined) return value;
  const parent = keys.slice(0, -1).reduce(child, root);
  if (Array.isArray(parent))
    parent.splice(last === '-' ? parent.length : indexIn(parent, last, parent.length), 0, value);
  else if (isFields(parent)) set(parent, last, value);
  else throw new PatchError(`nothing can be added at ${String(pointer)}`);
  return root;
}

function remove(root: unknown, pointer: unknown): unknown {
  const keys = keysOf(pointer);
  const last = keys.at(-1);
  if (last === undefined) return null;
  const parent = keys.slice(0, -1).reduce(child, root);
  child(parent, last);
  if (Array.isArray(parent)) parent.splice(Number(last), 1);
  else Reflect.deleteProperty(parent as Fields, last);
  return root;
}

/** Whether two JSON values are the same, whatever the order of their fields. */
export function equal(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((one, i) => equal(one, b[i]));
  if (isFields(a) && isFields(b)) {
    const keys = Object.keys(a);
    return (
      keys.length === Object.keys(b).length &&
      keys.every((key) => Object.hasOwn(b, key) && equal(a[key], b[key]))
    );
  }
  return a === b;
}

/** `document` after all steps; it is not changed itself. Throws `PatchError` where one step fails: then none counts. */
export function jsonPatch(document: unknown, steps: unknown): unknown {
  if (!Array.isArray(steps)) throw new PatchError('a JSON Patch is a list');
  let root: unknown = structuredClone(document);
  for (const [i, step] of (steps as readonly unknown[]).entries()) {
    if (!isFields(step)) throw new PatchError(`step ${String(i)} is no object`);
    const { op, path, from, value } = step;
    if ((op === 'add' || op === 'replace' || op === 'test') && !Object.hasOwn(step, 'value'))
      throw new PatchError(`step ${String(i)} has no value`);
    switch (op) {
      case 'add':
        root = add(root, path, structuredClone(value));
        break;
      case 'remove':
        root = remove(root, path);
        break;
      case 'replace':
        get(root, path);
        root =
          keysOf(path).length === 0
            ? structuredClone(value)
            : add(remove(root, path), path, structuredClone(value));
        break;
      case 'move': {
        const moved = get(root, from);
        if (`${String(path)}/`.startsWith(`${String(from)}/`) && path !== from)
          throw new PatchError('nothing can be moved into itself');
        root = add(remove(root, from), path, moved);
        break;
      }
      case 'copy':
        root = add(root, path, structuredClone(get(root, from)));
        break;
      case 'test':
        if (!equal(get(root, path), value)) throw new PatchError(`testing path ${String(path)} value failed`);
        break;
      default:
        throw new PatchError(`there is no operation ${JSON.stringify(op)}`);
    }
  }
  return root;
}

/** `target` with `patch` merged into it; neither is changed. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isFields(patch)) return structuredClone(patch);
  const merged: Fields = {};
  if (isFields(target))
    for (const [key, value] of Object.entries(target)) set(merged, key, structuredClone(value));
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) Reflect.deleteProperty(merged, key);
    else set(merged, key, mergePatch(Object.hasOwn(merged, key) ? merged[key] : undefined, value));
  }
  return merged;
}
