/**
 * Names of IPA's own code and manifests for what the presets measure: the presets' are shorter, or those of its
 * configuration (reconfigurable-ml-pipeline/ipa: data/configs/accuracies.yaml, pipelines/mlserver-final/*).
 */

/** Nodes of IPA's pipelines by the stage they serve; the nodes of the four others are called like their stages. */
const stages: Readonly<Record<string, string>> = {
  yolo: 'crop',
  'resnet-human': 'classification',
};

/** Names of models by variant; IPA writes the slash of a model's hub as a hyphen. */
const variants: Readonly<Record<string, string>> = {
  'facebook-s2t-small-librispeech-asr': 's2t-small',
  'facebook-s2t-medium-librispeech-asr': 's2t-medium',
  'facebook-s2t-large-librispeech-asr': 's2t-large',
  'deepset-xlm-roberta-base-squad2': 'xlm-roberta',
  'deepset-roberta-base-squad2': 'roberta',
  'souvikcmsa-sentimentanalysisdistillbert': 'distilbert-sentiment',
  'souvikcmsa-bert_sentiment_analysis': 'bert-sentiment',
  'souvikcmsa-roberta_sentiment_analysis': 'roberta-sentiment',
  'distilbert-base-uncased-finetuned-sst-2-english': 'distilbert-sst2',
  'dinalzein-xlm-roberta-base-finetuned-language-identification': 'xlm-roberta-li',
  'helsinki-nlp-opus-mt-fr-en': 'opus-mt',
  'helsinki-nlp-opus-mt-tc-big-fr-en': 'opus-mt-big',
  'sshleifer-distilbart-xsum-1-1': 'distilbart-xsum-1-1',
  'sshleifer-distilbart-xsum-12-1': 'distilbart-xsum-12-1',
  'sshleifer-distilbart-xsum-6-6': 'distilbart-xsum-6-6',
  'sshleifer-distilbart-xsum-12-3': 'distilbart-xsum-12-3',
  'sshleifer-distilbart-xsum-9-6': 'distilbart-xsum-9-6',
  'sshleifer-distilbart-xsum-12-6': 'distilbart-xsum-12-6',
};

const lookUp = (table: Readonly<Record<string, string>>, name: string): string => {
  const key = name.trim().toLowerCase().replaceAll('/', '-');
  return Object.hasOwn(table, key) ? table[key]! : name;
};

/** The preset's name of a stage that IPA calls `name`; `name` itself where IPA has no other. */
export const presetStage = (name: string): string => lookUp(stages, name);

/** The preset's name of a variant that IPA, or the model's hub, calls `name`; `name` itself where there is no other. */
export const presetVariant = (name: string): string => lookUp(variants, name);
