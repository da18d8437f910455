/** Made by `npm run kernels` from adam.as, constants.as, loss.as, math.as, matmul.as (AssemblyScript 0.28.20); docs/kernels.md. Not to be edited. */

/** Bytes that a head's softmax leaves for four rows: ln of the sum, 1 / sum, entropy. */
export const FIELDS = 48;

/** What `multiply` makes of its sums: x w + bias, its positive part, added to `act`, or kept where `act` is positive. */
export const Product = {
  LINEAR: 0,
  RELU: 1,
  ADD: 2,
  GATE: 3,
} as const;

/** What `loss` leaves out: nothing, the surrogate (distil), or the surrogate of the expert's rows, which are imitated (cloning). */
export const LossMode = {
  WHOLE: 0,
  DISTIL: 1,
  CLONING: 2,
} as const;

/** Places in `settings` of `loss`, single numbers; count is the minibatch's rows, and SIZE how many there are. */
export const Setting = {
  CLIP: 0,
  /** 2 valueCoefficient / count. */
  VALUE: 1,
  /** -entropyCoefficient / (heads count). */
  ENTROPY: 2,
  /** imitation / count. */
  IMITATION: 3,
  /** 1 / count. */
  EACH: 4,
  DUAL_CLIP: 5,
  SIZE: 6,
} as const;

/** Places in `statistics` of `loss`, four partial sums each; each head's entropy follows from HEADS on. */
export const Sum = {
  POLICY_LOSS: 0,
  KL: 1,
  CLIPPED: 2,
  IMITATION_LOSS: 3,
  VALUE_LOSS: 4,
  /** Rows that the surrogate, the value and the imitation learn from. */
  LEARNING: 5,
  VALUED: 6,
  IMITATING: 7,
  HEADS: 8,
} as const;

/** What the kernel exports. Arguments are counts, and places as bytes in its memory, on the boundaries that its sources ask for. */
export interface SimdKernel {
  readonly memory: WebAssembly.Memory;
  /**
   * y [cols] from x [inputs] as `mode` (`Product`) says, 4 rows by 8 columns at a time; `bias` may be 0; `act`, of y's shape,
   * is read by ADD and GATE and may be y.
   */
  multiply(
    at: Readonly<
      Record<'xs' | 'ws' | 'bias' | 'ys' | 'act' | 'panel' | 'rows' | 'inputs' | 'cols' | 'mode', number>
    >,
  ): void;
  /** gw [cols / 8][inputs][8] += x' dy, gb [cols] += the sums of dy's columns; 4 inputs by 8 columns at a time. */
  weights(
    at: Readonly<Record<'xs' | 'dys' | 'gw' | 'gb' | 'panel' | 'rows' | 'inputs' | 'cols', number>>,
  ): void;
  /** Zeroes d where the activation is not positive; `bytes` of both, a multiple of 16. */
  gate(at: Readonly<Record<'d' | 'act' | 'bytes', number>>): void;
  /** w [cols / 8][inputs][8] -> wt [inputs / 8][cols][8]. */
  transpose(at: Readonly<Record<'w' | 'wt' | 'inputs' | 'cols', number>>): void;
  /** Rows by index from xs [.][inputs] into panels. */
  gather(at: Readonly<Record<'xs' | 'index' | 'out' | 'panel' | 'rows' | 'inputs', number>>): void;
  /** Panels of four rows -> columns. */
  columns(at: Readonly<Record<'panels' | 'panel' | 'cols' | 'to', number>>): void;
  /**
   * Draws the choices of one head for `rows` rows (a multiple of 4) from columns z [rows / 4][cols][4], or takes those
   * given: `actions` [row] holds -1 where one is to be drawn. Adds to logProbabilities [row]. `uniform` [row] in [0, 1).
   */
  draw(
    at: Readonly<
      Record<
        | 'z'
        | 'cols'
        | 'first'
        | 'count'
        | 'masks'
        | 'maskBytes'
        | 'uniform'
        | 'actions'
        | 'logProbabilities'
        | 'scratch'
        | 'rows',
        number
      >
    >,
  ): void;
  /**
   * Loss of `rows` rows of a tile, of which the first `alive` count; fills the panels `dOut` (0 for the others and for
   * padded columns) and adds to `statistics` (`Sum`). `settings` are those of `Setting`, `mode` one of `LossMode`. `taught`
   * and `taughtMasks` are the expert's choices, or those taken; who is imitated: with `advised` the rows of `asked`, else the
   * cloned rows, which are those of `byExpert`. `index` [rows] are rows of the experience.
   */
  loss(
    at: Readonly<
      Record<
        | 'out'
        | 'dOut'
        | 'panel'
        | 'cols'
        | 'logits'
        | 'rows'
        | 'alive'
        | 'index'
        | 'advantages'
        | 'heads'
        | 'headCount'
        | 'words'
        | 'actions'
        | 'masks'
        | 'taught'
        | 'taughtMasks'
        | 'advised'
        | 'asked'
        | 'old'
        | 'returns'
        | 'byExpert'
        | 'mode'
        | 'settings'
        | 'columnsAt'
        | 'statistics',
        number
      >
    >,
  ): void;
  /** Sum of squares, in double precision: finite exactly where every number is. `count` is a multiple of 4. */
  squares(at: Readonly<Record<'g' | 'count', number>>): number;
  /**
   * p -= rate m / (sqrt(second v) + epsilon), over `count` numbers, a multiple of 4, once m and v have moved towards g and its
   * square by 1 - `keepM` and 1 - `keepV`; g is scaled first and left as it was. `rate` holds the correction of m, `second` is
   * that of v.
   */
  adam(
    at: Readonly<
      Record<
        'p' | 'm' | 'v' | 'g' | 'count' | 'scale' | 'rate' | 'second' | 'keepM' | 'keepV' | 'epsilon',
        number
      >
    >,
  ): void;
}

