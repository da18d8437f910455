/** One sandbox as the worker that asks it sees it: what is awaited, how long, and its end. */
import { Gate } from './gate.ts';
import { faultWords } from '../src/policies/own/codeRuns.ts';
import { answerOf } from '../src/policies/own/guest.ts';
import type {
  Answered,
  GuestAsk,
  GuestReady,
  GuestReply,
  Question,
} from '../src/policies/own/guestProtocol.ts';
import type { Opening } from '../src/policies/own/contract.ts';
import { OwnFailure } from '../src/policies/own/failure.ts';
import { Line, overran, type Wait } from '../src/policies/own/line.ts';
import type { OwnRun } from '../src/policies/own/runs.ts';
import { DECISION_MS, FIRST_MS, START_MS } from '../src/policies/own/times.ts';

/** Milliseconds until the frame stands: it is a file of the host. */
const OPEN_MS = 15_000;
/** Longer than its time, for the way there and back, a sandbox is not waited for. */
const WAY_MS = 50;

/** Where the clock's own timer comes so much too late, in ms, the machine stood still, and the sandbox has its time anew, once. */
const STOOD_STILL = 25;

/** Questions that one message takes, of a program whose last answers took less than so many milliseconds each. */
const MOST_TOGETHER = 16;
const LIGHT_MS = 0.25;

/** What an episode asks, until it is heard. */
interface Waiting {
  readonly question: Question;
  /** Of its episode: it has a time of its own, and goes alone. */
  readonly first: boolean;
  /** `ms` with its share of the way. */
  readonly hear: (answered: Answered, ms: number) => void;
  /** A clause: why it is never answered. */
  readonly fail: (why: string) => void;
}

export class Sandboxed {
  readonly #port: MessagePort;
  readonly #clock: () => number;
  readonly #line: Line<GuestReply>;
  /** Takes in its first word; undefined once that came. */
  #open: (() => void) | undefined;
  /** What its last answer took: before the first it may be anything. */
  #ms = Infinity;
  #runs = 0;
  #askedAt: number;
  /** In the order of those who asked. */
  #waiting: Waiting[] = [];
  /** Whether a message is on its way to its turn that will take the first of them along. */
  #called = false;
  /** Questions of the last message; 0 where it began an episode. */
  #sent = 0;

