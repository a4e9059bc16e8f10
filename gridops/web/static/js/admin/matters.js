// @ts-check
// The register of matters: the list, one matter with its versions and admissions, sheets in and out.

import { writeAddress } from '../parts/address.js';
import { Register, Tag } from '../parts/register.js';
import { Asked, Empty, useAsked } from '../parts/states.js';
import { api } from '../shared/api.js';
import { t, word } from '../shared/language.js';
import { html, useMemo } from '../shared/ui.js';
import { beginAdmin, Warnings } from './frame.js';
import { knownOf } from './matters/known.js';
import { openExport, openImport } from './matters/sheets.js';
import { openVersionForm } from './matters/version_form.js';
import { Matter } from './matters/view.js';

function filters() {
  return [
    { key: 'missing', words: t('未准入'), holds: (/** @type {any} */ m) => m.is_active && !m.admitted },
    { key: 'coming', words: t('有待生效版本'), holds: (/** @type {any} */ m) => Boolean(m.coming_from) },
    { key: 'restricted', words: t('受限'), holds: (/** @type {any} */ m) => m.restricted },
    { key: 'retired', words: t('已停用'), holds: (/** @type {any} */ m) => !m.is_active },
  ];
}

/** @param {{ matter: any }} props */
function Line({ matter }) {
  const origin = [matter.source_kind && word('source_kind', matter.source_kind), matter.source_list];
  const says = [matter.service_code, matter.service_group, matter.limit, ...origin];
  return html`<span>${matter.service_name}</span>
    <span class="tags">
      ${!matter.is_active && html`<${Tag} state="retired">${t('停用')}</${Tag}>`}
      ${matter.is_active && !matter.admitted && html`<${Tag} state="missing">${t('未准入')}</${Tag}>`}
      ${matter.coming_from && html`<${Tag} state="coming">${word('row_state', 'coming')}</${Tag}>`}
    </span>
    <small>${says.filter(Boolean).join(' · ')}</small>`;
}

/** @param {{ code: string, known: any, onChanged: (matter: any) => void }} props */
function Chosen({ code, known, onChanged }) {
  const asked = useAsked(() => api.get(`/admin/matters/${encodeURIComponent(code)}`), [code, known]);
  /** @param {any} matter */
  const changed = (matter) => {
    asked.set(matter);
    onChanged(matter);
  };
  return html`<${Asked} asked=${asked}>${(/** @type {any} */ matter) => html`<${Matter} matter=${matter} known=${known} onChanged=${changed} />`}</${Asked}>`;
}

/** @param {any} matter @param {string} typed */
function finds(matter, typed) {
  return [matter.service_code, matter.service_name, matter.service_group, matter.source_list].some((text) =>
    text.toLowerCase().includes(typed),
  );
}

function Matters() {
  const asked = useAsked(() => api.get('/admin/matters'), []);
  const found = asked.value;
  const known = useMemo(() => (found ? knownOf(found) : null), [found]);
  /** @param {any} matter */
  const changed = (matter) => {
    asked.renew();
    writeAddress({ item: matter.service_code });
  };
  const tools = html`<button type="button" class="small primary" data-action="new" disabled=${!known} onClick=${() => openVersionForm({ known, onDone: changed })}>${t('新事项')}</button>
    <button type="button" class="small" data-action="import" disabled=${!known} onClick=${() => openImport(known, asked.renew)}>${t('导入标准表')}</button>
    <button type="button" class="small" data-action="export" disabled=${!known} onClick=${() => openExport(known)}>${t('导出')}</button>`;
  return html`<${Warnings} lines=${found ? found.warnings : []} />
    <${Register}
      items=${found ? found.items : null} problem=${asked.problem} itemKey=${(/** @type {any} */ m) => m.service_code} finds=${finds} filters=${filters()} tools=${tools}
      view=${(/** @type {any} */ matter) => html`<${Line} matter=${matter} />`} label=${t('事项清单')}
      countWords=${(/** @type {number} */ n) => t('{n} 项', { n })} placeholder=${t('查找：名称、代码、大类')}
    >
      ${(/** @type {string | null} */ code) =>
        code && known
          ? html`<${Chosen} key=${code} code=${code} known=${known} onChanged=${changed} />`
          : html`<${Empty}>${t('从左侧选择一个事项，查看它的版本、准入和修改记录。')}</${Empty}>`}
    </${Register}>`;
}

beginAdmin({ title: t('事项与标准'), view: () => html`<${Matters} />` });
