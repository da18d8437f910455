/**
 * One round through the whole lab, run inside the page: the same in any browser that can evaluate a script. Every leg is a
 * function of its own text, with nothing from outside but its hand.
 */

/** What a leg works with, in the page. */
export interface Hand {
  /** Waits until `find` finds something, and gives it. Throws what was waited for after a minute. */
  until<T>(what: string, find: () => T | undefined | null | false): Promise<T>;
  /** Waits for a visible element whose name or text matches. */
  see(selector: string, name?: RegExp): Promise<HTMLElement>;
  click(selector: string, name?: RegExp): Promise<void>;
  press(key: string): void;
  /** Types into the field, or chooses in the list, of that name. */
  set(name: RegExp, value: string): Promise<void>;
  /** Gives a file to the import. */
  give(name: string, text: string): Promise<void>;
  /** Saves a figure in every form. */
  figure(within: string): Promise<void>;
}

export interface Leg {
  readonly name: string;
  readonly walk: (hand: Hand) => Promise<void>;
  /** Endings of the files it saves, in order. */
  readonly saves: readonly string[];
}

/** Makes the hand; run once in the page, before the first leg. */
export function handed(): Hand {
  const WAIT_MS = 60_000;
  const until = async <T>(what: string, find: () => T | undefined | null | false): Promise<T> => {
    for (const end = performance.now() + WAIT_MS; ;) {
      const found = find();
      if (found !== undefined && found !== null && found !== false) return found;
      if (performance.now() > end)
        throw new Error(
          `${what} did not come; alerts: ${[...document.querySelectorAll('[role=alert]')].map((one) => one.textContent).join(' ')}`,
        );
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
  };
  const named = (element: Element): string => {
    const labels = (element as Partial<HTMLInputElement>).labels ?? [];
    const label = element.getAttribute('aria-label') ?? labels[0]?.textContent ?? element.textContent;
    return label.trim().replace(/\s+/g, ' ');
  };
  const see = (selector: string, name?: RegExp): Promise<HTMLElement> =>
    until(`${selector} ${String(name ?? '')}`, () =>
      [...document.querySelectorAll<HTMLElement>(selector)].find(
        (one) => one.checkVisibility() && (name === undefined || name.test(named(one))),
      ),
    );
  const click = async (selector: string, name?: RegExp): Promise<void> => {
    (await see(selector, name)).click();
  };
  const set = async (name: RegExp, value: string): Promise<void> => {
    const field = (await see('input, select', name)) as HTMLInputElement;
    field.value = value;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    field.dispatchEvent(new Event('change', { bubbles: true }));
  };
  return {
    until,
    see,
    click,
    set,
    press: (key) => document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true })),
    async give(name, text) {
      const transfer = new DataTransfer();
      transfer.items.add(new File([text], name, { type: 'text/plain' }));
      const input = document.querySelector<HTMLInputElement>('header input[type=file]')!;
      input.files = transfer.files;
      input.dispatchEvent(new Event('change', { bubbles: true }));
    },
    async figure(within) {
      for (const kind of ['SVG', 'PNG', 'CSV']) {
        // A figure that is drawn anew has its menu closed again.
        const choice = await until(`${kind} in the menu`, () => {
          const found = [
            ...document.querySelectorAll<HTMLElement>(`${within} details[open] .menu button`),
          ].find((one) => named(one) === kind);
          if (!found) document.querySelector<HTMLElement>(`${within} summary[aria-label^="Save "]`)?.click();
          return found;
        });
        choice.click();
      }
    },
  };
}

const FIGURE = ['svg', 'png', 'csv'];

