import type { LessonWords } from '../../lesson.ts';

export const words: LessonWords = {
  title: 'To the cluster',
  teaches:
    'What a decision is in a cluster: read a diff, find the restart, and let an agent go by degrees, with a way back.',
  steps: {
    orders: {
      heading: 'From orders to manifests',
      text: [
        'In the Lab an order is three numbers a stage. In a cluster it is a change of manifests: text that says which image runs, in how many replicas, with which variables.',
        'What such a change restarts decides whether it is cheap or dear. You will look at what one policy would have changed there, decision by decision.',
      ],
    },
    often: {
      heading: 'A decision every ten seconds',
      text: [
        'Lane A will run the [[myopic|Myopic optimum]] now: at each decision it orders what is best for the forecast, whatever runs already.',
      ],
      question: 'How many of its decisions change something in the cluster?',
      options: {
        few: {
          text: 'Fewer than one in ten',
          wrong: 'The forecast moves with every decision, and it asks nothing for a change.',
        },
        third: { text: 'About one in three' },
        most: {
          text: 'More than half',
          wrong: 'Much of the time the load is steady, and then the best stays the best.',
        },
      },
      after: [
        'In {count} of {decisions} decisions. The timeline has a mark for each, in the row of the dearest thing that it turns: a variant, a batch, or replicas alone. Below it is one change, as a diff.',
      ],
    },
    diff: {
      heading: 'Read a diff',
      text: [
        'A line with − goes, a line with + comes; the lines around them show where. Find the stage whose variant changes.',
      ],
      question: 'What happens to that stage in the cluster?',
      options: {
        beside: {
          text: 'Replicas start beside those that serve',
          wrong:
            'That is so where replicas alone change: a variant is another model, which none of them has loaded.',
        },
        queue: {
          text: 'Only the queue before it restarts',
          wrong: 'The queue restarts for a new batch size; the model stands in the stage itself.',
        },
        restart: { text: 'Its replicas are replaced by others, which load another model' },
      },
      after: [
        'A variant restarts its stage: {stage} of the {count} changes do. Until the new replicas serve, old and new hold cores side by side, or the stage serves nobody, which “[[rollout|Rollout]]” says.',
      ],
    },
    calm: {
      heading: 'Find one that restarts nothing',
      text: ['Go through the changes to one that restarts neither a stage nor a queue.'],
      after: [
        'There are {nothing} like it: replicas alone. {queue} restart a queue and no model, {stage} a stage. In the Lab all of them look alike.',
      ],
    },
    kserve: {
      heading: 'Another layout',
      text: [
        'So far a queue stood before every stage and made the batches. KServe has no such queue: each replica makes its own batches.',
      ],
      question: 'How many of the same changes restart a stage under KServe?',
      options: {
        none: {
          text: 'None',
          wrong: 'A variant is another model there too, and replicas must load it.',
        },
        same: {
          text: 'As many as before',
          wrong: 'The batch size now stands in the replicas themselves: to change it replaces them.',
        },
        most: { text: 'Most of them' },
      },
      after: [
        '{stage} of {count}, where it was {before}. The decisions are the same, and so is J in the Lab; the layout has made the batch size as dear as a variant. A policy that changes it often belongs behind a queue.',
      ],
    },
    commands: {
      heading: 'Dry run, let go, take back',
      text: [
        'Here is what is typed, from first to last. Without a trained agent it is two parts: the pipeline, and undo.',
        'With one there are more. At first its program only asks the cluster whether it would take each change, and writes that down: the dry run. Then you let it decide, and one annotation pauses it.',
      ],
    },
    revert: {
      heading: 'The way back',
      text: [
        'The program watches itself: after six decisions in a row above the latency objective it goes back to the configuration of the manifests, for ten minutes.',
        'Now let HPA decide in lane A, which turns replicas and nothing else.',
      ],
      question: 'Had HPA decided in such a program: how often would it have gone back?',
      options: {
        never: {
          text: 'Never: it restarts nothing',
          wrong: 'No restart is no promise: who orders replicas too late is late all the same.',
        },
        once: { text: 'Once' },
        often: {
          text: 'Several times',
          wrong: 'Its late decisions stand in one row, at a single rise of the load.',
        },
      },
      after: [
        'Once: it changes something {count} times and restarts {stage} stages and {queue} queues, but was late in {longest} decisions in a row. Restarts are one price of a decision, lateness is another. The run here goes on as if nobody had gone back.',
      ],
    },
    safe: {
      heading: 'Let one go',
      text: [
        'Find a policy for lane A that you would let go: at most five late decisions in a row, and no change that restarts a stage. A lane’s policy is chosen in the Lab, by the lane’s name; then come back to Export.',
      ],
      after: [
        'It changes something {count} times and was late in at most {longest} decisions in a row. Before anything real, do the same by degrees: read the diffs, dry run, let go, and know the command that takes it back.',
      ],
    },
  },
};
