/** A policy of one's own could not be started, or could not go on; the message is a sentence that names it. */
export class OwnFailure extends Error {
  override readonly name = 'OwnFailure';
}
