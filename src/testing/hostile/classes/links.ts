/** Addresses: what a hash asks for is clamped or left out; whatever is left is a scenario that replays. */
import { hostile, Wrong } from '../class.ts';
import { mustBeFinite, replay, shortLoad } from '../use.ts';
import { hostileText, NUMBERS, pick } from '../values.ts';
import { presets } from '../../../model/presets/index.ts';
import type { Random } from '../../../model/random.ts';
import { scenarioOf } from '../../../scenario/experiment.ts';
import { writeLink } from '../../../ui/state/address/link.ts';
import { fields } from '../../../ui/state/address/linkFields.ts';
import { readOwnLink, writeOwnLink } from '../../../ui/state/address/ownLink.ts';
import { policies } from '../../../policies/registry.ts';
import { forecasters } from '../../../workload/forecasters/index.ts';
import { generators } from '../../../workload/generators.ts';

const PARAMS = fields.map(({ param }) => param);
const WORDS: readonly string[] = [
  ...presets.map(({ id }) => id),
  ...generators.map(({ id }) => id),
  ...forecasters.map(({ id }) => id),
  ...policies.map(({ info }) => info.id),
  'fluid',
  'chance',
  'instant',
  'discrete',
  'lab',
  'train',
  'compare',
  'export',
  'surge',
  'recreate',
  'a',
  'b',
  'import:deadbeef',
  'import:00000000',
  'nobody',
];

function valueOf(random: Random): string {
  const draw = random.uniform();
  if (draw < 0.3) return pick(NUMBERS, random);
  if (draw < 0.6) return pick(WORDS, random);
  if (draw < 0.75)
    return `${pick(WORDS, random)}:${pick(['target', 'min', 'max', 'rules', '0.target', '9.min', '__proto__'], random)}=${pick(NUMBERS, random)}`;
  if (draw < 0.85) return Array.from({ length: random.integer(80) }, () => pick(WORDS, random)).join(',');
  return hostileText(random);
}

function linkOf(random: Random): string {
  const parts = Array.from({ length: 1 + random.integer(12) }, () => {
    const param = random.uniform() < 0.9 ? pick(PARAMS, random) : hostileText(random);
    const value = valueOf(random);
    return `${param}=${random.uniform() < 0.7 ? encoded(value) : value}`;
  });
  const text = `#${parts.join(pick(['&', '&', '&', '&', ';', '&&', '#'], random))}`;
  const at = random.integer(text.length);
  return random.uniform() < 0.2 ? `${text.slice(0, at)}${hostileText(random)}${text.slice(at + 1)}` : text;
}

function encoded(text: string): string {
  try {
    return encodeURIComponent(text);
  } catch {
    return text;
  }
}

export const links = hostile<string>({
  make: linkOf,
  async meet(hash) {
    const read = readOwnLink(hash);
    const sentences = read.troubles;
    mustBeFinite({ ...read.experiment, time: read.view.time, speed: read.view.speed }, 'the link');
    if (
      writeOwnLink(readOwnLink(writeOwnLink(read, { pipeline: true })), { pipeline: true }) !==
      writeOwnLink(read, { pipeline: true })
    )
      throw new Wrong('the link that is written does not bring back what it says');
    // As the page does where the browser has no such import.
    const pipeline = presets.find(({ id }) => id === read.experiment.pipeline) ?? presets[0]!;
    const scenario = scenarioOf(read.experiment, pipeline, shortLoad());
    const policy = read.experiment.b === 'opd' ? 'ipa-exact' : read.experiment.b;
    if (writeLink(read).length > 10_000)
      throw new Wrong('the link that is written is longer than an address can be');
    if (writeLink(read) !== '') await replay({ ...scenario, forecaster: 'last' }, policy.split(':', 1)[0]!);
    return {
      kind: 'accepted',
      sentences,
      counts: { 'links with something left out': sentences.length > 0 ? 1 : 0 },
    };
  },
  bytesOf: (hash) => new TextEncoder().encode(hash),
});
