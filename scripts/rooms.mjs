/**
 * The rooms of `src/` (and `workers/`) in their order: a room imports only what stands before it, never what stands beside
 * it in one row. Lint holds it, `npm run house` counts by it, CONTRIBUTING.md draws it.
 * @type {readonly (readonly string[])[]}
 */
export const order = [
  ['model'],
  ['workload'],
  ['profiles'],
  ['environment'],
  ['policies'],
  ['scenario'],
  ['learning'],
  ['storage', 'experiments'],
  ['runs', 'export'],
  ['teaching'],
  ['workers'],
  ['headless', 'ui'],
];

/**
 * The rooms inside `learning/`, in the same way; tests look anywhere within it.
 * @type {readonly (readonly string[])[]}
 */
export const learningOrder = [
  ['network'],
  ['ppo'],
  ['engines'],
  ['predictor'],
  ['task'],
  ['gpu'],
  ['training'],
  ['doctor'],
];
