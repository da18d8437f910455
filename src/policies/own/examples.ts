/** Three policies to begin one’s own from, as texts of modules (docs/own-policies.md). */

export interface Example {
  readonly id: string;
  readonly name: string;
  /** What it does, a few words. */
  readonly words: string;
  readonly source: string;
}

const threshold = `// A busy stage gets one replica more, an idle one gives one back.
const BUSY = 0.8; // share of what a stage carries
const IDLE = 0.4; // half of BUSY: without its replica, a stage is not busy at once

export default {
  name: 'Threshold',

  decide(observation, tables) {
    const cores = ({ variant }, n) => tables.stages[n].variants[variant].cores;
    const order = observation.stages.map(({ variant, replicas, batch }) => ({ variant, replicas, batch }));
    let free = tables.maxCores;
    order.forEach((stage, n) => (free -= stage.replicas * cores(stage, n)));

    order.forEach((stage, n) => {
      const { latency } = tables.stages[n].variants[stage.variant];
      const one = stage.batch / latency[tables.batches.indexOf(stage.batch)]; // requests a second
      const busy = observation.load / (stage.replicas * one);
      const each = cores(stage, n);
      if (busy > BUSY && stage.replicas < tables.maxReplicas && each <= free + 1e-9) {
        stage.replicas += 1;
        free -= each;
      } else if (busy < IDLE && stage.replicas > 1) {
        stage.replicas -= 1;
        free += each;
      }
    });
    return order;
  },
};
`;

const proportional = `// As many replicas as keep each stage at TARGET; up at once, down only after a pause.
const TARGET = 0.7; // share of what a stage carries
const COOLDOWN = 60; // seconds from the last replica more to the first one less

export default {
  name: 'Proportional with cooldown',

  decide(observation, tables, memory) {
    // What is kept in memory is there again at the next decision, and gone with the episode.
    memory.raised ??= tables.stages.map(() => -Infinity);

    const variantOf = (stage, n) => tables.stages[n].variants[stage.variant];
    let free = tables.maxCores;
    observation.stages.forEach((stage, n) => (free -= stage.replicas * variantOf(stage, n).cores));

    return observation.stages.map((stage, n) => {
      const { cores, latency } = variantOf(stage, n);
      const one = stage.batch / latency[tables.batches.indexOf(stage.batch)]; // requests a second
      const wanted = Math.ceil(observation.load / (TARGET * one));
      const room = stage.replicas + Math.floor(free / cores + 1e-9);
      let replicas = Math.max(1, Math.min(wanted, tables.maxReplicas, room));
      if (replicas > stage.replicas) memory.raised[n] = observation.time;
      else if (observation.time - memory.raised[n] < COOLDOWN) replicas = stage.replicas;
      free -= (replicas - stage.replicas) * cores;
      return { variant: stage.variant, replicas, batch: stage.batch };
    });
  },
};
`;

const lookAhead = `// Tries pairs of orders, one for this decision and one for the next, and gives the first of the best pair.
export default {
  name: 'Two-step look-ahead',

  decide(observation, tables) {
    const soon = observation.predicted;
    // Where the forecast goes on as it went from the load to here.
    const later = Math.max(0, 2 * soon - observation.load);
    const now = observation.stages.map(({ variant, replicas, batch }) => ({ variant, replicas, batch }));

    const orders = [now];
    for (const load of [soon, later]) for (const thrift of [1, 4, 16]) orders.push(carrying(tables, load, thrift));

    let [first, most] = [now, -Infinity];
    for (const one of orders) {
      for (const two of orders) {
        const worth = score(tables, now, one, soon) + score(tables, one, two, later);
        if (worth > most) [first, most] = [one, worth];
      }
    }
    return first;
  },
};

// An order that carries the load: each stage by itself, its cores weighed \`thrift\` times as they count.
function carrying(tables, load, thrift) {
  const { weights, batches, maxReplicas } = tables;
  return tables.stages.map(({ variants }) => {
    let [choice, most] = [{ variant: 0, replicas: 1, batch: 1 }, -Infinity];
    variants.forEach(({ accuracy, cores, latency }, variant) =>
      batches.forEach((batch, k) => {
        const replicas = Math.max(1, Math.min(maxReplicas, Math.ceil((load * latency[k]) / batch)));
        const missing = Math.max(0, load - (replicas * batch) / latency[k]);
        const worth =
          weights.accuracyWeight * accuracy -
          latency[k] -
          weights.unmetWeight * missing -
          thrift * weights.costWeight * replicas * cores;
        if (worth > most) [choice, most] = [{ variant, replicas, batch }, worth];
      }),
    );
    return choice;
  });
}

// The lab's objective for ten seconds of a load; what must start first serves only from then on.
function score(tables, before, order, load) {
  const { weights } = tables;
  let [accuracy, throughput, latency, cost] = [0, Infinity, 0, 0];
  order.forEach((stage, n) => {
    const variant = tables.stages[n].variants[stage.variant];
    const starts = stage.variant !== before[n].variant || stage.replicas > before[n].replicas;
    const idle = starts ? Math.min(1, variant.startupSeconds / tables.decisionSeconds) : 0;
    const carried = idle * carries(tables, n, before[n]) + (1 - idle) * carries(tables, n, stage);
    accuracy += variant.accuracy;
    throughput = Math.min(throughput, carried);
    latency += seconds(tables, n, stage);
    cost += stage.replicas * variant.cores;
  });
  if (cost > tables.maxCores + 1e-9) return -Infinity;
  const excess = load - throughput;
  const gap = excess > 0 ? weights.unmetWeight * excess : -weights.spareWeight * excess;
  const slow = latency > tables.slaSeconds ? 100 : load > 0 ? (100 * Math.max(0, excess)) / load : 0;
  return (
    weights.accuracyWeight * accuracy +
    weights.throughputWeight * throughput -
    latency -
    gap -
    weights.costWeight * cost -
    weights.lateWeight * slow
  );
}

const seconds = (tables, n, { variant, batch }) =>
  tables.stages[n].variants[variant].latency[tables.batches.indexOf(batch)];

const carries = (tables, n, stage) => (stage.replicas * stage.batch) / seconds(tables, n, stage);
`;

export const examples: readonly Example[] = [
  { id: 'threshold', name: 'Threshold', words: 'busy: one replica more', source: threshold },
  {
    id: 'proportional',
    name: 'Proportional with cooldown',
    words: 'up at once, down after a pause',
    source: proportional,
  },
  {
    id: 'look-ahead',
    name: 'Two-step look-ahead',
    words: 'tries what follows before it orders',
    source: lookAhead,
  },
];
