/** Where in a lesson the visitor stands, as a link says it: `autoscalers.3`, `autoscalers.3.v1`. Steps count from 1. */
export interface LessonPlace {
  readonly lesson: string;
  /** From 0 on. */
  readonly step: number;
  /** Of the lesson that the link was made of; undefined where it does not say. */
  readonly version: number | undefined;
}

const FORM = /^([a-z][a-z-]{0,39})(?:\.(\d{1,3})(?:\.v(\d{1,3}))?)?$/;

export function placeFrom(text: string): LessonPlace | undefined {
  const [, lesson, step = '1', version] = FORM.exec(text) ?? [];
  if (lesson === undefined || step === '0') return undefined;
  return { lesson, step: Number(step) - 1, version: version === undefined ? undefined : Number(version) };
}

export function placeText({ lesson, step, version }: LessonPlace): string {
  return `${lesson}.${String(step + 1)}${version === undefined ? '' : `.v${String(version)}`}`;
}
