import type { Cell, Format } from '../source.ts';
import { quoted } from '../text.ts';
import { accepted, refused } from '../../../model/result.ts';

const STAMP = /\[(\d{1,2}\/[A-Z][a-z]{2}\/\d{4}:\d{2}:\d{2}:\d{2} [+-]\d{4})\]/;
/** The time stands behind the address and two names; whatever is longer is no access log. */
const WITHIN = 600;
const LOOKED_AT = 20;
/** What probes and monitors ask for, by its path or by who asks. */
const PROBE = /"[A-Z]{3,8} \/(?:healthz?|ready|readyz|livez|metrics)(?:[/?][^" ]{0,200})?[ "]|"kube-probe\//;

/** Access logs of Apache and nginx, common or combined: one request a line. */
export const accessLog: Format = {
  name: 'access log',
  recognises({ head }) {
    const lines = head.filter((line) => line.trim() !== '').slice(0, LOOKED_AT);
    return lines.filter((line) => STAMP.test(line.slice(0, WITHIN))).length > 0.5 * lines.length;
  },
  read({ text, name }) {
    const rows: (readonly Cell[])[] = [];
    const at: number[] = [];
    let probes = 0;
    for (const [i, line] of text.split(/\r\n|\n/).entries()) {
      if (line.trim() === '') continue;
      const stamp = STAMP.exec(line.slice(0, WITHIN))?.[1];
      if (stamp === undefined)
        return refused(
          `${name}, line ${String(i + 1)}: ${quoted(line)} has no time like [05/Jan/2024:12:00:00 +0000]; take the line out.`,
        );
      if (PROBE.test(line.slice(0, 4000))) probes++;
      rows.push([stamp]);
      at.push(i + 1);
    }
    return accepted({
      shape: 'table',
      names: ['time'],
      rows,
      place: (row) => `${name}, line ${String(at[row])}`,
      remarks: [
        `Every line counts as a request, whatever its path or status${probes === 0 ? '' : `; ${probes.toLocaleString('en')} of ${rows.length.toLocaleString('en')} are probes of health or metrics, which count too: take them out of the file if they are no load`}.`,
      ],
    });
  },
};
