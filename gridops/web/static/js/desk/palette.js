// @ts-check
// Colours of states and deadlines on the map, read from the tokens of base.css. Never the only sign: words stand beside.

const STATES = [
  'reported',
  'filed',
  'dispatched',
  'handling',
  'handled',
  'verified',
  'closed',
  'rejected',
  'suspended',
];
const SHADES = ['#dbe8f6', '#a9cbec', '#6ea6db', '#357fc2', '#0f559c'];

/** @param {string} name */
function token(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** A MapLibre expression that gives a case's colour by its state. */
export function stateColour() {
  return [
    'match',
    ['get', 'state'],
    ...STATES.flatMap((s) => [s, token(`--state-${s}`)]),
    token('--state-closed'),
  ];
}

/** The same for the ring around it, by its due state. */
export function dueColour() {
  return ['match', ['get', 'due'], 'overdue', token('--due-overdue'), 'soon', token('--due-soon'), '#ffffff'];
}

/** Steps of a colouring by count, light to dark: [{from, colour}], each beginning at `from`.
 * @param {number} largest */
export function countSteps(largest) {
  /** @type {{ from: number, colour: string }[]} */
  const steps = [];
  for (const [n, colour] of SHADES.entries()) {
    const from = n === 0 ? 1 : Math.max(steps[n - 1].from + 1, Math.ceil((largest * n) / SHADES.length));
    if (n > 0 && from > largest) break;
    steps.push({ from, colour });
  }
  return steps;
}
