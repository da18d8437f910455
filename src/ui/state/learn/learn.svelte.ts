import { untrack } from 'svelte';
import { factsOf, type Watched } from './facts.ts';
import { placeFrom, placeText } from './place.ts';
import {
  merged,
  newLesson,
  newStep,
  progressFrom,
  type LessonRecord,
  type Progress,
  type StepRecord,
} from './progress.ts';
import { told } from './told.svelte.ts';
import type { PageAddress } from '../address/address.svelte.ts';
import type { LabState } from '../labState.ts';
import type { Memory } from '../keeping/memory.svelte.ts';
import type { OpenStore } from '../keeping/openOnce.ts';
import { pageOf } from '../pages.ts';
import type { Playhead } from '../replay/playhead.svelte.ts';
import type { Why } from '../replay/why.svelte.ts';
import type { Training } from '../training/training.svelte.ts';
import { judge, type Judged } from '../../../teaching/goals.ts';
import { valueOf } from '../../../teaching/figures.ts';
import type { Facts } from '../../../teaching/facts.ts';
import type { Scene, Step, StepWords } from '../../../teaching/lesson.ts';
import { lessonById, lessons, type Taught } from '../../../teaching/lessons/index.ts';
import { after, beginningOf, figuresOf, keptLater, rightOption, sceneAt } from '../../../teaching/playing.ts';
import { defaultExperiment, type Experiment } from '../../../scenario/experiment.ts';

/** Under which name the storage has it. */
const LESSONS = 'lessons';

/** What lessons need of the lab. */
export interface Teachable extends Watched, Pick<LabState, 'set' | 'notice' | 'lesson' | 'lent'> {
  go(page: LabState['page']): void;
  readonly playhead: Watched['playhead'] & Pick<Playhead, 'seek' | 'play' | 'pause' | 'speed'>;
  readonly why: Watched['why'] & Pick<Why, 'open' | 'close'>;
  readonly address: Pick<PageAddress, 'bare'>;
  readonly memory: Pick<Memory, 'change'>;
  readonly store: OpenStore;
  readonly training: Watched['training'] & Pick<Training, 'giveBack'>;
}

/** The lesson under way, and what was done of all lessons. */
export class Learn {
  progress = $state.raw<Progress>({});
  /** The storage has answered. */
  loaded = $state(false);
  /** What stood in the lab before a lesson set it. */
  #before: Experiment | undefined;
  /** Second on which the run stood then. */
  #second: number | undefined;
  /** How fast it played before a lesson set that. */
  #speed: number | undefined;
  /** The place that it went to itself: another comes from a link. */
  #mine: string | undefined;
  /** Moment to which the run is brought once it is there. */
  #moment = $state.raw<
    { readonly time: number | undefined; readonly play: boolean | undefined } | undefined
  >();

  /** Button that the guide presses once it is there. */
  pressing = $state<string | undefined>();

  readonly #lab: Teachable;

