/** What a file holds, told by its name and its text; light, since the page asks before it loads any reader. */

export const isYaml = (fileName: string): boolean => /\.ya?ml$/i.test(fileName);

/** Whether JSON text has the key of a pipeline of the lab's. */
export const holdsStages = (text: string): boolean => /"stages"\s*:/.test(text);

/** Whether YAML is a pipeline of the lab's: it has that key at the beginning of a line, and no object of Kubernetes. */
const holdsStagesYaml = (text: string): boolean =>
  /^stages\s*:/m.test(text) && !/^apiVersion\s*:/m.test(text);

/** Manifests are YAML by their name, or JSON whose keys are those of Kubernetes and not those of a pipeline. */
export function holdsManifests(text: string, fileName: string): boolean {
  if (isYaml(fileName)) return !holdsStagesYaml(text);
  return /"apiVersion"\s*:/.test(text) && /"kind"\s*:/.test(text) && !holdsStages(text);
}

/** Whether manifests hold stages: kinds that `pipelineFromFile` makes a pipeline of. */
const HOLDS_STAGES = /kind"?\s*:\s*["']?(SeldonDeployment|InferenceService)\b/;
const SCALERS =
  /kind"?\s*:\s*["']?(HorizontalPodAutoscaler|ScaledObject|VerticalPodAutoscaler)\b|autoscaling\.knative\.dev\/|name"?\s*:\s*["']?config-autoscaler\b/;

/**
 * Whether a file is to be read as autoscalers (`autoscalersFrom`): it holds some, and no stage. Where stages stand beside
 * them, `pipelineFromFile` returns both.
 */
export function holdsAutoscalers(text: string, fileName: string): boolean {
  return holdsManifests(text, fileName) && SCALERS.test(text) && !HOLDS_STAGES.test(text);
}
