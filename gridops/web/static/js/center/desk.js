// @ts-check
// What the parts of the centre's page share: cases, units, matters, map and stream, and what stands at the side. Draws
// nothing; nothing typed is left without a question.

import { io } from 'socket.io-client';
import { areasOf, boundsOf } from '../desk/areas.js';
import { ConnectionMark } from '../desk/connection.js';
import { TerritoryMap } from '../desk/map.js';
import { loadMatters } from '../desk/matters.js';
import { readAddress, writeAddress } from '../parts/address.js';
import { confirmed } from '../parts/dialog.js';
import { t } from '../shared/language.js';
import { LiveStream } from '../shared/live.js';
import { day } from '../shared/times.js';
import { CaseLayer } from './case_layer.js';
import { SnapshotPages } from './pages.js';
import { CaseStore } from './store.js';
import { UnitDirectory } from './units.js';

/** @typedef {'card' | 'register'} SideName */
/**
 * What the queue offers to the rest of the page, once it is drawn.
 * @typedef {{ idAfter: (id: string) => string | null, focusCase: (id?: string | null) => void, focusSearch: () => void }} QueueHandle
 */

const MIDNIGHT_CHECK_MS = 30000;

/** Tells `side` when another case, form or action is shown, `ready` when cases and matters are there or cannot come. */
export class CenterDesk extends EventTarget {
  constructor() {
    super();
    /** @type {{ areas: string[], units: string[] } | null} who is at the desk */
    this.actor = null;
    this.store = new CaseStore();
    this.units = new UnitDirectory(this.store);
    this.mark = new ConnectionMark();
    /** @type {LiveStream | null} */
    this.stream = null;
    this.pages = new SnapshotPages({
      onPage: (page, isFirst) => this.store.load(page, isFirst),
      onRefused: () => this.stream?.resync(),
    });
    /** @type {import('../desk/matters.js').Matters | null} */
    this.matters = null;
    /** @type {unknown} why the page could not be made ready */
    this.problem = null;
    /** @type {any} */
    this.map = null;
    /** @type {CaseLayer | null} */
    this.layer = null;
    /** @type {SideName[]} what stands at the side, the shown one last */
    this.side = [];
    /** @type {string | null} */
    this.caseId = null;
    /** @type {string | null} the action whose form is open on the card */
    this.action = null;
    /** @type {Record<SideName, boolean>} whether something was typed that is not sent */
    this.typed = { card: false, register: false };
    /** @type {QueueHandle | null} */
    this.queue = null;
    /** @type {{ focusActions: () => void } | null} */
    this.card = null;
    /** @type {{ lon: number, lat: number } | null} where the shown case is */
    this.place = null;
  }

  /** Read what the page needs and follow the stream; a case in the address is opened before the map is there.
   * @param {{ areas: string[], units: string[] }} actor @param {HTMLElement} mapPlace */
  async begin(actor, mapPlace) {
    this.actor = actor;
    this.map = new TerritoryMap(mapPlace);
    const opening = this.openMap(actor);
    opening.catch((problem) => console.error(problem));
    try {
      const [matters, cursor] = await Promise.all([loadMatters(), this.pages.begin()]);
      this.matters = matters;
      this.follow(cursor);
      const wanted = readAddress().case;
      if (wanted) this.openCase(wanted);
    } catch (problem) {
      this.problem = problem;
    }
    this.dispatchEvent(new CustomEvent('ready'));
    await opening.catch(() => {});
    if (!this.map.isUsable) return;
    this.layer = new CaseLayer({ map: this.map, store: this.store, onOpen: (id) => this.openCase(id) });
    this.layer.choose(this.caseId);
    if (this.place) this.map.goTo(this.place);
  }

  /** @param {{ areas: string[] }} actor */
  async openMap(actor) {
    const areas = await areasOf(actor);
    await this.map.open(areas.length ? boundsOf(areas.map((area) => area.geometry)) : undefined);
  }

  /** @param {number} cursor */
  follow(cursor) {
    const stream = new LiveStream({
      io,
      onEvent: (event) => this.store.take(event),
      onState: (state) => this.mark.set(state),
      onResync: () => renew(),
    });
    // A first page and its cursor go together, whoever asked for it.
    const renew = async () => stream.start(await this.pages.begin());
    this.stream = stream;
    this.mark.watch(stream);
    stream.start(cursor);
    // The figures of today begin anew at midnight.
    let today = day();
    setInterval(() => {
      if (day() === today) return;
      const before = today;
      today = day();
      renew().catch(() => {
        today = before; // asked again at the next look
      });
    }, MIDNIGHT_CHECK_MS);
  }

  /** What is shown at the side now, or null.
   * @returns {SideName | null} */
  get top() {
    return this.side.length ? this.side[this.side.length - 1] : null;
  }

  get isTyped() {
    return this.typed.card || this.typed.register;
  }

  /** @param {string} id */
  async openCase(id) {
    if (id !== this.caseId || !this.action) {
      if (!(await this.mayLeaveAction())) return;
      this.choose(id);
    }
    this.show('card');
  }

  async closeCase() {
    const id = this.caseId;
    if (!(await this.mayLeaveAction()) || id !== this.caseId) return;
    this.choose(null);
    this.hide('card');
    if (this.queue) this.queue.focusCase(id);
  }

  /** @param {string | null} id */
  choose(id) {
    if (id !== this.caseId) this.place = null;
    this.caseId = id;
    this.action = null;
    this.typed.card = false;
    writeAddress({ case: id });
    if (this.layer) this.layer.choose(id);
  }

  /** Open an action's form on the card, or with null close it.
   * @param {string | null} action */
  act(action) {
    this.action = action;
    this.typed.card = false;
    this.tell();
  }

  /** Leave the action's form; asked where something was typed. */
  async leaveAction() {
    const { action } = this;
    if ((await this.mayLeaveAction()) && action === this.action) this.act(null);
  }

  async mayLeaveAction() {
    return !this.typed.card || leaving(t('填写的内容还没有提交，放弃后就没有了。'));
  }

  openRegister() {
    this.show('register');
  }

  /** Leave the registration; asked where something was typed. */
  async closeRegister() {
    if (this.typed.register && !(await leaving(t('填写的内容还没有登记，放弃后就没有了。')))) return;
    this.endRegister();
  }

  endRegister() {
    this.typed.register = false;
    this.hide('register');
  }

  /** What the Escape key leaves: the form first, then what it stands on. */
  leaveTop() {
    if (this.top === 'register') this.closeRegister();
    else if (this.action) this.leaveAction();
    else if (this.top === 'card') this.closeCase();
  }

  /** The map goes to where the shown case is, once both are there.
   * @param {{ lon: number, lat: number }} place */
  showPlace(place) {
    this.place = place;
    if (this.map) this.map.goTo(place);
  }

  /** @param {SideName} name */
  show(name) {
    this.side = [...this.side.filter((other) => other !== name), name];
    this.tell();
  }

  /** @param {SideName} name */
  hide(name) {
    this.side = this.side.filter((other) => other !== name);
    this.tell();
  }

  tell() {
    this.dispatchEvent(new CustomEvent('side'));
  }
}

/** @param {string} text */
function leaving(text) {
  return confirmed({ title: t('放弃填写的内容？'), text, yes: t('放弃填写'), isDangerous: true });
}
