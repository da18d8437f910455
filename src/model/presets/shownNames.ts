/** The measured stages in plain words, as the page shows them. */
const plain: Readonly<Record<string, string>> = {
  crop: 'Detect',
  classification: 'Classify',
  audio: 'Transcribe',
  'nlp-qa': 'Answer',
  'nlp-sent': 'Judge mood',
  'nlp-sum': 'Summarise',
  'nlp-li': 'Identify language',
  'nlp-trans': 'Translate',
};

/** What the page calls a stage: `name` itself where it is none of the presets'. */
export const shownStage = (name: string): string => (Object.hasOwn(plain, name) ? plain[name]! : name);

/** The same where its identifier matters too, in manifests: "Detect (crop)". `label` is what it is called there. */
export function stageBeside(name: string, label = name): string {
  const shown = shownStage(name);
  return shown === label ? shown : `${shown} (${label})`;
}
