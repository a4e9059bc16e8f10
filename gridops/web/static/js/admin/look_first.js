// @ts-check
// A file that is looked at before it is taken in: any change of the form takes the yes back.

import { Refusal, useSending } from '../parts/forms.js';
import { t } from '../shared/language.js';
import { html, useRef, useState } from '../shared/ui.js';

/**
 * `onSend(elements, isDry)` sends the form; `report(found)` tells what it would change; `mayTake(found, elements)` whether
 * it may be taken in; `onDone(answer)` hears that it was.
 * @param {{ onSend: (elements: any, isDry: boolean) => Promise<any>, report: (found: any) => any, onDone: (answer: any) => void,
 *   mayTake?: (found: any, elements: any) => boolean, children?: any }} props
 */
export function LookFirst({ onSend, report, onDone, mayTake = () => true, children }) {
  const form = useRef(/** @type {HTMLFormElement | null} */ (null));
  const sending = useSending();
  const [found, setFound] = useState(/** @type {any} */ (null));
  const [isSure, setSure] = useState(false);
  const elements = () => /** @type {any} */ (form.current).elements;
  /** @param {Event} event */
  const look = async (event) => {
    event.preventDefault();
    const answer = await sending.send(() => onSend(elements(), true));
    setFound(answer);
    setSure(Boolean(answer) && mayTake(answer, elements()));
  };
  const take = async () => {
    const answer = await sending.send(() => onSend(elements(), false));
    if (answer) onDone(answer);
  };
  return html`<form ref=${form} onSubmit=${look} onChange=${() => setSure(false)}>
    ${children}
    <${Refusal} sending=${sending} />
    <div aria-live="polite">${found && report(found)}</div>
    <div class="form-end">
      <button type="submit" disabled=${sending.isBusy}>${t('先看看')}</button>
      <button type="button" class="primary" disabled=${!isSure || sending.isBusy} onClick=${take}>${t('导入')}</button>
    </div>
  </form>`;
}
