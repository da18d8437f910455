/** Answers requests one by one until the client closes or leaves. */
import { bracketOfEpisode } from './bracket.ts';
import { HalfRequest, LONGEST_LINE, type Incoming } from './incoming.ts';
import { INFO, type EnvLanes, type Start } from './lanes.ts';
import { frame, int32From, type SentArray } from './outgoing.ts';
import { readLine, type EnvRequest } from './requests.ts';
import type { Prepared } from '../../scenario/prepare.ts';
import { sizeOf } from '../../scenario/size.ts';
import { figure } from '../../model/range.ts';
import { accepted, refused, type Result } from '../../model/result.ts';
import { TooMuch, tooMuch, type Watch } from '../../model/watch.ts';

export interface Served {
  readonly lanes: EnvLanes;
  readonly prepared: Prepared;
  /** What `hello` is answered with, beside the masks. */
  readonly hello: Readonly<Record<string, unknown>>;
  /** Of a first reset without a seed. */
  readonly seed: number;
  /** Begins again with each request. */
  readonly watch: Watch;
  /** Hears after each step; cheap. */
  readonly stepped: () => void;
}

/** Whoever reads has gone. */
export class NobodyReads extends Error {}

/** How it ended: asked for, or because the client left; the phrase goes on after "The client ". */
export type Ending = { readonly kind: 'closed' } | { readonly kind: 'left'; readonly how: string };

/**
 * `write` resolves once the reply was taken, so that nothing is computed that nobody reads, and throws `NobodyReads`. A
 * request that is refused is answered by `{"error": sentence}` and changes nothing. Throws `TooMuch` where a step takes too long.
 */
export async function serve(
  served: Served,
  incoming: Incoming,
  write: (reply: Uint8Array) => Promise<void>,
): Promise<Ending> {
  const session = new Session(served);
  try {
    for (;;) {
      const line = await incoming.line();
      if (line.kind === 'end') return { kind: 'left', how: 'ended without a close request' };
      if (line.kind === 'too long') {
        await write(
          frame({ error: `A line has at most ${figure(LONGEST_LINE)} bytes; a longer one was left out.` }),
        );
        continue;
      }
      const { bytes, request } = readLine(line.text);
      const array = await incoming.bytes(bytes);
      served.watch.begin();
      const answer = request.ok ? session.answer(request.value, array) : request;
      await write(answer.ok ? answer.value : frame({ error: answer.message }));
      if (request.ok && request.value.request === 'close') return { kind: 'closed' };
    }
  } catch (error) {
    if (error instanceof HalfRequest) return { kind: 'left', how: `ended within ${error.message}` };
    if (error instanceof NobodyReads) return { kind: 'left', how: 'no longer reads' };
    const told = tooMuch('A request', () => sizeOf(served.prepared.scenario), error);
    if (told instanceof TooMuch) await write(frame({ error: told.message })).catch(() => undefined);
    throw told;
  }
}

type Answer = Result<Uint8Array>;

class Session {
  readonly #served: Served;

  constructor(served: Served) {
    this.#served = served;
  }

  answer(request: EnvRequest, array: Uint8Array<ArrayBuffer>): Answer {
    const takes = request.request === 'step' || request.request === 'masks';
    if (array.length > 0 && !takes) return refused(`${request.request} takes no array; leave out "bytes".`);
    switch (request.request) {
      case 'hello':
        return this.#hello();
      case 'reset':
        return this.#reset(request.seed, request.start ?? 'drawn');
      case 'step':
        return this.#step(request.actions, array);
      case 'masks':
        return this.#masks(request.head, request.earlier, array);
      case 'bracket':
        return this.#bracket(request.lanes);
      case 'close':
        return accepted(frame({ reply: 'close' }));
    }
  }

