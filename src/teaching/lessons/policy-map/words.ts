import type { LessonWords } from '../../lesson.ts';

export const words: LessonWords = {
  title: 'The policy map',
  teaches:
    'What a policy would run at every load and with every number of cores, where two of them differ, and what that costs.',
  steps: {
    road: {
      heading: 'One road, or the whole map',
      text: [
        'A run in the Lab is one road: the load as it came, the cores as they were. It does not say what a policy would have done elsewhere.',
        'A [[policyMap|policy map]] asks everywhere: what does the policy run in the end at this load, with so many cores to take? You will read the map of the [[myopic|Myopic optimum]], which plans the next ten seconds exactly, and hold others against it.',
      ],
    },
    rising: {
      heading: 'The load rises',
      text: [
        'The Myopic optimum may take thirty cores, far more than it needs. Let the load rise, from nearly nothing to a little over the highest that comes here.',
      ],
      question: 'What does it do with the model of the first stage?',
      options: {
        keeps: {
          text: 'It keeps the most accurate, and adds replicas',
          wrong:
            'An accurate model takes longer for each request: at a high load its replicas cost more than its accuracy is worth.',
        },
        smaller: { text: 'It changes to smaller models' },
        larger: {
          text: 'It changes to larger models',
          wrong: 'A larger model serves fewer requests a second with the same cores.',
        },
      },
      after: [
        'With {most} to take it runs variant {first} of the first stage at {low}, and variant {last} at {high}, counted from the smallest, as the key below the map has them. The map at the left is its own: a cell is a load and a number of cores, a shade is a model.',
      ],
    },
    bound: {
      heading: 'Upwards',
      text: [
        'Each row of the map is a number of cores that the policy may take. Point at cells, or focus the left map and use the arrow keys: each tells its whole order.',
      ],
      question: 'From how many cores on do more of them change nothing that the Myopic optimum runs?',
      options: {
        few: {
          text: 'From fewer than ten on',
          wrong:
            'There the high loads still run smaller models than further up: cores end before the load does.',
        },
        some: { text: 'From somewhere between ten and twenty on' },
        all: {
          text: 'Never: more cores are always of use',
          wrong: 'Go up in one column: well before the top the order stays what it is.',
        },
      },
      after: [
        'From {bound} on, of {most}, every row is the same in model, replicas and batch. Up there the price of a core decides what is run; below it the cores do. A run cannot show you that: it has one number of cores.',
      ],
    },
    greedy: {
      heading: 'Another beside it',
      text: [
        'Any other policy can stand beside it. Greedy takes the fewest cores that carry the load, and does not look at accuracy.',
      ],
      question: 'In how many cells does Greedy run something else than the Myopic optimum?',
      options: {
        few: {
          text: 'In fewer than a third',
          wrong:
            'To be equal, a cell must agree in model, replicas and batch of both stages; and Greedy keeps the smallest models everywhere.',
        },
        half: {
          text: 'In about half',
          wrong: 'They agree only where cores are so few that hardly anything is left to choose.',
        },
        nearly: { text: 'In nearly all' },
      },
      after: [
        'In {differing} of {cells}: it holds {greedy} in the mean over the map, the Myopic optimum {held}. The third map says what that is worth: in {better} cells the Myopic optimum earns more J, in {worse} Greedy does.',
      ],
    },
    dearest: {
      heading: 'Where it is dear',
      text: [
        'To differ costs little in some cells and much in others. Find a cell in which Greedy loses at least five points a decision: the darkest shade of the third map begins at half a point, and pointing at a cell tells how much it is.',
        'By keyboard: focus the map at the left; up and down change the cores, left and right the load.',
      ],
      after: [
        'It is dearest at {load} with {cores}: {price} points a decision. Where cores are plenty, a poor choice costs accuracy; where they are few, it costs requests.',
      ],
    },
    why: {
      heading: 'What is wrong there?',
      text: [
        'Look at the cell where Greedy loses most, and at what both run in it: the sentence of the crosshair and the table below the maps have it in full.',
      ],
      question: 'What has the Myopic optimum more of there?',
      options: {
        cores: { text: 'Cores', wrong: 'Both hold {held}: no more are to be had there.' },
        models: {
          text: 'Accuracy',
          wrong: 'Both run the smallest models there, which are the fastest.',
        },
        batches: { text: 'Requests in a batch' },
      },
      after: [
        'Its largest batch is {batch}, Greedy’s {greedyBatch}, with {held} each. A larger batch makes one stage carry more with fewer replicas, and the core that this frees goes to the other stage.',
      ],
    },
    queues: {
      heading: 'Now with queues',
      text: [
        'All this was in the fluid world, where requests come evenly. Now they come by chance and queue. The Myopic optimum counts by equations in which nobody waits.',
      ],
      question: 'What changes on its map, beside Greedy’s?',
      options: {
        orders: {
          text: 'It holds more cores, because of the queues',
          wrong:
            'It does not know of queues: it held {heldBefore} in the mean over the map before, and holds {held} now.',
        },
        nothing: {
          text: 'Nothing: it still earns more nearly everywhere',
          wrong: 'It leaves its replicas no room, and what works close to its limit falls behind by chance.',
        },
        earns: { text: 'It orders the same, and earns less than Greedy in many cells' },
      },
      after: [
        'It orders the same in every cell. But Greedy earns more in {worse} of {cells} cells now, where it was {before}: the best by the equations leaves no room for what they leave out.',
      ],
    },
    beat: {
      heading: 'Beat the optimum',
      text: [
        'Choose a policy for the map at the right that earns more than the Myopic optimum in at least 140 cells. “Right” above the maps has them all.',
        'If you have trained an agent for this pipeline, it stands in the list too, as OPD: its map is made in the same way.',
      ],
      after: [
        'It earns more in {better} cells and less in {worse}. No optimum is best beyond the model it is the optimum of: that is why an agent that has met queues while it learned can do better than one that only calculates.',
      ],
    },
  },
};
