/** The lines of a stream, as long as they are lines. */
import { accepted, refused, type Result } from '../../../model/result.ts';

/** Each line without its end; a refusal, and no more, where one is longer than `most` characters. */
export async function* linesOf(
  source: AsyncIterable<Uint8Array>,
  most: number,
): AsyncGenerator<Result<string>> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of source) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop()!;
    for (const line of [...lines, ...(rest.length > most ? [rest] : [])]) {
      if (line.length > most) {
        yield refused(`A line of standard input is longer than ${String(most)} characters.`);
        return;
      }
      yield accepted(line.replace(/\r$/, ''));
    }
  }
  if (rest !== '') yield accepted(rest);
}
