/** One sandbox as the worker that asks it sees it: what is awaited, how long, and its end. */
import { Gate } from './gate.ts';
import { faultWords } from '../src/policies/own/codeRuns.ts';
import { answerOf } from '../src/policies/own/guest.ts';
import type { GuestAsk, GuestReady, GuestReply } from '../src/policies/own/guestProtocol.ts';
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

/** What a program does not do, by its own fault and by an end from outside: "failed at decision 3". */
interface Failing {
  readonly failed: string;
  readonly ended: string;
}

/** A question without its number. */
type Asked =
  Omit<Extract<GuestAsk, { kind: 'start' }>, 'id'> | Omit<Extract<GuestAsk, { kind: 'decide' }>, 'id'>;

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
    port.onmessage = ({ data }: MessageEvent<unknown>) => {
      this.#hear(saidIn(data));
    };
    port.onmessageerror = () => {
      this.end('it sent what cannot be read');
    };
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
    const ask = async (asked: Asked, most: number, { failed, ended }: Failing): Promise<GuestReply> => {
      const post = (id: number): void => {
        this.#askedAt = this.#clock();
        this.#post({ ...asked, id });
      };
      const reply = await this.#line.ask(post, most, (why) => `${name} ${ended}: ${why}.`);
      if (reply.kind !== 'fault') return reply;
      throw new OwnFailure(`${name} ${failed}: ${faultWords(reply.fault)}.`);
    };
    return this.#line.start({
      begin: () => {
        const begun = { kind: 'start', run, source, opening } as const;
        return ask(begun, START_MS, { failed: 'could not begin', ended: 'could not begin' });
      },
      decide: async ({ plain: observation }, k) => {
        const at = `at decision ${String(k)}`;
        const reply = await ask({ kind: 'decide', run, observation }, k === 1 ? FIRST_MS : DECISION_MS, {
          failed: `failed ${at}`,
          ended: `was ended ${at}`,
        });
        return reply.kind === 'answer' ? answerOf(reply.answer) : undefined;
      },
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

  #post(ask: GuestAsk): void {
    this.#port.postMessage(ask);
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
    else if (said.ms > awaited.most) this.end(overran(awaited.most));
    else {
      this.#ms = said.ms;
      this.#line.hear(said);
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
