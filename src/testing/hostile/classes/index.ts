/** Every class of the campaign. Each is loaded alone: what one needs must neither weigh on another nor keep it from running. */
import type { HostileClass } from '../class.ts';

export interface ListedClass {
  readonly name: string;
  /** What is tried, one sentence. */
  readonly about: string;
  /** Share of a campaign's attempts. */
  readonly weight: number;
  readonly load: () => Promise<HostileClass>;
}

export const classes: readonly ListedClass[] = [
  {
    name: 'links',
    about: 'Addresses with hostile fields, numbers, policies and lists.',
    weight: 20,
    load: async () => (await import('./links.ts')).links,
  },
  {
    name: 'settings',
    about: 'Keys of policies with hostile settings, stages and values.',
    weight: 15,
    load: async () => (await import('./settings.ts')).settings,
  },
  {
    name: 'pipelines',
    about: 'Pipelines in JSON with hostile numbers, profiles, names and shapes.',
    weight: 20,
    load: async () => (await import('./pipelines.ts')).pipelines,
  },
  {
    name: 'loads',
    about: 'Load traces of seven formats, damaged, with hostile figures, times, headings and file names.',
    weight: 15,
    load: async () => (await import('./loads.ts')).loads,
  },
  {
    name: 'profiles',
    about:
      'Load tests of ten tools, damaged, with hostile figures, answers and file names; what is taken is fitted.',
    weight: 15,
    load: async () => (await import('./profiles.ts')).profiles,
  },
  {
    name: 'manifests',
    about:
      'Seldon’s, KServe’s and autoscalers’ objects with hostile fields, and YAML that unfolds, loops and nests.',
    weight: 10,
    load: async () => (await import('./manifests.ts')).manifests,
  },
  {
    name: 'records',
    about:
      'Runs, checkpoints, curves, pipelines, traces and predictors whose fields are missing, swollen or of another kind.',
    weight: 15,
    load: async () => (await import('./records.ts')).records,
  },
  {
    name: 'archives',
    about:
      'Backups with bits flipped, ends cut, sizes that lie, entries that overlap, bombs, and records forged with true digests.',
    weight: 8,
    load: async () => (await import('./archives.ts')).archives,
  },
  {
    name: 'backups',
    about:
      'Exports of storages full of hostile ids, names and contents: each is imported into an empty browser and exported again, equal.',
    weight: 8,
    load: async () => (await import('./backups.ts')).backups,
  },
  {
    name: 'bundles',
    about:
      'Trained policies whose zip, scenario, network, predictor, golden decisions or run are damaged or forged.',
    weight: 5,
    load: async () => (await import('./bundles.ts')).bundles,
  },
  {
    name: 'names',
    about: 'Names of pipelines, stages and variants on their way into paths, labels, cells, XML and HTML.',
    weight: 10,
    load: async () => (await import('./names.ts')).names,
  },
  {
    name: 'answers',
    about: 'What Prometheus and the API server tell the in-cluster agent, as values.',
    weight: 10,
    load: async () => (await import('./answers.ts')).answers,
  },
  {
    name: 'peers',
    about:
      'The same two over a socket: redirects, endless and lying answers, bombs, silence, echoes of the token.',
    weight: 8,
    load: async () => (await import('./peers.ts')).peers,
  },
  {
    name: 'options',
    about: 'Options of the command line that are missing, twice, beyond sense, or name files that are none.',
    weight: 8,
    load: async () => (await import('./options.ts')).options,
  },
  {
    name: 'commands',
    about:
      'The command line as a process: special files, closed pipes, full disks, orders too large for any machine.',
    weight: 0.6,
    load: async () => (await import('./commands.ts')).commands,
  },
];

/** Tries the campaign itself. */
const trial: ListedClass = {
  name: 'trial',
  about: 'Faults of all kinds, made on purpose.',
  weight: 0,
  load: async () => (await import('./trial.ts')).trial,
};

export const classByName = (name: string): ListedClass | undefined =>
  [...classes, trial].find((one) => one.name === name);
