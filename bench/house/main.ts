/**
 * `npm run house [-- --root checkout]`: the size and the order of the code, as a table that can be set beside that of
 * another commit. With --long also the places. Counts what git lists and was written here.
 */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { arrowsAgainst } from './arrows.ts';
import { styleLines, valuesOf } from './style.ts';
import { isTest, lineCount, roomOf, sources, type Source } from './tree.ts';
import { twins } from './twins.ts';

const { values } = parseArgs({
  options: {
    root: { type: 'string', default: join(import.meta.dirname, '../..') },
    long: { type: 'boolean', default: false },
  },
});
const root = resolve(values.root);
const files = sources(root);
/** Programs and style sheets, not prose and settings. */
const code = files.filter(({ path }) => /\.(ts|mts|mjs|js|svelte|css|html|as)$/.test(path));
const LONG_FILE = 300;

const matching = (list: readonly Source[], pattern: RegExp): number =>
  list.reduce((sum, { lines }) => sum + [...lines.join('\n').matchAll(pattern)].length, 0);

/** Draws or prepares a chart: stands with the charts, or takes scales or pictures from where they are. */
const isChart = ({ path, lines }: Source): boolean =>
  path.startsWith('src/ui/') &&
  !isTest(path) &&
  (/\/(charts|timelines)\//.test(path) ||
    /from ['"](d3[\w-]*|[./\w]*charts\/\w+\.ts)['"]/.test(lines.join('\n')));

/** Tests that the last whole run on this checkout skipped, by runner. */
function skipped(): string {
  const read = (name: string, of: (report: never) => number): string => {
    try {
      const report = JSON.parse(readFileSync(join(root, 'test-results', name), 'utf8')) as never;
      return `${name.replace('.json', '')} ${String(of(report))}`;
    } catch {
      return '';
    }
  };
  const vitest = (report: { numPendingTests: number; numTodoTests: number }): number =>
    report.numPendingTests + report.numTodoTests;
  const all = [
    read('unit.json', vitest),
    read('cluster.json', vitest),
    read('e2e.json', (report: { stats: { skipped: number } }) => report.stats.skipped),
  ].filter((text) => text !== '');
  return all.length === 0 ? 'not run here' : all.join(', ');
}

function row(name: string, value: number | string, details = ''): void {
  const text = typeof value === 'number' ? value.toLocaleString('en') : value;
  console.log(`${name.padEnd(46)} ${text.padStart(12)}${details === '' ? '' : `  ${details}`}`);
}

console.log('Lines by room                                          code        tests');
const rooms = [...new Set(code.map(({ path }) => roomOf(path)))].sort();
for (const room of rooms) {
  const own = code.filter(({ path }) => roomOf(path) === room);
  const tests = own.filter(({ path }) => isTest(path) || room === 'e2e');
  const [written, tested] = [lineCount(own) - lineCount(tests), lineCount(tests)];
  row(`  ${room}`, written, tested.toLocaleString('en').padStart(10));
}
const inSource = code.filter(({ path }) => path.startsWith('src/'));
row('src/ together, with tests', lineCount(inSource));
row('src/ui, with tests', lineCount(code.filter(({ path }) => path.startsWith('src/ui/'))));
row('All code, with tests', lineCount(code));
row('Prose and settings', lineCount(files) - lineCount(code));

const charts = code.filter(isChart);
const style = (property: RegExp): readonly string[] => valuesOf(code, property);
const [sizes, radii, weights] = [style(/font-size/), style(/border-radius/), style(/font-weight/)];
const arrows = arrowsAgainst(code);
const pairs = twins(code);
const long = code.filter(({ lines }) => lines.length > LONG_FILE);
const redraws = matching(
  code.filter(({ path }) => path.startsWith('src/ui/')),
  /\bvoid (?:\w+\.)*version\b/g,
);
const show = (list: readonly string[]): string => (values.long ? list.join(', ') : '');

console.log('');
row('Chart code, lines', lineCount(charts), `${String(charts.length)} files`);
row('<style> lines in components', styleLines(code));
row('Style sheets, lines', lineCount(code.filter(({ path }) => path.endsWith('.css'))));
row('Font sizes', sizes.length, show(sizes));
row('Radii', radii.length, show(radii));
row('Weights', weights.length, show(weights));
for (const kind of ['back', 'across'] as const) {
  const of = arrows.filter((arrow) => arrow.kind === kind);
  const imports = of.reduce((sum, arrow) => sum + arrow.files.length, 0);
  row(
    `Arrows that run ${kind}, imports`,
    imports,
    of.map(({ from, to, files: own }) => `${from} -> ${to} (${String(own.length)})`).join(', '),
  );
}
row('Pairs of duplicated passages', pairs.length, '12 lines or more, as they stand');
row('  of 6 lines or more', twins(code, 6).length);
row('Files above 300 lines', long.length);
row('"void version"', redraws);
row('Tests skipped in the last run', skipped());
if (values.long) {
  console.log('\nDuplicated passages');
  for (const { first, second, lines } of pairs) console.log(`  ${String(lines)} lines  ${first}  ${second}`);
  console.log('\nFiles above 300 lines');
  for (const { path, lines } of long) console.log(`  ${String(lines.length)}  ${path}`);
  console.log('\nChart code');
  for (const { path, lines } of charts) console.log(`  ${String(lines.length)}  ${path}`);
  console.log('\nArrows against the order');
  for (const { from, to, files: own } of arrows) console.log(`  ${from} -> ${to}: ${own.join(', ')}`);
}
