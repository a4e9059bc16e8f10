// @ts-check
// The snapshot page by page: the first is waited for, the others follow by themselves, each asked again until it comes.
// Draws nothing and keeps no case.

import { ApiProblem, api, query } from '../shared/api.js';

/** @typedef {Wire['SnapshotOut']} SnapshotPage */

const PAGE = 1000;
const SHORTEST_MS = 400;
const LONGEST_MS = 15000;

export class SnapshotPages {
  /**
   * onPage(page, isFirst) takes each page; onRefused() is told when a later page is refused for good: only a new
   * beginning helps.
   * @param {{ onPage: (page: SnapshotPage, isFirst: boolean) => void, onRefused: () => void }} plan
   */
  constructor({ onPage, onRefused }) {
    this.onPage = onPage;
    this.onRefused = onRefused;
    this.round = 0; // of the first page taken last; pages of an older one are ignored
  }

  /** Take the first page and let the others follow; the cursor from which the stream goes on, or ApiProblem.
   * @returns {Promise<number>} */
  async begin() {
    const page = await read(null);
    // Counted when it arrives: the page taken last is the one whose cursor the stream is given last.
    this.round += 1;
    this.onPage(page, true);
    this.follow(page.next_page || null, this.round);
    return page.cursor;
  }

  /** @param {string | null} next @param {number} round */
  async follow(next, round) {
    let delay = SHORTEST_MS;
    while (next) {
      let page = null;
      try {
        page = await read(next);
      } catch (problem) {
        if (round !== this.round) return;
        await this.recover(problem, delay);
        delay = Math.min(delay * 2, LONGEST_MS);
      }
      if (round !== this.round) return;
      if (page) {
        delay = SHORTEST_MS;
        next = page.next_page || null;
        this.onPage(page, false);
      }
    }
  }

  /** Until it makes sense to ask again.
   * @param {unknown} problem @param {number} delay */
  async recover(problem, delay) {
    const isKnown = problem instanceof ApiProblem;
    if (isKnown && problem.status === 401) return heard('gridops:signed-in');
    if (!isKnown) console.error(problem);
    else if (!problem.isTransient) this.onRefused();
    // Jitter: after a restart of the service not everybody comes back in the same moment.
    return new Promise((go) => setTimeout(go, delay * (0.5 + Math.random())));
  }
}

/** @param {string | null} page @returns {Promise<SnapshotPage>} */
function read(page) {
  return api.get(`/snapshot${query({ limit: PAGE, page })}`);
}

/** @param {string} name */
function heard(name) {
  return new Promise((go) => window.addEventListener(name, go, { once: true }));
}
