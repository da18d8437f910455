/** One sandbox as the worker that asks it sees it: what is awaited, how long, and its end. */
import { Gate } from './gate.ts';
import { faultWords } from '../src/policies/own/codeRuns.ts';
import { answerOf } from '../src/policies/own/guest.ts';
import type { GuestAsk, GuestReady, GuestReply } from '../src/policies/own/guestProtocol.ts';
import type { Opening } from '../src/policies/own/contract.ts';
import { OwnFailure } from '../src/policies/own/failure.ts';
import type { OwnRun } from '../src/policies/own/runs.ts';
import { DECISION_MS, FIRST_MS, START_MS } from '../src/policies/own/times.ts';

/** Milliseconds until the frame stands: it is a file of the host. */
const OPEN_MS = 15_000;
/** Longer than its time, for the way there and back, a sandbox is not waited for. */
const WAY_MS = 50;

/** Where the clock's own timer comes so much too late, in ms, the machine stood still, and the sandbox has its time anew, once. */
const STOOD_STILL = 25;

/** What a program does not do, by its own fault and by an end from outside: "failed at decision 3". */
interface Failing {
  readonly failed: string;
  readonly ended: string;
}

interface Waiting {
  readonly id: number;
  readonly most: number;
  readonly hear: (reply: GuestReply) => void;
  readonly fail: (why: string) => void;
}

export class Sandboxed {
  /** Episodes that run in it. */
  users = 0;
  readonly #port: MessagePort;
  readonly #clock: () => number;
  readonly #close: () => void;
  readonly #gate: Gate;
  /** What its last answer took: before the first it may be anything. */
  #ms = Infinity;
  readonly #ready: Promise<void>;
  #isReady: (() => void) | undefined;
  #count = 0;
  #askedAt: number;
  #last: Promise<unknown>;
  #waiting: Waiting | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Why it is no more, a clause. */
  #dead: string | undefined;

  /** `gate` is of all that this worker asks; `close` has the page remove the frame, and all that is in it. */
  constructor(port: MessagePort, clock: () => number, gate: Gate, close: () => void) {
    this.#gate = gate;
    this.#port = port;
    this.#clock = clock;
    this.#askedAt = clock();
    this.#close = close;
    this.#ready = new Promise((resolve) => {
      this.#isReady = resolve;
    });
    this.#last = this.#ready;
    this.#timer = setTimeout(() => {
      this.end(
        'its sandbox did not open: the host of this page may not let the page frame it, or could not be reached',
      );
    }, OPEN_MS);
    port.onmessage = ({ data }: MessageEvent<GuestReady | GuestReply>) => {
      this.#hear(data);
    };
    port.onmessageerror = () => {
      this.end('it sent what cannot be read');
    };
  }

  get lives(): boolean {
    return this.#dead === undefined;
  }

  /** Milliseconds since it was asked last; 0 while it owes an answer. */
  get idleMs(): number {
    return this.#waiting ? 0 : this.#clock() - this.#askedAt;
  }

  /** Begins an episode; `released` hears when it is over. */
  async start(name: string, source: string, opening: Opening, released: () => void): Promise<OwnRun> {
    const run = ++this.#count;
    this.users++;
    let over = false;
    const ask = async (asked: GuestAsk, most: number, what: Failing): Promise<GuestReply> => {
      const reply = await this.#ask(asked, most, (why) => `${name} ${what.ended}: ${why}.`);
      if (reply.kind !== 'fault') return reply;
      throw new OwnFailure(`${name} ${what.failed}: ${faultWords(reply.fault)}.`);
    };
    const release = (): void => {
      if (over) return;
      over = true;
      this.users--;
      if (this.lives) this.#post({ id: 0, kind: 'end', run });
      released();
    };
    try {
      const begun = { id: ++this.#count, kind: 'start', run, source, opening } as const;
      await ask(begun, START_MS, { failed: 'could not begin', ended: 'could not begin' });
    } catch (error) {
      release();
      throw error;
    }
    let decisions = 0;
    return {
      decide: async ({ plain: observation }) => {
        const most = decisions === 0 ? FIRST_MS : DECISION_MS;
        decisions++;
        const at = `at decision ${String(decisions)}`;
        const reply = await ask({ id: ++this.#count, kind: 'decide', run, observation }, most, {
          failed: `failed ${at}`,
          ended: `was ended ${at}`,
        });
        return reply.kind === 'answer' ? answerOf(reply.answer) : undefined;
      },
      end: release,
    };
  }

  /** Ends the sandbox and what it does at once; whoever waits hears the clause. */
  end(why: string): void {
    if (this.#dead !== undefined) return;
    this.#dead = why;
    clearTimeout(this.#timer);
    this.#port.onmessage = null;
    this.#port.close();
    this.#close();
    this.#isReady?.();
    this.#waiting?.fail(why);
  }

  #post(ask: GuestAsk): void {
    this.#port.postMessage(ask);
  }

  /** One question after the other, so that each has its whole time. Rejects with `OwnFailure`. */
  #ask(ask: GuestAsk, most: number, sentence: (why: string) => string): Promise<GuestReply> {
    const asked = this.#last.then(async () => {
      const heavy = Gate.isHeavy(this.#ms);
      await this.#gate.enter(heavy);
      try {
        return await this.#send(ask, most, sentence);
      } finally {
        this.#gate.leave(heavy);
      }
    });
    this.#last = asked.catch(() => undefined);
    return asked;
  }

  #send(ask: GuestAsk, most: number, sentence: (why: string) => string): Promise<GuestReply> {
    return new Promise((resolve, reject) => {
      const fail = (why: string): void => {
        this.#waiting = undefined;
        reject(new OwnFailure(sentence(why)));
      };
      if (this.#dead !== undefined) {
        fail(this.#dead);
        return;
      }
      const hear = (reply: GuestReply): void => {
        clearTimeout(this.#timer);
        this.#waiting = undefined;
        resolve(reply);
      };
      this.#waiting = { id: ask.id, most, hear, fail };
      this.#wait(most, true);
      this.#askedAt = this.#clock();
      this.#post(ask);
    });
  }

  #wait(most: number, again: boolean): void {
    const wait = most + WAY_MS;
    const due = this.#clock() + wait;
    this.#timer = setTimeout(() => {
      if (again && this.#clock() - due > STOOD_STILL) this.#wait(most, false);
      else this.end(overran(most));
    }, wait);
  }

  #hear(said: GuestReady | GuestReply): void {
    if ('ready' in said && this.#isReady) {
      clearTimeout(this.#timer);
      if (said.left.length > 0) this.end(`this browser's sandbox does not shut (${said.left.join(', ')})`);
      this.#isReady();
      this.#isReady = undefined;
      return;
    }
    const waiting = this.#waiting;
    if (!waiting || !('id' in said) || said.id !== waiting.id) this.end('it sent what it was not asked for');
    else if (said.ms > waiting.most) this.end(overran(waiting.most));
    else {
      this.#ms = said.ms;
      waiting.hear(said);
    }
  }
}

const overran = (most: number): string => `it took more than the ${String(most)} ms that it has`;
