import { expect, test } from 'vitest';
import { snippetOf } from './snippet.ts';
import { EMBEDS } from '../state/address/embeds.ts';
import { readOwnLink } from '../state/address/ownLink.ts';

const PAGE = 'https://example.org/sluice/embed.html';
const addressIn = (snippet: string): URL =>
  new URL(/ src="([^"]*)"/.exec(snippet)![1]!.replaceAll('&quot;', '"').replaceAll('&amp;', '&'));

test('the snippet is one line whose address brings the state and the figure', () => {
  for (const embed of EMBEDS) {
    const snippet = snippetOf(embed, PAGE, '#env=fluid&a=hpa&t=300&play=1', 'chance');
    expect(snippet).toMatch(/^<iframe [^<>\n]*><\/iframe>$/);
    const { experiment, view, troubles } = readOwnLink(addressIn(snippet).hash);
    expect(troubles).toEqual([]);
    expect([experiment.environment, experiment.a, view.time, view.playing, view.embed]).toEqual([
      'fluid',
      'hpa',
      300,
      false,
      embed.id,
    ]);
  }
});

test('where the lab says nothing the environment is said, for a link without one is an older lab’s', () => {
  const { experiment } = readOwnLink(addressIn(snippetOf(EMBEDS[0]!, PAGE, '', 'chance')).hash);
  expect(experiment.environment).toBe('chance');
});

test('marks of HTML in a link stay within the attribute', () => {
  const snippet = snippetOf(EMBEDS[0]!, PAGE, '#env=chance&term="><b>', 'chance');
  expect(snippet).toMatch(/^<iframe [^<>]*><\/iframe>$/);
});

test('a lesson is embedded from its step on, and sets the lab itself', () => {
  const lesson = EMBEDS.find(({ id }) => id === 'lesson')!;
  const snippet = snippetOf(lesson, PAGE, '#env=fluid&a=hpa&lesson=autoscalers.3', 'fluid');
  expect(addressIn(snippet).hash).toBe('#lesson=autoscalers.3&embed=lesson');
});
