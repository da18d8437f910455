/** The names that the form gives to choices, and the range of rules in words. */
export const rangeOfRules =
  'up to 8 rules, each a whole number from 1 to 1000000 within 1 to 1800 whole seconds';

const NAMES: Readonly<Record<string, string>> = {
  cpu: 'CPU use',
  rate: 'request rate',
  queue: 'requests in the stage',
  concurrency: 'concurrent requests',
  max: 'allows most (max)',
  min: 'allows least (min)',
  disabled: 'no change (disabled)',
};

/** A choice in words; one that has none says itself. */
export function optionName(option: string): string {
  return NAMES[option] ?? option;
}
