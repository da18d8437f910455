import type { Cell, Format } from '../source.ts';
import { quoted } from '../text.ts';
import { accepted, refused } from '../../../model/result.ts';

const STAMP = /\[(\d{1,2}\/[A-Z][a-z]{2}\/\d{4}:\d{2}:\d{2}:\d{2} [+-]\d{4})\]/;
/** The time stands behind the address and two names; whatever is longer is no access log. */
const WITHIN = 600;
const LOOKED_AT = 20;

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
    for (const [i, line] of text.split(/\r\n|\n/).entries()) {
      if (line.trim() === '') continue;
      const stamp = STAMP.exec(line.slice(0, WITHIN))?.[1];
      if (stamp === undefined)
        return refused(
          `${name}, line ${String(i + 1)}: ${quoted(line)} has no time like [05/Jan/2024:12:00:00 +0000]; take the line out.`,
        );
      rows.push([stamp]);
      at.push(i + 1);
    }
    return accepted({
      shape: 'table',
      names: ['time'],
      rows,
      place: (row) => `${name}, line ${String(at[row])}`,
    });
  },
};
