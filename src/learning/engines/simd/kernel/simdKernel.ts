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
   * and `taughtMasks` are the expert's choices, or those taken; who is imitated: `everywhere`, or the cloned rows, which are
   * those of `byExpert`. `index` [rows] are rows of the experience.
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
        | 'everywhere'
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
        at.everywhere,
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
  'AGFzbQEAAAABegpgBH9/f38AYAp/f39/f39/f3t/AXtgCH9/f39/f39/AGAKf39/f39/f39/fwBgBn9/f39/fwBgA39/fwBgGH9/f39/f39/f39/f39/f39/f39/f39/fwBgC39/f39/f39/f39/AGACf38BfGALf39/f399fX18fH0AAwwLAQACAAMEBQYHCAkFAwEAAAdkCwhtdWx0aXBseQAEB3dlaWdodHMAAgRnYXRlAAYJdHJhbnNwb3NlAAMGZ2F0aGVyAAUHY29sdW1ucwABBGRyYXcACARsb3NzAAcHc3F1YXJlcwAJBGFkYW0ACgZtZW1vcnkCAArXOwvUCQIIewN//QzmsWH/5rFh/+axYf/msWH/IQsgByAGIAUgBP1cAgD9VgIAAf1WAgAC/VYCAAMhCgNAIAMgEkoEQCASQR9xRSASQQBKcQRAIBJBA3YiEyAHaiAGIBNqIAUgE2ogBCATav1cAgD9VgIAAf1WAgAC/VYCAAMhCgsgCyASQQR0IABq/QAEAP3pASALIApBASASdP0R/U79DAAAAAAAAAAAAAAAAAAAAAD9OP1SIQsgEkEBaiESDAELC0EAIRIgByAGIAUgBP1cAgD9VgIAAf1WAgAC/VYCAAMhCgNAIAMgEkoEQCASQQR0IhQgAGr9AAQAIAv95QEiDP0MAACgQgAAoEIAAKBCAACgQv3oAf0MAABwwgAAcMIAAHDCAABwwv3pASIQ/Qw7qrg/O6q4PzuquD87qrg//eYB/WohESASQR9xRSASQQBKcQRAIBJBA3YiEyAHaiAGIBNqIAUgE2ogBCATav1cAgD9VgIAAf1WAgAC/VYCAAMhCgsgDf0MAACAPwAAgD8AAIA/AACAP/0MAACAPwAAgD8AAIA/AACAP/0MAAAAPwAAAD8AAAA/AAAAP/0Mq6oqPquqKj6rqio+q6oqPv0Mq6oqPauqKj2rqio9q6oqPf0MiYgIPImICDyJiAg8iYgIPP0MYQu2OmELtjphC7Y6YQu2OiAQIBH9DACAMT8AgDE/AIAxPwCAMT/95gH95QEgEf0Mg4BeuYOAXrmDgF65g4Beuf3mAf3lASIN/eYB/eQBIA395gH95AEgDf3mAf3kASAN/eYB/eQBIA395gH95AEgDf3mAf3kASAR/fgB/Qx/AAAAfwAAAH8AAAB/AAAA/a4BQRf9qwH95gEgCkEBIBJ0/RH9Tv0MAAAAAAAAAAAAAAAAAAAAAP04/U4iEP3kASENIA4gECAM/eYB/eQBIQ4gDCAPIAggEv0R/Tf9UiEPIAIgFGogDP0LBAAgASAUaiAQ/QsEACASQQFqIRIMAQsLIA39DPMENT/zBDU/8wQ1P/MENT/9sQEiCEEX/awB/foBIQogCP0M//9/AP//fwD//38A//9/AP1O/QzzBDU/8wQ1P/MENT/zBDU//a4B/QwAAIA/AACAPwAAgD8AAIA//eUBIgggCP3mASELIAkgCP0MqqqqPqqqqj6qqqo+qqqqPv0M/P9/vvz/f778/3++/P9/vv0MrM5MPqzOTD6szkw+rM5MPv0MUK4qvlCuKr5Qriq+UK4qvv0Mv+kRPr/pET6/6RE+v+kRPv0MT13+vU9d/r1PXf69T13+vf0MGiXvPRol7z0aJe89GiXvPf0MuNHrvbjR67240eu9uNHrvf0MuyGQPbshkD27IZA9uyGQPSAI/eYB/eQBIAj95gH95AEgCP3mAf3kASAI/eYB/eQBIAj95gH95AEgCP3mAf3kASAI/eYB/eQBIAj95gH95AEgCP3mASAL/eYBIAr9DIOAXrmDgF65g4BeuYOAXrn95gH95AH9DAAAAL8AAAC/AAAAvwAAAL8gC/3mAf3kAf3kASAK/QwAgDE/AIAxPwCAMT8AgDE//eYB/eQBIgj9CwQAIAn9DAAAgD8AAIA/AACAPwAAgD8gDf3nASIK/QsEECAJIAggDiAK/eYB/eUB/QsEICAPC/kDAgZ7A38DQCACIAxKBEAgAyAA/QAEACIEIAD9AAQgIgX9DQABAgMQERITBAUGBxQVFhciBiAAQUBr/QAEACIHIAD9AARgIgj9DQABAgMQERITBAUGBxQVFhciCf0NAAECAwQFBgcQERITFBUWF/0LBAAgAyAGIAn9DQgJCgsMDQ4PGBkaGxwdHh/9CwQQIAMgBCAF/Q0ICQoLGBkaGwwNDg8cHR4fIgQgByAI/Q0ICQoLGBkaGwwNDg8cHR4fIgX9DQABAgMEBQYHEBESExQVFhf9CwQgIAMgBCAF/Q0ICQoLDA0ODxgZGhscHR4f/QsEMCADQUBrIgogAEEQaiIL/QAEACIEIAv9AAQgIgX9DQABAgMQERITBAUGBxQVFhciBiALQUBr/QAEACIHIAv9AARgIgj9DQABAgMQERITBAUGBxQVFhciCf0NAAECAwQFBgcQERITFBUWF/0LBAAgCiAGIAn9DQgJCgsMDQ4PGBkaGxwdHh/9CwQQIAogBCAF/Q0ICQoLGBkaGwwNDg8cHR4fIgQgByAI/Q0ICQoLGBkaGwwNDg8cHR4fIgX9DQABAgMEBQYHEBESExQVFhf9CwQgIAogBCAF/Q0ICQoLDA0ODxgZGhscHR4f/QsEMCAAIAFqIQAgA0GAAWohAyAMQQhqIQwMAQsLC+IFAgV/C3sDQCAHIAtKBED9DAAAAAAAAAAAAAAAAAAAAAAhDf0MAAAAAAAAAAAAAAAAAAAAACEOQQAhCANAIAUgCEoEQCANIAEgCEEFdGoiCf0ABAD95AEhDSAOIAn9AAQQ/eQBIQ4gCEEBaiEIDAELCyADIAP9AAQAIA395AH9CwQAIANBEGogA/0ABBAgDv3kAf0LBAAgA0EgaiEDQQAhCgNAIAYgCkoEQCAAIAQgCkEDdWxqIApBBHFBAnRqIQn9DAAAAAAAAAAAAAAAAAAAAAAhDf0MAAAAAAAAAAAAAAAAAAAAACEO/QwAAAAAAAAAAAAAAAAAAAAAIQ/9DAAAAAAAAAAAAAAAAAAAAAAhEP0MAAAAAAAAAAAAAAAAAAAAACER/QwAAAAAAAAAAAAAAAAAAAAAIRL9DAAAAAAAAAAAAAAAAAAAAAAhE/0MAAAAAAAAAAAAAAAAAAAAACEUIAEiCCAFQQV0aiEMA0AgCCAMSQRAIA0gCf0JAgAiFiAI/QAEACIV/eYB/eQBIQ0gDiAWIAj9AAQQIhb95gH95AEhDiAPIAn9CQIEIhcgFf3mAf3kASEPIBAgFyAW/eYB/eQBIRAgESAJ/QkCCCIXIBX95gH95AEhESASIBcgFv3mAf3kASESIBMgCf0JAgwiFyAV/eYB/eQBIRMgFCAXIBb95gH95AEhFCAIQSBqIQggCUEgaiEJDAELCyACIAL9AAQAIA395AH9CwQAIAJBEGogAv0ABBAgDv3kAf0LBAAgAkEgaiAC/QAEICAP/eQB/QsEACACQTBqIAL9AAQwIBD95AH9CwQAIAJBQGsiCCAI/QAEACAR/eQB/QsEACACQdAAaiAC/QAEUCAS/eQB/QsEACACQeAAaiAC/QAEYCAT/eQB/QsEACACQfAAaiAC/QAEcCAU/eQB/QsEACACQYABaiECIApBBGohCgwBCwsgASAEaiEBIAtBCGohCwwBCwsLcQEDfwNAIAIgBUoEQCABIAVBA3UgA2xBBXRqIAVBB3FBAnRqIQZBACEEA0AgAyAESgRAIAYgBEEFdGogACAEQQN1IAJsIAVqQQV0aiAEQQdxQQJ0aioCADgCACAEQQFqIQQMAQsLIAVBAWohBQwBCwsLqQgCDXsGfwNAIAggG0oEQP0MAAAAAAAAAAAAAAAAAAAAACEO/QwAAAAAAAAAAAAAAAAAAAAAIQ8gAgRAIAL9AAQAIQ4gAv0ABBAhDyACQSBqIQILQQAhGQNAIAYgGUoEQCAAIBlBBXRqIRggASEXIA4iCiESIA8iCyETIAoiDCEQIAsiDSERQQAhGgNAIAcgGkoEQCAXQYACaiEcA0AgFyAcSQRAIAogGP0JAgAiFSAX/QAEACIU/eYB/eQBIQogCyAVIBf9AAQQIhX95gH95AEhCyASIBj9CQIgIhYgFP3mAf3kASESIBMgFiAV/eYB/eQBIRMgDCAY/QkCQCIWIBT95gH95AEhDCANIBYgFf3mAf3kASENIBAgGP0JAmAiFiAU/eYB/eQBIRAgESAWIBX95gH95AEhESAXQSBqIRcgGEEEaiEYDAELCyAYIAVBIGtqIRggGkEIaiEaDAELCyAZQQV0IhcgA2ohGCAJQQFGBHsgCv0MAAAAAAAAAAAAAAAAAAAAAP3pASEKIBL9DAAAAAAAAAAAAAAAAAAAAAD96QEhEiAT/QwAAAAAAAAAAAAAAAAAAAAA/ekBIRMgDf0MAAAAAAAAAAAAAAAAAAAAAP3pASENIBD9DAAAAAAAAAAAAAAAAAAAAAD96QEhECAR/QwAAAAAAAAAAAAAAAAAAAAA/ekBIREgC/0MAAAAAAAAAAAAAAAAAAAAAP3pASELIAz9DAAAAAAAAAAAAAAAAAAAAAD96QEFIAQgF2ohFyAJQQJGBHsgF/0ABAAgCv3kASEKIBf9AAQgIBL95AEhEiAX/QAEMCAT/eQBIRMgF/0ABFAgDf3kASENIBf9AARgIBD95AEhECAX/QAEcCAR/eQBIREgF/0ABBAgC/3kASELIBf9AARAIAz95AEFIAlBA0YEeyAKIBf9AAQA/QwAAAAAAAAAAAAAAAAAAAAA/UT9TiEKIBIgF/0ABCD9DAAAAAAAAAAAAAAAAAAAAAD9RP1OIRIgEyAX/QAEMP0MAAAAAAAAAAAAAAAAAAAAAP1E/U4hEyANIBf9AARQ/QwAAAAAAAAAAAAAAAAAAAAA/UT9TiENIBAgF/0ABGD9DAAAAAAAAAAAAAAAAAAAAAD9RP1OIRAgESAX/QAEcP0MAAAAAAAAAAAAAAAAAAAAAP1E/U4hESALIBf9AAQQ/QwAAAAAAAAAAAAAAAAAAAAA/UT9TiELIAwgF/0ABED9DAAAAAAAAAAAAAAAAAAAAAD9RP1OBSAMCwsLIQwgGCAK/QsEACAYIAv9CwQQIBggEv0LBCAgGCAT/QsEMCAYIAz9CwRAIBggDf0LBFAgGCAQ/QsEYCAYIBH9CwRwIBlBBGohGQwBCwsgASAHQQV0aiEBIAMgBWohAyAEIAVqIQQgG0EIaiEbDAELCwt2AQR/A0AgBCAGSgRAIAAgASAGQQJ0aigCACAFbEECdGohByACIAZBBXRqIQhBACEJA0AgBSAJSgRAIAggB/0ABAD9CwQAIAggB/0ABBD9CwQQIAdBIGohByADIAhqIQggCUEIaiEJDAELCyAGQQFqIQYMAQsLC0gBAn8DQCACIANKBEAgACADaiIEIAT9AAQAIAEgA2r9AAQA/QwAAAAAAAAAAAAAAAAAAAAA/UT9Tv0LBAAgA0EQaiEDDAELCwv9FgIcfxJ7IANBBHQiGyAWIhhqIiUgG2oiGiAbaiEZIBkgG2oiHCAbaiImIApBMGxqIRsgFf0JAgAhNiAV/QkCBCE4IBX9CQIIITkgFf0JAgwhOiAV/QkCECE7IBX9CQIUITcgFSoCDEMAAAAAXiErIApBAnQhHiALQQJ0IR8DQCAFICRKBEAgACAkQQV0aiACIAMgJRABIAcgJEECdGoiCygCACEuIAsoAgQhISALKAIIISIgCygCDCEjIBRBAkYEeyATIC5qLQAA/REgEyAhai0AAP0cASATICJqLQAA/RwCIBMgI2otAAD9HAP9DAAAAAAAAAAAAAAAAAAAAAD9OAX9DAAAAAAAAAAAAAAAAAAAAAALIT0gJP0R/QwAAAAAAQAAAAIAAAADAAAA/a4BIAb9Ef05IT4gJSAEQQR0av0ABAAhPyAjQQJ0IBFqICJBAnQgEWogIUECdCARaiAuQQJ0IBFq/VwCAP1WAgAB/VYCAAL9VgIAA/3hASE0QQAhCwNAIAogC0oEQCA0IAkgC0EMbGoiFSgCAEEEdCIWICVqIh0gFiAYaiAdIBUoAgQgDSAVKAIIQQJ0aiIVIB8gLmxqIBUgHyAhbGogFSAfICJsaiAVIB8gI2xqIAwgC0ECdGoiFSAeICNsaiAeICJsIBVqIB4gIWwgFWogFSAeIC5sav1cAgD9VgIAAf1WAgAC/VYCAAMgJiALQTBsaiIVEAAgFf0ABAD95QH95AEhNCALQQR0QYABaiAXaiIWIBb9AAQAID4gFf0ABCD9Tv3kAf0LBAAgC0EBaiELDAELCyA0/QwAAKBCAACgQgAAoEIAAKBC/egB/QwAAHDCAABwwgAAcMIAAHDC/ekBIjX9DDuquD87qrg/O6q4PzuquD/95gH9aiE8/QwAAAAAAAAAAAAAAAAAAAAAID4gPf1PIBRBAUYbIkD9DAAAgD8AAIA/AACAPwAAgD/9DAAAgD8AAIA/AACAPwAAgD/9DAAAAD8AAAA/AAAAPwAAAD/9DKuqKj6rqio+q6oqPquqKj79DKuqKj2rqio9q6oqPauqKj39DImICDyJiAg8iYgIPImICDz9DGELtjphC7Y6YQu2OmELtjogNSA8/QwAgDE/AIAxPwCAMT8AgDE//eYB/eUBIDz9DIOAXrmDgF65g4BeuYOAXrn95gH95QEiNf3mAf3kASA1/eYB/eQBIDX95gH95AEgNf3mAf3kASA1/eYB/eQBIDX95gH95AEgPP34Af0MfwAAAH8AAAB/AAAAfwAAAP2uAUEX/asB/eYBIkEgCCAkQQJ0av0ABAAiQv3mASJD/QwAAIA/AACAPwAAgD8AAIA/IDb95AH9DAAAgD8AAIA/AACAPwAAgD8gNv3lASBB/ekB/egBIEL95gEiNf1FIEL9DAAAAAAAAAAAAAAAAAAAAAD9QyBBIDf9RP1OIjz9TyJEIEEgQf1C/VD9TiBDIDv95gH94QH9TiFFIBcgF/0ABAAgQCA3IEL95gEgQyA1IET9UiA8/VL94QH9Tv3kAf0LBAAgF0EQaiAX/QAEECBAIEH9DAAAgD8AAIA/AACAPwAAgD/95QEiNSA0/eUB/U795AH9CwQAIBdBIGogF/0ABCAgQP0MAACAPwAAgD8AAIA/AACAP/1OIjQgNf3gASA2/UT9Tv3kAf0LBAAgF0HQAGogF/0ABFAgNP3kAf0LBABBACELA0AgCiALSgRAIAkgC0EMbGoiFSgCAEEEdCEWICYgC0EwbGoiHf0ABBAhNCBFID4gOf1OIjUgHf0ABCAgHf0ABAD95QH95gH95AH94QEhPCAMIAtBAnRqIh0gHiAjbGogHiAibCAdaiAeICFsIB1qIB0gHiAubGr9XAIA/VYCAAH9VgIAAv1WAgADIUAgFSgCBCEdQQAhFQNAIBUgHUgEQCAWIBVBBHRqIiAgGmogGCAgav0ABAAgNP3mASA8IDUgICAlav0ABAD95gH95QH95gEgRSBAIBX9Ef03/U795AH9CwQAIBVBAWohFQwBCwsgC0EBaiELDAELCyA+ID4gPf1OIBAbIjz9U0EAICsbBEAgPCA6/U4hQP0MAAAAAAAAAAAAAAAAAAAAACE0QQAhIANAIAogIEoEQCAOICBBAnRqIgsgHiAjbGogHiAibCALaiAeICFsIAtqIAsgHiAubGr9XAIA/VYCAAH9VgIAAv1WAgADIUEgCSAgQQxsaiIdKAIAQQR0Ii8gGGohFSAlIC9qIRYgJiAgQTBsaiELIB0oAghBAnQiMSANaiEsIA8gMWohLSAfIC5sITIgHyAhbCEoIB8gImwhKSAfICNsISogHSgCBCEnQQAhHQJ/A0AgHSAnSARAQQAgKiAsIB1BA3YiM2oiMGogKSAwaiAoIDBqIDAgMmr9XAIA/VYCAAH9VgIAAv1WAgADICogLSAzaiIwaiApIDBqICggMGogMCAyav1cAgD9VgIAAf1WAgAC/VYCAAP9Uf1TDQIaIB1BIGohHQwBCwtBAQtFBEAgJSAvaiAZIhUgHCAnIA8gMWoiCyAfIC5saiALIB8gIWxqIAsgHyAibGogCyAfICNsaiBBIBsiCxAAGiAcIRYLIAv9AAQQIUL9DAAAAAAAAAAAAAAAAAAAAAAhNUEAIR0DQCAdICdIBEAgFiAdQQR0Iihq/QAEACA1IEEgHf0R/TciQ/1SITUgGiAvaiAoaiIpICn9AAQAIEAgFSAoav0ABAAgQv3mASBD/QwAAIA/AACAPwAAgD8AAIA//U795QH95gH95AH9CwQAIB1BAWohHQwBCwsgNCA1IAv9AAQA/eUB/eQBITQgIEEBaiEgDAELCyAXQTBqIBf9AAQwIDwgNP3hAf1O/eQB/QsEACAXQfAAaiAX/QAEcCA8/QwAAIA/AACAPwAAgD8AAIA//U795AH9CwQACyAXQUBrIgsgC/0ABAAgPiA9/U8iNCA/ICNBAnQgEmogIkECdCASaiAhQQJ0IBJqIC5BAnQgEmr9XAIA/VYCAAH9VgIAAv1WAgAD/eUB/U4iNSA1/eYB/eQB/QsEACAXQeAAaiAX/QAEYCA0/QwAAIA/AACAPwAAgD8AAIA//U795AH9CwQAIBogBEEEdGogOCA1/eYB/QsEACAEQQFqIQsDQCADIAtKBEAgGiALQQR0av0MAAAAAAAAAAAAAAAAAAAAAP0LBAAgC0EBaiELDAELCyAaIQsgASAkQQV0aiEVQQAhFgNAIAMgFkoEQCAVIAv9AAQAIjQgC/0ABBAiNf0NAAECAxAREhMEBQYHFBUWFyI8IAv9AAQgIj0gC/0ABDAiPv0NAAECAxAREhMEBQYHFBUWFyI//Q0AAQIDBAUGBxAREhMUFRYX/QsEACAVIDwgP/0NCAkKCwwNDg8YGRobHB0eH/0LBCAgFUFAayA0IDX9DQgJCgsYGRobDA0ODxwdHh8iNCA9ID79DQgJCgsYGRobDA0ODxwdHh8iNf0NAAECAwQFBgcQERITFBUWF/0LBAAgFSA0IDX9DQgJCgsMDQ4PGBkaGxwdHh/9CwRgIBVBEGoiHSALQUBrIiD9AAQAIjQgIP0ABBAiNf0NAAECAxAREhMEBQYHFBUWFyI8ICD9AAQgIj0gIP0ABDAiPv0NAAECAxAREhMEBQYHFBUWFyI//Q0AAQIDBAUGBxAREhMUFRYX/QsEACAdIDwgP/0NCAkKCwwNDg8YGRobHB0eH/0LBCAgHUFAayA0IDX9DQgJCgsYGRobDA0ODxwdHh8iNCA9ID79DQgJCgsYGRobDA0ODxwdHh8iNf0NAAECAwQFBgcQERITFBUWF/0LBAAgHSA0IDX9DQgJCgsMDQ4PGBkaGxwdHh/9CwRgIAIgFWohFSALQYABaiELIBZBCGohFgwBCwsgJEEEaiEkDAELCwuXAwIGfwl7IANBBHQiCyAJaiIPIAtqIQ0DQCAKIAxKBEAgACABIAxsQQJ0aiACQQR0aiAJIA8gAyAEIAUgDGxqIgsgBSALaiALIAVBAXRqIAsgBUEDbGogDEECdCIOIAdq/QAEACIVIA0QACEWIA39AAQQIRcgBiAOav0ABAAhEf0M/////////////////////yES/QwAAAAAAAAAAAAAAAAAAAAAIRP9DP////////////////////8hFEEAIQsDQCADIAtKBEAgC/0RIBIgFCAJIAtBBHQiEGr9AAQAIBf95gEiGP0MAAAAAAAAAAAAAAAAAAAAAP1E/U4iGf1SIRIgDyAQav0ABAAgEyAZ/VIhEyAUIBEgGP3lASIR/QwAAAAAAAAAAAAAAAAAAAAA/UP9TyEUIAtBAWohCwwBCwsgByAOaiASIBUgFf0MAAAAAAAAAAAAAAAAAAAAAP05IhH9Uv0LBAAgCCAOaiILIAv9AAQAIBMgFiAR/VIgDf0ABAD95QH95AH9CwQAIAxBBGohDAwBCwsLcQIDewF/A0AgASAFSgRAIAIgAP0ABAAiBP1fIgIgAv3yAf3wASECIAMgBCAE/Q0ICQoLDA0ODwABAgMEBQYH/V8iAyAD/fIB/fABIQMgBUEEaiEFIABBEGohAAwBCwsgAiAD/fABIgL9IQAgAv0hAaALuAICBnsEfyAItv0TIQtEAAAAAAAA8D8gCKG2/RMhDCAJtv0TIQ1EAAAAAAAA8D8gCaG2/RMhDgNAIAQgEUoEQCARQQJ0IhMgA2r9AAQAIAX9E/3mASIPIA/94AH9DKp3OCOqdzgjqnc4I6p3OCP9RP1OIQ8gAiATaiIU/QAEACAN/eYBIA4gDyAP/eYB/eYB/eQBIhAgEP3gAf0MPewEBz3sBAc97AQHPewEB/1E/U4hECABIBNqIhL9AAQAIAv95gEgDCAP/eYB/eQBIg8gD/3gAf0Mqnc4I6p3OCOqdzgjqnc4I/1E/U4hDyASIA/9CwQAIBQgEP0LBAAgACATaiISIBL9AAQAIAb9EyAP/eYBIBAgB/0T/eYB/eMBIAr9E/3kAf3nAf3lAf0LBAAgEUEEaiERDAELCws=';