  readonly place = $derived.by(() => {
    const { lesson } = this.#lab;
    return lesson === undefined ? undefined : placeFrom(lesson);
  });
  readonly taught: Taught | undefined = $derived(this.place && lessonById(this.place.lesson));
  /** Step on screen, from 0 on. */
  readonly at = $derived(
    Math.max(0, Math.min(this.place?.step ?? 0, (this.taught?.lesson.steps.length ?? 1) - 1)),
  );
  readonly step: Step | undefined = $derived(this.taught?.lesson.steps[this.at]);
  readonly words: StepWords | undefined = $derived(this.step && this.taught?.words.steps[this.step.id]);
  readonly #record: LessonRecord | undefined = $derived.by(() => {
    const { taught } = this;
    return taught && this.recordOf(taught);
  });
  /** What was given at the step on screen. */
  readonly given: StepRecord = $derived((this.step && this.#record?.steps[this.step.id]) ?? newStep);
  readonly facts: Facts = $derived.by(() => factsOf(this.#lab, told.all, keptOf(this.#record)));
  /** The step's figures; of one that was done as they stood then, where they cannot be told now. */
  readonly values: Readonly<Record<string, number>> = $derived({
    ...this.given.figures,
    ...figuresOf(this.step?.figures, this.facts),
  });
  readonly judged: Judged | undefined = $derived(
    this.step?.kind === 'do' ? judge(this.step.goal, this.facts) : undefined,
  );
  /** Of a question, once its outcome is on screen. */
  readonly right: string | undefined = $derived(
    this.step && 'right' in this.step && (this.facts.run || this.facts.page !== 'lab')
      ? rightOption(this.step.right, this.facts)
      : undefined,
  );
  /** What came out at each point that was drawn; undefined before. */
  readonly outcome: readonly number[] | undefined = $derived.by(() => {
    const { step, facts } = this;
    if (step?.kind !== 'draw') return undefined;
    const all = Object.values(step.points).map((figure) => valueOf(figure, facts));
    return all.every((one) => one !== undefined) ? all : undefined;
  });
  /** What later steps name of this one can be told. */
  readonly #known = $derived.by(() => {
    const { taught, step, values } = this;
    return !taught || !step || keptLater(taught.lesson, step).every((name) => name in values);
  });
  /** Nothing keeps the visitor from the next step. */
  readonly free = $derived.by(() => {
    const { step, given } = this;
    if (step?.kind === 'read' || step?.kind === 'look') return this.#known;
    return given.done;
  });

  constructor(lab: Teachable) {
    this.#lab = lab;
    void this.#recall();
  }

  async #recall(): Promise<void> {
    try {
      const found = progressFrom(await (await this.#lab.store()).found(LESSONS));
      // What was done while the storage was slow is newer.
      const begun = Object.keys(this.progress).length > 0;
      this.progress = merged(found, this.progress);
      this.loaded = true;
      if (begun) this.#write();
    } catch {
      // Whoever keeps nothing begins anew.
      this.loaded = true;
    }
  }

  /** What is kept is not written over before it is known. */
  #write(): void {
    const { progress } = this;
    if (this.loaded) void this.#lab.memory.change((store) => store.putFound(LESSONS, progress));
  }

  /** What is kept of a lesson; of another version of it nothing holds. */
  recordOf({ lesson }: Taught): LessonRecord {
    const kept = this.progress[lesson.id];
    return kept?.version === lesson.version ? kept : newLesson(lesson.version);
  }

  /** Steps of a lesson that are done. */
  doneOf(taught: Taught): number {
    const { steps } = this.recordOf(taught);
    return taught.lesson.steps.filter(({ id }) => steps[id]?.done).length;
  }

  #keep(change: (record: LessonRecord) => LessonRecord): void {
    const { taught } = this;
    if (!taught) return;
    this.progress = { ...this.progress, [taught.lesson.id]: change(this.recordOf(taught)) };
    this.#write();
  }

  #keepStep(step: Step, change: Partial<StepRecord>): void {
    this.#keep((record) => ({
      ...record,
      steps: { ...record.steps, [step.id]: { ...(record.steps[step.id] ?? newStep), ...change } },
    }));
  }

  /** Opens a lesson at a step, as if all before had been done; without one where the visitor was last. */
  open(id: string, step?: number): void {
    const taught = lessonById(id);
    if (!taught) return;
    const lab = this.#lab;
    // A link may have ended the lesson before without a word.
    if (lab.lesson === undefined) {
      this.#before = lab.experiment;
      this.#second = lab.playhead.time;
    }
    this.#before ??= lab.experiment;
    const record = this.recordOf(taught);
    const wanted = Math.min(step ?? record.at, taught.lesson.steps.length - 1);
    const k = beginningOf(taught.lesson, wanted, keptOf(record));
    if (k < wanted)
      lab.notice = `Step ${String(wanted + 1)} goes on from what step ${String(k + 1)} shows, so the lesson begins there.`;
    this.#lend(taught);
    this.#stand(taught, k);
    this.#set(this.#sceneOf(taught, k), true);
  }

  /** A link may have brought a lesson, from an effect: one that says no more has the lesson set the lab, else the lab stays as the link has it. */
  arrive(): void {
    const { lesson } = this.#lab;
    untrack(() => {
      if (lesson !== this.#mine) this.#arrive();
    });
  }

  #arrive(): void {
    const { taught, place } = this;
    const lab = this.#lab;
    this.#mine = lab.lesson;
    if (!place) return;
    if (!taught) {
      lab.notice = `The link names the lesson “${place.lesson}”, which this version of the lab does not have; Learn shows all that there are.`;
      lab.lesson = undefined;
      lab.go('learn');
      return;
    }
    this.#before ??= defaultExperiment;
    const { lesson } = taught;
    if (lab.address.bare) this.open(lesson.id, place.step);
    else {
      this.#lend(taught);
      const own = lesson.pipeline;
      if (own && lab.experiment.pipeline === defaultExperiment.pipeline)
        lab.set({ pipeline: own.id }, 'link');
    }
    const { length } = lesson.steps;
    if (place.step >= length)
      lab.notice = `The link names step ${String(place.step + 1)} of “${taught.words.title}”, which has ${String(length)}; its last one is shown.`;
    const { version } = place;
    if (version !== undefined && version !== lesson.version)
      lab.notice = `The link is of version ${String(version)} of “${taught.words.title}”, which has version ${String(lesson.version)} here; its steps may be others.`;
  }

  #lend({ lesson: { pipeline } }: Taught): void {
    if (pipeline && !this.#lab.lent.includes(pipeline)) this.#lab.lent = [...this.#lab.lent, pipeline];
  }

  #sceneOf(taught: Taught, k: number): Scene {
    const step = taught.lesson.steps[k]!;
    const scene = sceneAt(taught.lesson, k);
    const done = this.recordOf(taught).steps[step.id]?.done;
    return done && (step.kind === 'predict' || step.kind === 'draw') ? after(scene, step.outcome) : scene;
  }

  #stand({ lesson }: Taught, k: number): void {
    this.#mine = placeText({ lesson: lesson.id, step: k, version: undefined });
    this.#lab.lesson = this.#mine;
    this.#keep((record) => ({ ...record, at: k }));
  }

  /** Sets the lab; `whole`: what the scene leaves out is as the lab's defaults have it. */
  #set(scene: Scene, whole = false): void {
    const lab = this.#lab;
    const page = pageOf(scene.page);
    if (page) lab.go(page);
    if (whole || scene.set) lab.set({ ...(whole ? defaultExperiment : {}), ...scene.set }, 'lesson');
    this.pressing = scene.press;
    if (scene.speed !== undefined) {
      this.#speed ??= lab.playhead.speed;
      lab.playhead.speed = scene.speed;
    }
    if (scene.asks) told.ask(scene.asks);
    if (scene.card === 'none') lab.why.close();
    else if (scene.card) lab.why.open(scene.card);
    if (scene.time !== undefined || scene.play !== undefined) {
      lab.playhead.pause();
      this.#moment = { time: scene.time, play: scene.play };
    }
  }

  next(): void {
    const { taught, step, at } = this;
    if (!taught || !step || !this.free) return;
    if (!this.given.done) this.#finish(step);
    const next = taught.lesson.steps[at + 1];
    if (!next) return;
    this.#stand(taught, at + 1);
    this.#set(next.scene ?? {});
  }

  back(): void {
    const { taught, at } = this;
    if (!taught || at === 0) return;
    this.#stand(taught, at - 1);
    this.#set(this.#sceneOf(taught, at - 1), true);
  }

  /** A guess or an answer. A guess sets the outcome; the answer to a question counts once it is right. */
  answer(answer: string | readonly number[]): void {
    const { step, given } = this;
    if (!step || given.done) return;
    const guess = step.kind === 'predict' || step.kind === 'draw';
    if (guess && given.answers.length > 0) return;
    this.#keepStep(step, { answers: [...given.answers, answer] });
    if (guess) this.#set(step.outcome);
  }

  /** Sets one way to meet the goal. */
  showMe(): void {
    const { taught, step, at } = this;
    // What was tried besides is undone: it might stand in the way.
    if (taught && step?.kind === 'do') this.#set(after(this.#sceneOf(taught, at), step.solution), true);
  }

  #finish(step: Step): void {
    this.#keepStep(step, { done: true, figures: figuresOf(step.figures, this.facts) });
  }

  /** The last step is done: back to all lessons. */
  finish(): void {
    const { step, free } = this;
    if (!step || !free) return;
    if (!this.given.done) this.#finish(step);
    const { taught } = this;
    const next = taught && lessons[lessons.indexOf(taught) + 1];
    this.leave();
    if (taught)
      this.#lab.notice = next
        ? `“${taught.words.title}” is done. The next one is “${next.words.title}”.`
        : `“${taught.words.title}” is done; it was the last one.`;
  }

  /** Forgets what was done of a lesson, for one who plays it again. */
  forget({ lesson }: Taught): void {
    this.progress = { ...this.progress, [lesson.id]: newLesson(lesson.version) };
  }

  /** Ends the lesson; what stood in the lab before it stands there again. */
  leave(): void {
    const lab = this.#lab;
    lab.lesson = undefined;
    const before = this.#before;
    this.#before = undefined;
    this.#moment = undefined;
    if (this.#speed !== undefined) lab.playhead.speed = this.#speed;
    this.#speed = undefined;
    this.pressing = undefined;
    told.forget();
    if (before) lab.set(before, 'lesson over');
    if (this.#second !== undefined) {
      lab.playhead.pause();
      lab.playhead.seek(this.#second);
    }
    this.#second = undefined;
    void lab.training.giveBack();
    lab.lent = [];
    lab.go('learn');
  }

  /** Ends a step whose outcome has come, and brings the run to its moment. Called from an effect: it reads what it depends on. */
  follow(): void {
    const { step, given, right, judged, facts, outcome } = this;
    if (facts.run && this.#moment) {
      const { time, play } = this.#moment;
      untrack(() => {
        this.#moment = undefined;
        if (time !== undefined) this.#lab.playhead.seek(time);
        if (play) this.#lab.playhead.play();
        // A link's run plays from the beginning, unless it says otherwise.
        else if (play === false) this.#lab.playhead.pause();
      });
    }
    if (!step || given.done) return;
    const [answered] = given.answers;
    const done =
      step.kind === 'do'
        ? judged?.met
        : step.kind === 'explain'
          ? right !== undefined && given.answers.at(-1) === right
          : step.kind === 'predict'
            ? answered !== undefined && right !== undefined
            : step.kind === 'draw'
              ? answered !== undefined && outcome !== undefined
              : false;
    if (done && this.#known) untrack(() => this.#finish(step));
  }
}

/** `step.figure` of every step that is done. */
function keptOf(record: LessonRecord | undefined): Facts['kept'] {
  const pairs = Object.entries(record?.steps ?? {}).flatMap(([id, { figures }]) =>
    Object.entries(figures).map(([name, value]) => [`${id}.${name}`, value] as const),
  );
  return Object.fromEntries(pairs);
}

const learns = new WeakMap<Teachable, Learn>();

/** The lab's own, made when it is first asked for. */
export function learnOf(lab: Teachable): Learn {
  const known = learns.get(lab);
  if (known) return known;
  // It outlives the component that asks first.
  let made!: Learn;
  $effect.root(() => {
    made = new Learn(lab);
  });
  learns.set(lab, made);
  return made;
}
