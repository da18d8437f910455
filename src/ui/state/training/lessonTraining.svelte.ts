import { untrack } from 'svelte';
import type { TrainDesk } from './trainDesk.svelte.ts';
import type { Lab } from '../lab.svelte.ts';
import { told } from '../learn/told.svelte.ts';
import type { Diagnosis } from '../../../learning/doctor/doctor.ts';
import { toldOfTraining } from '../../../learning/doctor/toldOfTraining.ts';
import type { Facts } from '../../../teaching/facts.ts';
import {
  BUDGET,
  isTrainingId,
  SEED,
  trainings,
  type TrainingId,
} from '../../../teaching/lessons/ppo/trainings.ts';

type Host = Pick<Lab, 'training' | 'runs' | 'trainOn'>;
type Desk = Pick<TrainDesk, 'show' | 'cure' | 'shownId' | 'record' | 'plan' | 'curvesOf'>;

/** What a lesson asks of the Train view: one of its trainings, made once and shown again, and the doctor's cure. Made by the view: it has effects. */
export class LessonTraining {
  #wanted = $state<TrainingId | undefined>();
  #cure = $state(false);
  #known: Facts['told'] = {};
  readonly #host: Host;
  readonly #desk: Desk;

  constructor(host: Host, desk: Desk, findings: () => readonly Diagnosis[]) {
    this.#host = host;
    this.#desk = desk;
    $effect(() => {
      const wish = told.take('train');
      if (!wish) return;
      untrack(() => {
        if (isTrainingId(wish.run)) this.#wanted = wish.run;
        this.#cure = wish.cure === true;
        this.#tell({});
      });
    });
    $effect(() => {
      const wanted = this.#wanted;
      const { runs, training } = host;
      if (wanted === undefined || !runs.loaded || training.status.kind === 'starting') return;
      const { active } = training;
      untrack(() => this.#bring(wanted, active));
    });
    $effect(() => {
      const large = findings().find(({ id, change }) => id === 'kl-spike' && change);
      if (!this.#cure || this.#wanted !== undefined || host.training.active || !large) return;
      untrack(() => {
        this.#cure = false;
        void desk.cure(large);
      });
    });
    $effect(() => {
      const { training } = host;
      const { shownId, record, plan } = desk;
      const curves = desk.curvesOf(shownId);
      // What is drawn comes after what was trained: without its last judgement a training has another end.
      const late = shownId === training.plan?.id && curves !== training.curves;
      const waits = this.#wanted !== undefined || training.active || late;
      const news =
        waits || !plan || !curves
          ? {}
          : {
              ...toldOfTraining(curves.members[0] ?? [], curves.evaluations, findings()),
              'train.name': record?.name ?? plan.name,
              'train.fork': plan.parent !== undefined,
            };
      untrack(() => this.#tell(news));
    });
    $effect(() => () => this.#tell({}));
  }

  /** Shows the training where it has been made; else makes it, once what runs has ended. */
  #bring(id: TrainingId, active: boolean): void {
    const { runs, training, trainOn } = this.#host;
    const { name, overrides } = trainings[id];
    if (active) {
      if (training.plan?.name !== name) return;
      this.#desk.show(training.plan.id);
    } else {
      const made = runs.list.find(
        (run) => run.name === name && run.status === 'finished' && run.outdated === undefined,
      );
      if (made) this.#desk.show(made.id);
      else
        void trainOn.call(
          this.#host,
          { name },
          { budget: BUDGET, seed: SEED, seeds: 1, backend: 'cpu', overrides },
        );
    }
    this.#wanted = undefined;
  }

  /** Takes back what was told before. */
  #tell(news: Facts['told']): void {
    told.tell({ ...Object.fromEntries(Object.keys(this.#known).map((name) => [name, undefined])), ...news });
    this.#known = news;
  }
}
