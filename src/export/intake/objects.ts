/** Objects of Kubernetes out of a file that anybody may have written: bounded, unwrapped, and no template. */
import { Unreadable } from './unreadable.ts';
import { field, listIn, textOf } from '../cluster/fields.ts';
import { readYaml } from '../cluster/yaml.ts';
import { refused, type Result } from '../../model/result.ts';

/** Manifests of one pipeline are far smaller. */
const MOST_CHARACTERS = 300_000;
const MOST_OBJECTS = 500;
/** `kubectl get -o yaml` wraps once; a list that holds itself has no end. */
const DEEPEST_LIST = 3;

/** What stands between two braces, but for what KServe fills in itself when it starts a container ("{{.Name}}"). */
const TEMPLATE = /\{\{(?!\s*\.(Name|Namespace|Labels|Annotations)\b)|\{%/;

export const kindOfObject = (object: unknown): string => textOf(field(object, 'kind'));
export const groupOf = (object: unknown): string => textOf(field(object, 'apiVersion')).replace(/\/.*$/, '');

/** Objects without the lists that wrap them. */
function flat(values: readonly unknown[], depth = 0): readonly unknown[] {
  const objects: unknown[] = [];
  for (const value of values) {
    const items = kindOfObject(value).endsWith('List') ? listIn(field(value, 'items')) : undefined;
    if (items && depth === DEEPEST_LIST) throw new Unreadable('its lists are nested too deeply');
    objects.push(...(items ? flat(items, depth + 1) : [value]));
    if (objects.length > MOST_OBJECTS)
      throw new Unreadable(`it holds more than ${String(MOST_OBJECTS)} objects, and a pipeline has fewer`);
  }
  return objects;
}

/** Text in what is read that a template has yet to fill in. Throws `Unfilled`. */
export function refuseTemplates(objects: readonly unknown[]): void {
  const seen = new Set<unknown>();
  function look(value: unknown): void {
    if (typeof value === 'string' && TEMPLATE.test(value)) throw new Unfilled(value);
    if (typeof value !== 'object' || value === null || seen.has(value)) return;
    seen.add(value);
    for (const part of Object.values(value)) look(part);
  }
  for (const object of objects) look(object);
}

class Unfilled extends Error {}

/** The line at which `held`, a part of the text, has a template's braces. */
function templateLine(text: string, held: string): number {
  const found = TEMPLATE.exec(held)?.index ?? 0;
  const [begin] = held.slice(found, found + 40).split('\n');
  return text.slice(0, Math.max(0, text.indexOf(begin!))).split('\n').length;
}

/** The line of the wrong YAML where a template's braces stand in it, else that of the first braces. */
function wrongLine(text: string, message: string): number {
  const line = Number(/in line (\d+)/.exec(message)?.[1] ?? 0);
  return TEMPLATE.test(text.split('\n')[line - 1] ?? '') ? line : templateLine(text, text);
}

const templateAt = (fileName: string, line: number): string =>
  `${fileName}: it is a template, with {{ }} or {% %} in line ${String(line)}; render it first (helm template, or kubectl get -o yaml for what runs) and import the result.`;

/**
 * What `read` makes of the objects of a file, YAML or JSON, lists unwrapped. Refuses, in one sentence with the file's name,
 * what is too large, no YAML or a template, and whatever `read` throws as `Unreadable`.
 */
export function fromObjects<T>(
  text: string,
  fileName: string,
  read: (objects: readonly unknown[]) => Result<T>,
): Result<T> {
  if (text.length > MOST_CHARACTERS)
    return refused(
      `${fileName}: it has ${String(text.length)} characters; manifests of up to ${String(MOST_CHARACTERS)} are read.`,
    );
  const values = readYaml(text);
  if (!values.ok)
    return refused(
      TEMPLATE.test(text)
        ? templateAt(fileName, wrongLine(text, values.message))
        : `${fileName}: ${values.message}`,
    );
  try {
    return read(flat(values.value));
  } catch (error) {
    if (error instanceof Unfilled) return refused(templateAt(fileName, templateLine(text, error.message)));
    if (error instanceof Unreadable) return refused(`${fileName}: ${error.message}.`);
    throw error;
  }
}
