/** An entry of the browser's history: the view, and what the header and the lanes showed there. Back brings both. */
import { environments } from '../experiment/environments.ts';
import type { Experiment } from '../../../scenario/experiment.ts';
import { pageOf, type PageId } from '../pages.ts';
import { readKey } from '../policies/policyKeys.ts';
import { forecasterNames } from '../../../workload/forecasters/list.ts';

const KEYS = ['pipeline', 'workload', 'environment', 'forecaster', 'a', 'b'] as const;

/** What a change of makes an entry of its own; a slider would make hundreds. */
export type Header = Pick<Experiment, (typeof KEYS)[number]>;

export interface Entry {
  readonly page: PageId;
  readonly header: Header;
}

export function headerOf(experiment: Experiment): Header {
  const { pipeline, workload, environment, forecaster, a, b } = experiment;
  return { pipeline, workload, environment, forecaster, a, b };
}

export function sameHeader(one: Header, other: Header): boolean {
  return KEYS.every((key) => one[key] === other[key]);
}

/** What the browser kept with an entry; undefined where that is none of this page's. An older version kept no header. */
export function entryFrom(state: unknown): { readonly page: PageId; readonly header?: Header } | undefined {
  if (typeof state !== 'object' || state === null || !('page' in state)) return undefined;
  const page = pageOf(state.page);
  if (!page) return undefined;
  const header = 'header' in state ? headerFrom(state.header) : undefined;
  return header ? { page, header } : { page };
}

function headerFrom(kept: unknown): Header | undefined {
  if (typeof kept !== 'object' || kept === null) return undefined;
  const header = kept as Record<string, unknown>;
  if (!KEYS.every((key) => typeof header[key] === 'string')) return undefined;
  const { environment, forecaster, a, b } = kept as Header;
  const known =
    environments.some(({ id }) => id === environment) &&
    forecasterNames.some(({ id }) => id === forecaster) &&
    [a, b].every((key) => readKey(key).ok);
  return known ? headerOf(kept as Experiment) : undefined;
}
