/** A policy of one's own could not be started, or could not go on; the message is a sentence that names it. */
export class OwnFailure extends Error {
  override readonly name = 'OwnFailure';
}

/** It left more behind in its thread than it may: what goes on there would begin with that. */
export class OwnExcess extends OwnFailure {}