  /** `gate` is of all that this worker asks; `close` has the page remove the frame, and all that is in it. */
  constructor(port: MessagePort, clock: () => number, gate: Gate, close: () => void) {
    this.#port = port;
    this.#clock = clock;
    this.#askedAt = clock();
    const opening = setTimeout(() => {
      this.end(
        'its sandbox did not open: the host of this page may not let the page frame it, or could not be reached',
      );
    }, OPEN_MS);
    const ready = new Promise<void>((resolve) => {
      this.#open = () => {
        clearTimeout(opening);
        resolve();
      };
    });
    this.#line = new Line({
      ready,
      wait: untilLate(clock),
      stop: () => {
        port.onmessage = null;
        port.close();
        close();
        this.#open?.();
      },
      turn: async (ask) => {
        const heavy = Gate.isHeavy(this.#ms);
        await gate.enter(heavy);
        try {
          return await ask();
        } finally {
          gate.leave(heavy);
        }
      },
    });
    const unreadable = (): void => {
      this.end('it sent what cannot be read');
    };
    port.onmessage = ({ data }: MessageEvent<unknown>) => {
      try {
        this.#hear(saidIn(data));
      } catch {
        unreadable();
      }
    };
    port.onmessageerror = unreadable;
  }

  /** Episodes that run in it. */
  get users(): number {
    return this.#line.users;
  }

  get lives(): boolean {
    return this.#line.lives;
  }

  /** Milliseconds since it was asked last; 0 while it owes an answer. */
  get idleMs(): number {
    return this.#line.awaited ? 0 : this.#clock() - this.#askedAt;
  }

  /** Begins an episode; `released` hears when it is over. */
  start(name: string, source: string, opening: Opening, released: () => void): Promise<OwnRun> {
    const run = ++this.#runs;
    const failure = (what: string, why: string): OwnFailure => new OwnFailure(`${name} ${what}: ${why}.`);
    let took = 0;
    return this.#line.start({
      begin: async () => {
        const post = (id: number): void => {
          this.#sent = 0;
          this.#post({ id, kind: 'start', run, source, opening });
        };
        const reply = await this.#line.ask(post, START_MS, (why) => failure('could not begin', why).message);
        if (reply.kind === 'fault') throw failure('could not begin', faultWords(reply.fault));
      },
      decide: ({ plain: observation }, k) =>
        new Promise((resolve, reject) => {
          this.#ask({
            question: { run, observation },
            first: k === 1,
            hear: (answered, ms) => {
              took = ms;
              if (answered.kind === 'answer') resolve(answerOf(answered.answer));
              else reject(failure(`failed at decision ${String(k)}`, faultWords(answered.fault)));
            },
            fail: (why) => {
              reject(failure(`was ended at decision ${String(k)}`, why));
            },
          });
        }),
      tookMs: () => took,
      over: () => {
        if (this.lives) this.#post({ id: 0, kind: 'end', run });
        released();
      },
    });
  }

  /** Ends the sandbox and what it does at once; whoever waits hears the clause. */
  end(why: string): void {
    this.#line.end(why);
  }

  #ask(waiting: Waiting): void {
    this.#waiting.push(waiting);
    if (!this.#called) this.#call();
  }

  /** Has the line send, at its turn, what waits then. */
  #call(): void {
    this.#called = true;
    // Who asks meanwhile goes behind it.
    const first = this.#waiting[0]!.first;
    let sent: readonly Waiting[] = [];
    let at = 0;
    const post = (id: number): void => {
      sent = this.#taken(first);
      this.#called = false;
      this.#sent = sent.length;
      at = this.#clock();
      this.#post({ id, kind: 'decide', questions: sent.map(({ question }) => question) });
    };
    const heard = (reply: GuestReply): void => {
      const answers = reply.kind === 'answers' ? reply.answers : [];
      const ms = (this.#clock() - at) / answers.length;
      this.#waiting.push(...sent.slice(answers.length));
      for (const [i, answered] of answers.entries()) sent[i]!.hear(answered, ms);
      if (this.#waiting.length > 0 && !this.#called) this.#call();
    };
    this.#line
      .ask(post, first ? FIRST_MS : DECISION_MS, (why) => why)
      .then(heard, (error: unknown) => {
        const over = [...sent, ...this.#waiting];
        this.#waiting = [];
        this.#called = false;
        for (const { fail } of over) fail(error instanceof Error ? error.message : String(error));
      });
  }

  /** What the next message takes along, off those who wait. */
  #taken(first: boolean): readonly Waiting[] {
    if (first || this.#ms >= LIGHT_MS) return this.#waiting.splice(0, 1);
    const behind = this.#waiting.findIndex((one) => one.first);
    return this.#waiting.splice(0, Math.min(MOST_TOGETHER, behind < 0 ? Infinity : behind));
  }

  #post(ask: GuestAsk): void {
    this.#askedAt = this.#clock();
    this.#port.postMessage(ask);
  }

  /** Answers to some questions, the first of them, or what became of an episode's beginning. */
  #isAskedFor(said: GuestReply): boolean {
    if (said.kind !== 'answers') return this.#sent === 0;
    // What has no length is no list, and cannot be read.
    return !(said.answers.length < 1 || said.answers.length > this.#sent);
  }

  #hear(said: GuestReady | GuestReply | undefined): void {
    if (said && 'ready' in said && this.#open) {
      const open = this.#open;
      this.#open = undefined;
      if (said.left.length > 0) this.end(`this browser's sandbox does not shut (${said.left.join(', ')})`);
      open();
      return;
    }
    const { awaited } = this.#line;
    if (!awaited || !said || !('id' in said) || said.id !== awaited.id)
      this.end('it sent what it was not asked for');
    else if (!this.#isAskedFor(said)) this.end('it sent what it was not asked for');
    else {
      const ms = said.kind === 'answers' ? Math.max(...said.answers.map((one) => one.ms)) : said.ms;
      if (ms > awaited.most) this.end(overran(awaited.most));
      else {
        this.#ms = ms;
        this.#line.hear(said);
      }
    }
  }
}

/** What a message says, where it may be a word of a sandbox at all. */
function saidIn(data: unknown): GuestReady | GuestReply | undefined {
  return typeof data === 'object' && data !== null ? (data as GuestReady | GuestReply) : undefined;
}

/** The clock's own time, and the whole of it once more where the machine stood still. */
function untilLate(clock: () => number): Wait {
  return (most, over) => {
    let timer: ReturnType<typeof setTimeout>;
    const begin = (again: boolean): void => {
      const due = clock() + most + WAY_MS;
      timer = setTimeout(() => {
        if (again && clock() - due > STOOD_STILL) begin(false);
        else over();
      }, most + WAY_MS);
    };
    begin(true);
    return () => {
      clearTimeout(timer);
    };
  };
}
