// @ts-check
// Grids without a worker or a present deputy; their cases go to the head of their grids.

import { Panel, Tag } from '../../parts/register.js';
import { Asked, useAsked } from '../../parts/states.js';
import { Table } from '../../parts/table.js';
import { api } from '../../shared/api.js';
import { listed, t } from '../../shared/language.js';
import { html } from '../../shared/ui.js';

export function Vacancies() {
  const asked = useAsked(() => api.get('/vacancies?limit=500'), []);
  /** @type {import('../../parts/table.js').Column[]} */
  const columns = [
    {
      head: t('网格'),
      cell: (r) => html`<span class="stored">${r.grid.name}</span> <small>${r.grid.code}</small>`,
      by: (r) => r.grid.code,
    },
    {
      head: t('村社区'),
      cell: (r) => r.village && html`<span class="stored">${r.village.name}</span>`,
      by: (r) => r.village?.name || '',
    },
    {
      head: t('为什么空'),
      cell: (r) =>
        r.absent.length
          ? html`${t('{names} 不在岗，无人代岗', { names: listed(r.absent) })}`
          : t('没有网格员'),
    },
    {
      head: t('事件归谁'),
      cell: (r) =>
        r.head
          ? html`<span class="stored">${r.head.name}</span>`
          : html`<${Tag} state="missing">${t('也没有网格长')}</${Tag}>`,
      by: (r) => r.head?.name || '',
    },
  ];
  return html`<p class="hint">${t('没有网格员、也没有人代岗的网格。到“人员”里给岗位或请人代岗，这里就会消去。')}</p>
    <${Panel} title=${t('空岗')} part="vacancies">
      <${Asked} asked=${asked}>
        ${(/** @type {any} */ found) => html`<${Table} columns=${columns} rows=${found.items} rowKey=${(/** @type {any} */ r) => r.grid.code} empty=${t('没有空岗。')} />`}
      </${Asked}>
    </${Panel}>`;
}
