/** `behavior` of a HorizontalPodAutoscaler (autoscaling/v2), which KEDA hands on unchanged. */
import { amountAt, countAt } from './amounts.ts';
import type { Draft } from './found.ts';
import { field, listIn, textOf } from '../cluster/fields.ts';
import { isRecord } from '../cluster/validate/values.ts';
import { shown, Unreadable } from '../intake/unreadable.ts';

/** What the API server fills in where a behavior is given and says nothing of a side (autoscaling/v2, defaults.go). */
const UP_DEFAULT = 'pods:4:15+percent:100:15';
const DOWN_DEFAULT = 'percent:100:15';
const MOST_RULES = 8;

function rulesOf(policies: unknown, place: string): string {
  const list = listIn(policies);
  if (list.length === 0 || list.length > MOST_RULES)
    throw new Unreadable(
      `${place}.policies must be a list of 1 to ${String(MOST_RULES)} rules, not ${String(list.length)}`,
    );
  return list
    .map((policy, i) => {
      const at = `${place}.policies[${String(i)}]`;
      const type = textOf(field(policy, 'type'));
      if (type !== 'Pods' && type !== 'Percent')
        throw new Unreadable(`${at}.type must be Pods or Percent, not ${shown(type)}`);
      const value = countAt(field(policy, 'value'), `${at}.value`, 1);
      return `${type.toLowerCase()}:${String(value)}:${String(countAt(field(policy, 'periodSeconds'), `${at}.periodSeconds`, 1))}`;
    })
    .join('+');
}

/** Sets what the behavior says. Without one the older limit of growth holds: at most max(2n, 4), 'auto'. */
export function readBehaviour(behaviour: unknown, place: string, { values, what }: Draft): void {
  values['up'] = 'auto';
  if (behaviour === undefined || behaviour === null) return;
  if (!isRecord(behaviour)) throw new Unreadable(`${what}: ${place} must be a mapping`);
  for (const [side, rules, stabilisation, select, tolerance, usual] of [
    ['scaleUp', 'up', 'upStabilisation', 'upSelect', 'upTolerance', UP_DEFAULT],
    ['scaleDown', 'down', 'stabilisation', 'downSelect', 'downTolerance', DOWN_DEFAULT],
  ] as const) {
    const own = field(behaviour, side);
    const at = `${what}: ${place}.${side}`;
    values[rules] = usual;
    if (own === undefined || own === null) continue;
    if ((field(own, 'policies') ?? undefined) !== undefined)
      values[rules] = rulesOf(field(own, 'policies'), at);
    const window = field(own, 'stabilizationWindowSeconds');
    if (window !== undefined && window !== null)
      values[stabilisation] = countAt(window, `${at}.stabilizationWindowSeconds`);
    const which = field(own, 'selectPolicy');
    if (which !== undefined && which !== null) {
      const word = textOf(which).toLowerCase();
      if (!['max', 'min', 'disabled'].includes(word))
        throw new Unreadable(`${at}.selectPolicy must be Max, Min or Disabled, not ${shown(which)}`);
      values[select] = word;
    }
    const off = field(own, 'tolerance');
    if (off !== undefined && off !== null) values[tolerance] = amountAt(off, `${at}.tolerance`);
  }
}

const WORD: Readonly<Record<string, string>> = { max: 'Max', min: 'Min', disabled: 'Disabled' };

function policiesOf(rules: string): readonly object[] {
  return rules.split('+').map((rule) => {
    const [type, value, seconds] = rule.split(':');
    return {
      type: type === 'pods' ? 'Pods' : 'Percent',
      value: Number(value),
      periodSeconds: Number(seconds),
    };
  });
}

/**
 * The behavior of settings with all of their fields; undefined where all is as without one. `quantity` writes a tolerance.
 * Its alpha field is written only where it differs: older clusters refuse it.
 */
export function behaviourOf(
  values: Readonly<Record<string, string | number>>,
  quantity: (value: number) => string,
): object | undefined {
  const plain =
    values['up'] === 'auto' &&
    values['upStabilisation'] === 0 &&
    values['stabilisation'] === 300 &&
    values['upSelect'] === 'max' &&
    values['downSelect'] === 'max' &&
    values['down'] === DOWN_DEFAULT &&
    values['upTolerance'] === 0.1 &&
    values['downTolerance'] === 0.1;
  if (plain) return undefined;
  const side = (rules: string, stabilisation: string, select: string, tolerance: string): object => ({
    stabilizationWindowSeconds: values[stabilisation],
    selectPolicy: WORD[String(values[select])],
    ...(values[rules] === 'auto' ? {} : { policies: policiesOf(String(values[rules])) }),
    ...(values[tolerance] === 0.1 ? {} : { tolerance: quantity(Number(values[tolerance])) }),
  });
  return {
    scaleUp: side('up', 'upStabilisation', 'upSelect', 'upTolerance'),
    scaleDown: side('down', 'stabilisation', 'downSelect', 'downTolerance'),
  };
}