/** The functions of an instance of the module below, their arguments by name. */
export function simdKernel({ exports }: WebAssembly.Instance): SimdKernel {
  // Out of the module's own object, in which every look-up is slow.
  const own = {
    ...(exports as Readonly<
      Record<
        | 'multiply'
        | 'weights'
        | 'gate'
        | 'transpose'
        | 'gather'
        | 'columns'
        | 'draw'
        | 'loss'
        | 'squares'
        | 'adam',
        (...at: number[]) => number
      >
    >),
  };
  return {
    memory: exports['memory'] as WebAssembly.Memory,
    multiply: (at) =>
      void own.multiply(at.xs, at.ws, at.bias, at.ys, at.act, at.panel, at.rows, at.inputs, at.cols, at.mode),
    weights: (at) => void own.weights(at.xs, at.dys, at.gw, at.gb, at.panel, at.rows, at.inputs, at.cols),
    gate: (at) => void own.gate(at.d, at.act, at.bytes),
    transpose: (at) => void own.transpose(at.w, at.wt, at.inputs, at.cols),
    gather: (at) => void own.gather(at.xs, at.index, at.out, at.panel, at.rows, at.inputs),
    columns: (at) => void own.columns(at.panels, at.panel, at.cols, at.to),
    draw: (at) =>
      void own.draw(
        at.z,
        at.cols,
        at.first,
        at.count,
        at.masks,
        at.maskBytes,
        at.uniform,
        at.actions,
        at.logProbabilities,
        at.scratch,
        at.rows,
      ),
    loss: (at) =>
      void own.loss(
        at.out,
        at.dOut,
        at.panel,
        at.cols,
        at.logits,
        at.rows,
        at.alive,
        at.index,
        at.advantages,
        at.heads,
        at.headCount,
        at.words,
        at.actions,
        at.masks,
        at.taught,
        at.taughtMasks,
        at.advised,
        at.asked,
        at.old,
        at.returns,
        at.byExpert,
        at.mode,
        at.settings,
        at.columnsAt,
        at.statistics,
      ),
    squares: (at) => own.squares(at.g, at.count),
    adam: (at) =>
      void own.adam(
        at.p,
        at.m,
        at.v,
        at.g,
        at.count,
        at.scale,
        at.rate,
        at.second,
        at.keepM,
        at.keepV,
        at.epsilon,
      ),
  };
}

