/** Whether a role grants a request (rbac.authorization.k8s.io/v1). */
export interface PolicyRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
}

export interface Asked {
  readonly verb: string;
  readonly group: string;
  /** With its subresource: `seldondeployments/scale`. */
  readonly resource: string;
  readonly name: string | undefined;
}

const has = (list: readonly string[], one: string): boolean => list.includes(one) || list.includes('*');

export function isGranted(rules: readonly PolicyRule[], { verb, group, resource, name }: Asked): boolean {
  return rules.some(
    (rule) =>
      has(rule.verbs, verb) &&
      has(rule.apiGroups, group) &&
      has(rule.resources, resource) &&
      (rule.resourceNames === undefined ||
        rule.resourceNames.length === 0 ||
        (name !== undefined && rule.resourceNames.includes(name))),
  );
}
