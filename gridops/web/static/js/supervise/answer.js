// @ts-check
// The answer to the question as it stands, asked anew when it changes and when the stream tells of cases; whatever was
// asked later wins.

import { throttled } from '../parts/heard.js';
import { useCallback, useEffect, useMemo, useRef, useState } from '../shared/ui.js';
import { askQuestion, keyOf } from './question.js';

/** @typedef {import('./question.js').Question} Question */
/**
 * @typedef {{ question: Question, answer: import('./question.js').Answer, at: Date }} Answered
 * with the moment at which it was given
 */
/** @typedef {{ answered: Answered | null, problem: unknown, isBusy: boolean }} AnswerState */

const FOLLOW_MS = 2500;

/** @type {AnswerState} */
const NOTHING = { answered: null, problem: null, isBusy: true };

/**
 * {answered, problem, isBusy, ask(), follow()}; while `question` is null nothing is asked. `follow` asks anew some
 * seconds later without showing that it does; where that fails the answer stays.
 * @param {Question | null} question
 */
export function useAnswer(question) {
  const [state, setState] = useState(NOTHING);
  const round = useRef(0);
  const latest = useRef(question);
  latest.current = question;
  const ask = useCallback(async ({ isFollowing = false } = {}) => {
    const asked = latest.current;
    if (!asked) return;
    round.current += 1;
    const mine = round.current;
    if (!isFollowing) setState((/** @type {AnswerState} */ was) => ({ ...was, isBusy: true }));
    try {
      const answer = await askQuestion(asked);
      if (mine !== round.current) return;
      setState({ answered: { question: asked, answer, at: new Date() }, problem: null, isBusy: false });
    } catch (problem) {
      if (mine !== round.current) return;
      setState((/** @type {AnswerState} */ was) => ({
        ...was,
        problem: isFollowing ? was.problem : problem,
        isBusy: false,
      }));
    }
  }, []);
  useEffect(() => {
    ask();
  }, [question && keyOf(question)]);
  const follow = useMemo(() => throttled(() => ask({ isFollowing: true }), FOLLOW_MS), []);
  return { ...state, isBusy: state.isBusy || !question, ask, follow };
}