  #hello(): Answer {
    const { hello, lanes } = this.#served;
    const masks = { name: 'masks', shape: [lanes.masks.length], values: lanes.masks };
    return accepted(frame({ reply: 'hello', ...hello }, [masks]));
  }

  #reset(seed: number | readonly number[] | undefined, start: Start): Answer {
    const { lanes } = this.#served;
    if (typeof seed === 'object' && seed.length !== lanes.lanes)
      return refused(
        `reset: ${figure(seed.length)} seeds were given; there are ${figure(lanes.lanes)} lanes, and each takes one.`,
      );
    lanes.reset(seed ?? (lanes.begun ? undefined : this.#served.seed), start);
    return accepted(frame({ reply: 'reset' }, [this.#observations()]));
  }

  #step(rows: readonly (readonly number[])[] | undefined, array: Uint8Array<ArrayBuffer>): Answer {
    const { lanes, stepped } = this.#served;
    if (!lanes.begun) return refused('step: nothing has begun yet; a reset comes first.');
    const actions = this.#choices('step', 'actions', lanes.space.heads, rows, array);
    if (!actions.ok) return actions;
    const finals = lanes.step(actions.value);
    stepped();
    return accepted(
      frame({ reply: 'step' }, [
        this.#observations(),
        { name: 'rewards', shape: [lanes.lanes], values: lanes.rewards },
        { name: 'info', shape: [lanes.lanes, INFO.length], values: lanes.info },
        { name: 'final observations', shape: [finals.length / lanes.size, lanes.size], values: finals },
        { name: 'truncated', shape: [lanes.lanes], values: lanes.truncated },
      ]),
    );
  }

  #masks(
    head: number,
    rows: readonly (readonly number[])[] | undefined,
    array: Uint8Array<ArrayBuffer>,
  ): Answer {
    const { lanes, space } = this.#served.lanes;
    const size = space.heads[head];
    if (size === undefined)
      return refused(
        `masks: there is no head ${String(head)}; they count from 0 to ${String(space.heads.length - 1)}.`,
      );
    const earlier = this.#choices('masks', 'earlier', space.heads.slice(0, head), rows, array);
    if (!earlier.ok) return earlier;
    const masks = new Uint8Array(lanes * size);
    for (let lane = 0; lane < lanes; lane++)
      space.mask(head, earlier.value, lane * head, masks.subarray(lane * size, (lane + 1) * size));
    return accepted(
      frame({ reply: 'masks', head }, [{ name: 'masks', shape: [lanes, size], values: masks }]),
    );
  }

  #bracket(asked: readonly number[]): Answer {
    const { lanes, prepared } = this.#served;
    const episodes = [];
    for (const lane of asked) {
      if (lane >= lanes.lanes)
        return refused(
          `bracket: there is no lane ${String(lane)}; they count from 0 to ${String(lanes.lanes - 1)}.`,
        );
      const past = lanes.past(lane);
      if (!past) return refused(`bracket: no episode of lane ${String(lane)} has ended since the reset.`);
      episodes.push({ lane, past });
    }
    return accepted(
      frame({
        reply: 'bracket',
        brackets: episodes.map(({ lane, past }) => ({ lane, ...bracketOfEpisode(prepared, past) })),
      }),
    );
  }

  #observations(): SentArray {
    const { lanes, size, observations } = this.#served.lanes;
    return { name: 'observations', shape: [lanes, size], values: observations };
  }

  /** Choices of `heads` in every lane, [lanes x heads], from the array or the line, each one that its head has. */
  #choices(
    request: string,
    field: string,
    heads: readonly number[],
    rows: readonly (readonly number[])[] | undefined,
    array: Uint8Array<ArrayBuffer>,
  ): Result<Int32Array> {
    const { lanes } = this.#served.lanes;
    const width = heads.length;
    const wanted = `${figure(lanes)} lanes of ${figure(width)} choices`;
    if (rows !== undefined && array.length > 0)
      return refused(`${request}: give "${field}" in the line or as an array behind it, not both.`);
    if (rows?.some((row) => row.length !== width) === true || (rows !== undefined && rows.length !== lanes))
      return refused(`${request}: "${field}" must be ${wanted}, one list a lane.`);
    if (rows === undefined && array.length !== 4 * lanes * width)
      return refused(
        `${request}: ${figure(array.length)} bytes followed; ${wanted}, 32 bits each, are ${figure(4 * lanes * width)}.`,
      );
    const choices = rows === undefined ? int32From(array) : Int32Array.from(rows.flat());
    for (let i = 0; i < choices.length; i++) {
      const chosen = choices[i]!;
      const head = i % width;
      if (chosen >= 0 && chosen < heads[head]!) continue;
      return refused(
        `${request}: lane ${String(Math.floor(i / width))} chooses ${figure(chosen)} at head ${String(head)}, ${this.#served.lanes.heads[head]!.name}, whose choices count from 0 to ${String(heads[head]! - 1)}.`,
      );
    }
    return accepted(choices);
  }
}