/** The module, in base64. */
export const SIMD_WASM =
  'AGFzbQEAAAABewpgBH9/f38AYAp/f39/f39/f3t/AXtgCH9/f39/f39/AGAKf39/f39/f39/fwBgBn9/f39/fwBgA39/fwBgGX9/f39/f39/f39/f39/f39/f39/f39/f38AYAt/f39/f39/f39/fwBgAn9/AXxgC39/f39/fX19fHx9AAMMCwEAAgADBAUGBwgJBQMBAAAHZAsIbXVsdGlwbHkABAd3ZWlnaHRzAAIEZ2F0ZQAGCXRyYW5zcG9zZQADBmdhdGhlcgAFB2NvbHVtbnMAAQRkcmF3AAgEbG9zcwAHB3NxdWFyZXMACQRhZGFtAAoGbWVtb3J5AgAKlzwL1AkCCHsDf/0M5rFh/+axYf/msWH/5rFh/yELIAcgBiAFIAT9XAIA/VYCAAH9VgIAAv1WAgADIQoDQCADIBJKBEAgEkEfcUUgEkEASnEEQCASQQN2IhMgB2ogBiATaiAFIBNqIAQgE2r9XAIA/VYCAAH9VgIAAv1WAgADIQoLIAsgEkEEdCAAav0ABAD96QEgCyAKQQEgEnT9Ef1O/QwAAAAAAAAAAAAAAAAAAAAA/Tj9UiELIBJBAWohEgwBCwtBACESIAcgBiAFIAT9XAIA/VYCAAH9VgIAAv1WAgADIQoDQCADIBJKBEAgEkEEdCIUIABq/QAEACAL/eUBIgz9DAAAoEIAAKBCAACgQgAAoEL96AH9DAAAcMIAAHDCAABwwgAAcML96QEiEP0MO6q4PzuquD87qrg/O6q4P/3mAf1qIREgEkEfcUUgEkEASnEEQCASQQN2IhMgB2ogBiATaiAFIBNqIAQgE2r9XAIA/VYCAAH9VgIAAv1WAgADIQoLIA39DAAAgD8AAIA/AACAPwAAgD/9DAAAgD8AAIA/AACAPwAAgD/9DAAAAD8AAAA/AAAAPwAAAD/9DKuqKj6rqio+q6oqPquqKj79DKuqKj2rqio9q6oqPauqKj39DImICDyJiAg8iYgIPImICDz9DGELtjphC7Y6YQu2OmELtjogECAR/QwAgDE/AIAxPwCAMT8AgDE//eYB/eUBIBH9DIOAXrmDgF65g4BeuYOAXrn95gH95QEiDf3mAf3kASAN/eYB/eQBIA395gH95AEgDf3mAf3kASAN/eYB/eQBIA395gH95AEgEf34Af0MfwAAAH8AAAB/AAAAfwAAAP2uAUEX/asB/eYBIApBASASdP0R/U79DAAAAAAAAAAAAAAAAAAAAAD9OP1OIhD95AEhDSAOIBAgDP3mAf3kASEOIAwgDyAIIBL9Ef03/VIhDyACIBRqIAz9CwQAIAEgFGogEP0LBAAgEkEBaiESDAELCyAN/QzzBDU/8wQ1P/MENT/zBDU//bEBIghBF/2sAf36ASEKIAj9DP//fwD//38A//9/AP//fwD9Tv0M8wQ1P/MENT/zBDU/8wQ1P/2uAf0MAACAPwAAgD8AAIA/AACAP/3lASIIIAj95gEhCyAJIAj9DKqqqj6qqqo+qqqqPqqqqj79DPz/f778/3++/P9/vvz/f779DKzOTD6szkw+rM5MPqzOTD79DFCuKr5Qriq+UK4qvlCuKr79DL/pET6/6RE+v+kRPr/pET79DE9d/r1PXf69T13+vU9d/r39DBol7z0aJe89GiXvPRol7z39DLjR67240eu9uNHrvbjR6739DLshkD27IZA9uyGQPbshkD0gCP3mAf3kASAI/eYB/eQBIAj95gH95AEgCP3mAf3kASAI/eYB/eQBIAj95gH95AEgCP3mAf3kASAI/eYB/eQBIAj95gEgC/3mASAK/QyDgF65g4BeuYOAXrmDgF65/eYB/eQB/QwAAAC/AAAAvwAAAL8AAAC/IAv95gH95AH95AEgCv0MAIAxPwCAMT8AgDE/AIAxP/3mAf3kASII/QsEACAJ/QwAAIA/AACAPwAAgD8AAIA/IA395wEiCv0LBBAgCSAIIA4gCv3mAf3lAf0LBCAgDwv5AwIGewN/A0AgAiAMSgRAIAMgAP0ABAAiBCAA/QAEICIF/Q0AAQIDEBESEwQFBgcUFRYXIgYgAEFAa/0ABAAiByAA/QAEYCII/Q0AAQIDEBESEwQFBgcUFRYXIgn9DQABAgMEBQYHEBESExQVFhf9CwQAIAMgBiAJ/Q0ICQoLDA0ODxgZGhscHR4f/QsEECADIAQgBf0NCAkKCxgZGhsMDQ4PHB0eHyIEIAcgCP0NCAkKCxgZGhsMDQ4PHB0eHyIF/Q0AAQIDBAUGBxAREhMUFRYX/QsEICADIAQgBf0NCAkKCwwNDg8YGRobHB0eH/0LBDAgA0FAayIKIABBEGoiC/0ABAAiBCAL/QAEICIF/Q0AAQIDEBESEwQFBgcUFRYXIgYgC0FAa/0ABAAiByAL/QAEYCII/Q0AAQIDEBESEwQFBgcUFRYXIgn9DQABAgMEBQYHEBESExQVFhf9CwQAIAogBiAJ/Q0ICQoLDA0ODxgZGhscHR4f/QsEECAKIAQgBf0NCAkKCxgZGhsMDQ4PHB0eHyIEIAcgCP0NCAkKCxgZGhsMDQ4PHB0eHyIF/Q0AAQIDBAUGBxAREhMUFRYX/QsEICAKIAQgBf0NCAkKCwwNDg8YGRobHB0eH/0LBDAgACABaiEAIANBgAFqIQMgDEEIaiEMDAELCwviBQIFfwt7A0AgByALSgRA/QwAAAAAAAAAAAAAAAAAAAAAIQ39DAAAAAAAAAAAAAAAAAAAAAAhDkEAIQgDQCAFIAhKBEAgDSABIAhBBXRqIgn9AAQA/eQBIQ0gDiAJ/QAEEP3kASEOIAhBAWohCAwBCwsgAyAD/QAEACAN/eQB/QsEACADQRBqIAP9AAQQIA795AH9CwQAIANBIGohA0EAIQoDQCAGIApKBEAgACAEIApBA3VsaiAKQQRxQQJ0aiEJ/QwAAAAAAAAAAAAAAAAAAAAAIQ39DAAAAAAAAAAAAAAAAAAAAAAhDv0MAAAAAAAAAAAAAAAAAAAAACEP/QwAAAAAAAAAAAAAAAAAAAAAIRD9DAAAAAAAAAAAAAAAAAAAAAAhEf0MAAAAAAAAAAAAAAAAAAAAACES/QwAAAAAAAAAAAAAAAAAAAAAIRP9DAAAAAAAAAAAAAAAAAAAAAAhFCABIgggBUEFdGohDANAIAggDEkEQCANIAn9CQIAIhYgCP0ABAAiFf3mAf3kASENIA4gFiAI/QAEECIW/eYB/eQBIQ4gDyAJ/QkCBCIXIBX95gH95AEhDyAQIBcgFv3mAf3kASEQIBEgCf0JAggiFyAV/eYB/eQBIREgEiAXIBb95gH95AEhEiATIAn9CQIMIhcgFf3mAf3kASETIBQgFyAW/eYB/eQBIRQgCEEgaiEIIAlBIGohCQwBCwsgAiAC/QAEACAN/eQB/QsEACACQRBqIAL9AAQQIA795AH9CwQAIAJBIGogAv0ABCAgD/3kAf0LBAAgAkEwaiAC/QAEMCAQ/eQB/QsEACACQUBrIgggCP0ABAAgEf3kAf0LBAAgAkHQAGogAv0ABFAgEv3kAf0LBAAgAkHgAGogAv0ABGAgE/3kAf0LBAAgAkHwAGogAv0ABHAgFP3kAf0LBAAgAkGAAWohAiAKQQRqIQoMAQsLIAEgBGohASALQQhqIQsMAQsLC3EBA38DQCACIAVKBEAgASAFQQN1IANsQQV0aiAFQQdxQQJ0aiEGQQAhBANAIAMgBEoEQCAGIARBBXRqIAAgBEEDdSACbCAFakEFdGogBEEHcUECdGoqAgA4AgAgBEEBaiEEDAELCyAFQQFqIQUMAQsLC6kIAg17Bn8DQCAIIBtKBED9DAAAAAAAAAAAAAAAAAAAAAAhDv0MAAAAAAAAAAAAAAAAAAAAACEPIAIEQCAC/QAEACEOIAL9AAQQIQ8gAkEgaiECC0EAIRkDQCAGIBlKBEAgACAZQQV0aiEYIAEhFyAOIgohEiAPIgshEyAKIgwhECALIg0hEUEAIRoDQCAHIBpKBEAgF0GAAmohHANAIBcgHEkEQCAKIBj9CQIAIhUgF/0ABAAiFP3mAf3kASEKIAsgFSAX/QAEECIV/eYB/eQBIQsgEiAY/QkCICIWIBT95gH95AEhEiATIBYgFf3mAf3kASETIAwgGP0JAkAiFiAU/eYB/eQBIQwgDSAWIBX95gH95AEhDSAQIBj9CQJgIhYgFP3mAf3kASEQIBEgFiAV/eYB/eQBIREgF0EgaiEXIBhBBGohGAwBCwsgGCAFQSBraiEYIBpBCGohGgwBCwsgGUEFdCIXIANqIRggCUEBRgR7IAr9DAAAAAAAAAAAAAAAAAAAAAD96QEhCiAS/QwAAAAAAAAAAAAAAAAAAAAA/ekBIRIgE/0MAAAAAAAAAAAAAAAAAAAAAP3pASETIA39DAAAAAAAAAAAAAAAAAAAAAD96QEhDSAQ/QwAAAAAAAAAAAAAAAAAAAAA/ekBIRAgEf0MAAAAAAAAAAAAAAAAAAAAAP3pASERIAv9DAAAAAAAAAAAAAAAAAAAAAD96QEhCyAM/QwAAAAAAAAAAAAAAAAAAAAA/ekBBSAEIBdqIRcgCUECRgR7IBf9AAQAIAr95AEhCiAX/QAEICAS/eQBIRIgF/0ABDAgE/3kASETIBf9AARQIA395AEhDSAX/QAEYCAQ/eQBIRAgF/0ABHAgEf3kASERIBf9AAQQIAv95AEhCyAX/QAEQCAM/eQBBSAJQQNGBHsgCiAX/QAEAP0MAAAAAAAAAAAAAAAAAAAAAP1E/U4hCiASIBf9AAQg/QwAAAAAAAAAAAAAAAAAAAAA/UT9TiESIBMgF/0ABDD9DAAAAAAAAAAAAAAAAAAAAAD9RP1OIRMgDSAX/QAEUP0MAAAAAAAAAAAAAAAAAAAAAP1E/U4hDSAQIBf9AARg/QwAAAAAAAAAAAAAAAAAAAAA/UT9TiEQIBEgF/0ABHD9DAAAAAAAAAAAAAAAAAAAAAD9RP1OIREgCyAX/QAEEP0MAAAAAAAAAAAAAAAAAAAAAP1E/U4hCyAMIBf9AARA/QwAAAAAAAAAAAAAAAAAAAAA/UT9TgUgDAsLCyEMIBggCv0LBAAgGCAL/QsEECAYIBL9CwQgIBggE/0LBDAgGCAM/QsEQCAYIA39CwRQIBggEP0LBGAgGCAR/QsEcCAZQQRqIRkMAQsLIAEgB0EFdGohASADIAVqIQMgBCAFaiEEIBtBCGohGwwBCwsLdgEEfwNAIAQgBkoEQCAAIAEgBkECdGooAgAgBWxBAnRqIQcgAiAGQQV0aiEIQQAhCQNAIAUgCUoEQCAIIAf9AAQA/QsEACAIIAf9AAQQ/QsEECAHQSBqIQcgAyAIaiEIIAlBCGohCQwBCwsgBkEBaiEGDAELCwtIAQJ/A0AgAiADSgRAIAAgA2oiBCAE/QAEACABIANq/QAEAP0MAAAAAAAAAAAAAAAAAAAAAP1E/U79CwQAIANBEGohAwwBCwsLvRcCHH8SeyADQQR0IhwgFyIZaiIlIBxqIhsgHGohGiAaIBxqIh0gHGoiJiAKQTBsaiEcIBb9CQIAITcgFv0JAgQhOSAW/QkCCCE6IBb9CQIMITsgFv0JAhAhPCAW/QkCFCE4IBYqAgxDAAAAAF4hKyAKQQJ0IR8gC0ECdCEgA0AgBSAkSgRAIAAgJEEFdGogAiADICUQASAHICRBAnRqIgsoAgAhLiALKAIEIS8gCygCCCEiIAsoAgwhIyAVQQJGBHsgFCAuai0AAP0RIBQgL2otAAD9HAEgFCAiai0AAP0cAiAUICNqLQAA/RwD/QwAAAAAAAAAAAAAAAAAAAAA/TgF/QwAAAAAAAAAAAAAAAAAAAAACyE+ICT9Ef0MAAAAAAEAAAACAAAAAwAAAP2uASAG/RH9OSE/ICUgBEEEdGr9AAQAIUAgI0ECdCASaiAiQQJ0IBJqIC9BAnQgEmogLkECdCASav1cAgD9VgIAAf1WAgAC/VYCAAP94QEhNUEAIQsDQCAKIAtKBEAgNSAJIAtBDGxqIhYoAgBBBHQiFyAlaiIeIBcgGWogHiAWKAIEIA0gFigCCEECdGoiFiAgIC5saiAWICAgL2xqIBYgICAibGogFiAgICNsaiAMIAtBAnRqIhYgHyAjbGogHyAibCAWaiAfIC9sIBZqIBYgHyAubGr9XAIA/VYCAAH9VgIAAv1WAgADICYgC0EwbGoiFhAAIBb9AAQA/eUB/eQBITUgC0EEdEGAAWogGGoiFyAX/QAEACA/IBb9AAQg/U795AH9CwQAIAtBAWohCwwBCwsgNf0MAACgQgAAoEIAAKBCAACgQv3oAf0MAABwwgAAcMIAAHDCAABwwv3pASI2/Qw7qrg/O6q4PzuquD87qrg//eYB/WohPf0MAAAAAAAAAAAAAAAAAAAAACA/ID79TyAVQQFGGyJB/QwAAIA/AACAPwAAgD8AAIA//QwAAIA/AACAPwAAgD8AAIA//QwAAAA/AAAAPwAAAD8AAAA//Qyrqio+q6oqPquqKj6rqio+/Qyrqio9q6oqPauqKj2rqio9/QyJiAg8iYgIPImICDyJiAg8/QxhC7Y6YQu2OmELtjphC7Y6IDYgPf0MAIAxPwCAMT8AgDE/AIAxP/3mAf3lASA9/QyDgF65g4BeuYOAXrmDgF65/eYB/eUBIjb95gH95AEgNv3mAf3kASA2/eYB/eQBIDb95gH95AEgNv3mAf3kASA2/eYB/eQBID39+AH9DH8AAAB/AAAAfwAAAH8AAAD9rgFBF/2rAf3mASJCIAggJEECdGr9AAQAIkP95gEiRP0MAACAPwAAgD8AAIA/AACAPyA3/eQB/QwAAIA/AACAPwAAgD8AAIA/IDf95QEgQv3pAf3oASBD/eYBIjb9RSBD/QwAAAAAAAAAAAAAAAAAAAAA/UMgQiA4/UT9TiI9/U8iRSBCIEL9Qv1Q/U4gRCA8/eYB/eEB/U4hRiAYIBj9AAQAIEEgOCBD/eYBIEQgNiBF/VIgPf1S/eEB/U795AH9CwQAIBhBEGogGP0ABBAgQSBC/QwAAIA/AACAPwAAgD8AAIA//eUBIjYgNf3lAf1O/eQB/QsEACAYQSBqIBj9AAQgIEH9DAAAgD8AAIA/AACAPwAAgD/9TiI1IDb94AEgN/1E/U795AH9CwQAIBhB0ABqIBj9AARQIDX95AH9CwQAQQAhCwNAIAogC0oEQCAJIAtBDGxqIhYoAgBBBHQhFyAmIAtBMGxqIh79AAQQITUgRiA/IDr9TiI2IB79AAQgIB79AAQA/eUB/eYB/eQB/eEBIT0gDCALQQJ0aiIeIB8gI2xqIB8gImwgHmogHyAvbCAeaiAeIB8gLmxq/VwCAP1WAgAB/VYCAAL9VgIAAyFBIBYoAgQhHkEAIRYDQCAWIB5IBEAgFyAWQQR0aiIhIBtqIBkgIWr9AAQAIDX95gEgPSA2ICEgJWr9AAQA/eYB/eUB/eYBIEYgQSAW/RH9N/1O/eQB/QsEACAWQQFqIRYMAQsLIAtBAWohCwwBCwsgPyAQBHsgESAuai0AAP0RIBEgL2otAAD9HAEgESAiai0AAP0cAiARICNqLQAA/RwD/QwAAAAAAAAAAAAAAAAAAAAA/TgFID4L/U4iPf1TQQAgKxsEQCA9IDv9TiFB/QwAAAAAAAAAAAAAAAAAAAAAITVBACEhA0AgCiAhSgRAIA4gIUECdGoiCyAfICNsaiAfICJsIAtqIB8gL2wgC2ogCyAfIC5sav1cAgD9VgIAAf1WAgAC/VYCAAMhQiAJICFBDGxqIh4oAgBBBHQiMCAZaiEWICUgMGohFyAmICFBMGxqIQsgHigCCEECdCIyIA1qISwgDyAyaiEtICAgLmwhMyAgIC9sISggICAibCEpICAgI2whKiAeKAIEISdBACEeAn8DQCAeICdIBEBBACAqICwgHkEDdiI0aiIxaiApIDFqICggMWogMSAzav1cAgD9VgIAAf1WAgAC/VYCAAMgKiAtIDRqIjFqICkgMWogKCAxaiAxIDNq/VwCAP1WAgAB/VYCAAL9VgIAA/1R/VMNAhogHkEgaiEeDAELC0EBC0UEQCAlIDBqIBoiFiAdICcgDyAyaiILICAgLmxqIAsgICAvbGogCyAgICJsaiALICAgI2xqIEIgHCILEAAaIB0hFwsgC/0ABBAhQ/0MAAAAAAAAAAAAAAAAAAAAACE2QQAhHgNAIB4gJ0gEQCAXIB5BBHQiKGr9AAQAIDYgQiAe/RH9NyJE/VIhNiAbIDBqIChqIikgKf0ABAAgQSAWIChq/QAEACBD/eYBIET9DAAAgD8AAIA/AACAPwAAgD/9Tv3lAf3mAf3kAf0LBAAgHkEBaiEeDAELCyA1IDYgC/0ABAD95QH95AEhNSAhQQFqISEMAQsLIBhBMGogGP0ABDAgPSA1/eEB/U795AH9CwQAIBhB8ABqIBj9AARwID39DAAAgD8AAIA/AACAPwAAgD/9Tv3kAf0LBAALIBhBQGsiCyAL/QAEACA/ID79TyI1IEAgI0ECdCATaiAiQQJ0IBNqIC9BAnQgE2ogLkECdCATav1cAgD9VgIAAf1WAgAC/VYCAAP95QH9TiI2IDb95gH95AH9CwQAIBhB4ABqIBj9AARgIDX9DAAAgD8AAIA/AACAPwAAgD/9Tv3kAf0LBAAgGyAEQQR0aiA5IDb95gH9CwQAIARBAWohCwNAIAMgC0oEQCAbIAtBBHRq/QwAAAAAAAAAAAAAAAAAAAAA/QsEACALQQFqIQsMAQsLIBshCyABICRBBXRqIRZBACEXA0AgAyAXSgRAIBYgC/0ABAAiNSAL/QAEECI2/Q0AAQIDEBESEwQFBgcUFRYXIj0gC/0ABCAiPiAL/QAEMCI//Q0AAQIDEBESEwQFBgcUFRYXIkD9DQABAgMEBQYHEBESExQVFhf9CwQAIBYgPSBA/Q0ICQoLDA0ODxgZGhscHR4f/QsEICAWQUBrIDUgNv0NCAkKCxgZGhsMDQ4PHB0eHyI1ID4gP/0NCAkKCxgZGhsMDQ4PHB0eHyI2/Q0AAQIDBAUGBxAREhMUFRYX/QsEACAWIDUgNv0NCAkKCwwNDg8YGRobHB0eH/0LBGAgFkEQaiIeIAtBQGsiIf0ABAAiNSAh/QAEECI2/Q0AAQIDEBESEwQFBgcUFRYXIj0gIf0ABCAiPiAh/QAEMCI//Q0AAQIDEBESEwQFBgcUFRYXIkD9DQABAgMEBQYHEBESExQVFhf9CwQAIB4gPSBA/Q0ICQoLDA0ODxgZGhscHR4f/QsEICAeQUBrIDUgNv0NCAkKCxgZGhsMDQ4PHB0eHyI1ID4gP/0NCAkKCxgZGhsMDQ4PHB0eHyI2/Q0AAQIDBAUGBxAREhMUFRYX/QsEACAeIDUgNv0NCAkKCwwNDg8YGRobHB0eH/0LBGAgAiAWaiEWIAtBgAFqIQsgF0EIaiEXDAELCyAkQQRqISQMAQsLC5cDAgZ/CXsgA0EEdCILIAlqIg8gC2ohDQNAIAogDEoEQCAAIAEgDGxBAnRqIAJBBHRqIAkgDyADIAQgBSAMbGoiCyAFIAtqIAsgBUEBdGogCyAFQQNsaiAMQQJ0Ig4gB2r9AAQAIhUgDRAAIRYgDf0ABBAhFyAGIA5q/QAEACER/Qz/////////////////////IRL9DAAAAAAAAAAAAAAAAAAAAAAhE/0M/////////////////////yEUQQAhCwNAIAMgC0oEQCAL/REgEiAUIAkgC0EEdCIQav0ABAAgF/3mASIY/QwAAAAAAAAAAAAAAAAAAAAA/UT9TiIZ/VIhEiAPIBBq/QAEACATIBn9UiETIBQgESAY/eUBIhH9DAAAAAAAAAAAAAAAAAAAAAD9Q/1PIRQgC0EBaiELDAELCyAHIA5qIBIgFSAV/QwAAAAAAAAAAAAAAAAAAAAA/TkiEf1S/QsEACAIIA5qIgsgC/0ABAAgEyAWIBH9UiAN/QAEAP3lAf3kAf0LBAAgDEEEaiEMDAELCwtxAgN7AX8DQCABIAVKBEAgAiAA/QAEACIE/V8iAiAC/fIB/fABIQIgAyAEIAT9DQgJCgsMDQ4PAAECAwQFBgf9XyIDIAP98gH98AEhAyAFQQRqIQUgAEEQaiEADAELCyACIAP98AEiAv0hACAC/SEBoAu4AgIGewR/IAi2/RMhC0QAAAAAAADwPyAIobb9EyEMIAm2/RMhDUQAAAAAAADwPyAJobb9EyEOA0AgBCARSgRAIBFBAnQiEyADav0ABAAgBf0T/eYBIg8gD/3gAf0Mqnc4I6p3OCOqdzgjqnc4I/1E/U4hDyACIBNqIhT9AAQAIA395gEgDiAPIA/95gH95gH95AEiECAQ/eAB/Qw97AQHPewEBz3sBAc97AQH/UT9TiEQIAEgE2oiEv0ABAAgC/3mASAMIA/95gH95AEiDyAP/eAB/Qyqdzgjqnc4I6p3OCOqdzgj/UT9TiEPIBIgD/0LBAAgFCAQ/QsEACAAIBNqIhIgEv0ABAAgBv0TIA/95gEgECAH/RP95gH94wEgCv0T/eQB/ecB/eUB/QsEACARQQRqIREMAQsLCw==';