export const tour: readonly Leg[] = [
  {
    name: 'Lab, with HiGHS in lane B',
    walk: async ({ see, set, until }) => {
      await see('[aria-label^="Lane A:"] [role=img]');
      await set(/^Policy of lane B/, 'ipa');
      await see('[aria-label^="Lane B: IPA by HiGHS"] [role=img]');
      await until('a finding', () =>
        /HiGHS/.test(document.querySelector('.finding[aria-busy=false]')?.textContent ?? ''),
      );
    },
    saves: [],
  },
  {
    name: 'a timeline as file',
    walk: ({ figure }) => figure('figure'),
    saves: FIGURE,
  },
  {
    name: 'Help, light and dark',
    walk: async ({ click, press, see }) => {
      await click('button[aria-label="Help"]');
      await see('dialog[open] a', /^Third-party notices$/);
      await click('dialog[open] button[aria-label="Close"]');
      for (let i = 0; i < 3; i++) press('l');
    },
    saves: [],
  },
  {
    name: 'the decision card and a fork',
    walk: async ({ click, press, see }) => {
      press('d');
      await see('dialog[open] h3', /^What it saw$/);
      await see('dialog[open] table');
      await click('dialog[open] button', /^Run$/);
      await see('dialog[open] [role=status]', /^Over the next/);
      press('d');
    },
    saves: [],
  },
  {
    name: 'a load, a pipeline and an autoscaler come in',
    walk: async ({ give, see, click, until }) => {
      const closed = (): Promise<unknown> =>
        until('an end of the dialog', () => document.querySelector('dialog[open]') === null);
      const rates = Array.from({ length: 600 }, (_, i) => String(8 + (i % 60 < 30 ? 6 : 0)));
      await give('board.csv', ['second,rps', ...rates.map((rate, i) => `${String(i)},${rate}`)].join('\n'));
      await see('dialog[open] [role=img]');
      await click('dialog[open] button', /^Use this load$/);
      await closed();
      await give(
        'hpa.yaml',
        'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: web}\nspec:\n  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: crop}\n  minReplicas: 1\n  maxReplicas: 8\n  metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 75}}}]\n',
      );
      await see('dialog[open]', /75/);
      await click('dialog[open] footer button', /^Discard$/);
      await closed();
      await give(
        'services.yaml',
        ['one', 'two']
          .map(
            (name) =>
              `apiVersion: serving.kserve.io/v1beta1\nkind: InferenceService\nmetadata: {name: ${name}}\nspec:\n  predictor: {model: {modelFormat: {name: onnx}, storageUri: 's3://m/${name}'}}\n`,
          )
          .join('---\n'),
      );
      await see('dialog[open]');
      await click('dialog[open] button', /^(Discard|Close|Leave)/);
      await closed();
    },
    saves: [],
  },
  {
    name: 'a training',
    walk: async ({ press, see, set, click }) => {
      press('2');
      await see('.recorded b', /^Recorded, not yours\.$/);
      await click('summary', /^Network/);
      await set(/^Width$/, '16');
      // By steps, not by the clock: the same network wherever it runs.
      await set(/^Unit of the budget$/, 'steps');
      await set(/^Budget$/, '10000');
      await click('button', /^Start training$/);
      await see('[role=progressbar]');
      await see('button', /^Start training$/);
      await see('button', /^Export everything$/);
    },
    saves: [],
  },
  {
    name: 'its curve as file',
    walk: async ({ press, see, figure }) => {
      // Anew, with every update: while it trains a curve is drawn some updates behind.
      press('3');
      await see('h1', /noise/);
      press('2');
      await see('main figure summary[aria-label^="Save "]');
      await figure('main figure');
    },
    saves: FIGURE,
  },
  { name: 'everything as file', walk: ({ click }) => click('button', /^Export everything$/), saves: ['zip'] },
  {
    name: 'a predictor',
    walk: async ({ press, see, set, click }) => {
      press('3');
      await see('h1', /noise/);
      await set(/^Seconds$/, '5');
      await set(/^Units$/, '8');
      await click('button', /^Train on this load$/);
      await see('[role=progressbar]');
      await click('button', /^Stop$/);
      await see('button', /^(Train anew|Train on this load)$/);
      await click('button', /^Save as CSV$/);
    },
    saves: ['csv'],
  },
  {
    name: 'a comparison',
    walk: async ({ press, see, click, set }) => {
      press('4');
      await see('.recorded b', /^Recorded, not yours\.$/);
      await set(/^Seeds/, '1');
      await click('button', /^Compare: \d+ runs$/);
      await see('h1', /the highest J/);
      await click('button', /^Everything as JSON$/);
    },
    saves: ['json'],
  },
  { name: 'its picture as file', walk: ({ figure }) => figure('main figure'), saves: FIGURE },
  {
    name: 'an autoscaler’s manifest',
    walk: async ({ press, click }) => {
      press('5');
      await click('nav[aria-label="Policies"] button', /^HPA/);
      await click('button', /^Save the manifest \(YAML\)$/);
    },
    saves: ['yaml'],
  },
  {
    name: 'the reproduction, begun',
    walk: async ({ press, click, see }) => {
      press('6');
      await click('button', /^Run the paper’s evaluation$/);
      await see('[role=progressbar]');
      await click('button', /^Stop$/);
      await see('button', /^Run the paper’s evaluation$/);
    },
    saves: [],
  },
  {
    name: 'the export, with the agent',
    walk: async ({ press, see, click, until }) => {
      press('7');
      await see('h1', /every one valid/);
      await until('the agent', () => /The agent trained here comes with it/.test(document.body.textContent));
      await until('a zip', () =>
        [...document.querySelectorAll('button')].some(
          (one) => one.textContent.trim() === 'Save as a zip' && !one.disabled,
        ),
      );
      await click('button', /^Save as a zip$/);
    },
    saves: ['zip'],
  },
  {
    name: 'a pipeline of one’s own',
    walk: async ({ press, see, set, click }) => {
      press('8');
      await see('h1', /ready to run\.$/);
      await set(/^Name$/, 'Mine');
      await see('h1', /^Mine: .* ready to run\.$/);
      await click('button', /^JSON$/);
      await click('button', /^Save as a pipeline of yours$/);
      await see('button[disabled]', /^Save$/);
    },
    saves: ['json'],
  },
];

/** A leg as a script for the page. */
export const scriptOf = (leg: Leg): string => `(${leg.walk.toString()})(window.hand)`;
export const HAND = `window.hand = (${handed.toString()})(); undefined`;
