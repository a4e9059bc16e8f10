// @ts-check
// One matter: the version in force in words, all its versions, its admissions, who changed what.

import { datesOf } from '../../parts/dates.js';
import { confirmed } from '../../parts/dialog.js';
import { limitsWords, limitWords } from '../../parts/limits.js';
import { Panel, Tag, WithdrawButton } from '../../parts/register.js';
import { Facts, Table } from '../../parts/table.js';
import { toast } from '../../parts/toasts.js';
import { api } from '../../shared/api.js';
import { aside, clauses, labelled, listed, t, word } from '../../shared/language.js';
import { html } from '../../shared/ui.js';
import { openPreview } from '../calendar/clock.js';
import { Changes, matterChange } from '../changes.js';
import { Admissions } from './admissions.js';
import { agencyName, askedWords, helpingWords, postWords } from './known.js';
import { openVersionForm } from './version_form.js';

/** @typedef {{ matter: any, known: any, onChanged: (matter: any) => void }} Around */

/** @param {{ version: any }} props */
function Conditions({ version }) {
  /** @type {import('../../parts/table.js').Column[]} */
  const columns = [
    { head: t('序号'), cell: (c) => String(c.number), name: 'nowrap' },
    { head: t('立案条件'), cell: (c) => c.filing_condition || '—' },
    { head: t('结案条件'), cell: (c) => c.closing_condition || '—' },
    { head: t('时限'), cell: (c) => limitsWords(c.limits) },
    { head: t('处置单位'), cell: (c) => c.handler || '—' },
    { head: t('主管部门'), cell: (c) => c.regulator || '—' },
  ];
  return html`<${Table} columns=${columns} rows=${version.conditions} empty=${t('没有条件')} />`;
}

/** @param {any} known @param {any} v @returns {[string, any][]} */
function factsOf(known, v) {
  const stages = Object.keys(v.stage_limits).map(
    (stage) => `${word('stage', stage)} ${limitWords(v.stage_limits[stage])}`,
  );
  return [
    [t('大类'), v.service_group + aside(v.group_code)],
    [t('别名'), listed(v.aliases)],
    [t('季节'), v.season && t('{months} 月', { months: v.season })],
    [
      t('受理'),
      listed([
        word('intake_mode', v.intake_mode),
        t('默认{level}级', { level: word('level', v.default_level) }),
        word('urgency', v.urgency_default),
      ]),
    ],
    [t('用语'), word('label_family', v.label_family)],
    [t('牵头'), agencyName(known, v.lead_agency)],
    [t('配合'), helpingWords(known, v)],
    [t('岗位'), postWords(v.posts) || t('按通常规则（网格长、受理派遣）')],
    [t('核查'), word('verification', v.verification)],
    [t('要求'), askedWords(v)],
    [t('环节时限'), clauses(stages)],
    [t('相近事件'), t('{m} 米、{h} 小时内', { m: v.near_radius_m, h: v.near_hours })],
    [t('外部时限'), t('本地时限早于它 {n} 分钟结束', { n: v.outer_margin_minutes })],
    [t('受限'), v.is_restricted && (v.restricted_why || t('人员、文字、照片只给办理链条上的人看'))],
    [t('先打电话'), v.call_first && word('call_first', v.call_first)],
  ];
}

/** @param {{ version: any, isOpen: boolean } & Around} props */
function Version({ matter, version, known, onChanged, isOpen }) {
  const base = `/admin/matters/${encodeURIComponent(matter.service_code)}`;
  const name = t('第 {n} 版', { n: version.version });
  return html`<details class="version" open=${isOpen}>
    <summary>
      <strong>${name}</strong><${Tag} state=${version.state}>${word('row_state', version.state)}</${Tag}>
      <span class="number">${datesOf(version)}</span>
    </summary>
    <${Facts} wide=${true} pairs=${factsOf(known, version)} />
    <${Conditions} version=${version} />
    <div class="line wrap end">
      <button type="button" class="small" onClick=${() => openVersionForm({ known, matter, from: version, onDone: onChanged })}>${t('以此为底另立新版本')}</button>
      ${version.state === 'coming' && html`<${WithdrawButton} path=${`${base}/versions/${version.version}`} what=${name} onDone=${onChanged} />`}
    </div>
  </details>`;
}

/** @param {{ matter: any, onChanged: (matter: any) => void }} props */
function ActiveButton({ matter, onChanged }) {
  const change = async () => {
    const yes = matter.is_active
      ? await confirmed({
          title: t('停用'),
          text: t('停用后不能再上报此事项，已有事件继续办理。确定停用？'),
          yes: t('停用'),
          isDangerous: true,
        })
      : await confirmed({ title: t('恢复使用'), text: t('恢复使用此事项？'), yes: t('恢复使用') });
    if (!yes) return;
    try {
      const path = `/admin/matters/${encodeURIComponent(matter.service_code)}/active`;
      onChanged(await api.put(path, { is_active: !matter.is_active }));
    } catch (/** @type {any} */ problem) {
      toast(problem.words || problem.message, 'danger');
    }
  };
  return html`<button type="button" class=${matter.is_active ? 'small danger' : 'small'} onClick=${change}>
    ${matter.is_active ? t('停用') : t('恢复使用')}
  </button>`;
}

/** `onChanged(matter)` is called with the matter as it is after any change.
 * @param {Around} props */
export function Matter({ matter, known, onChanged }) {
  const current =
    matter.versions.find((/** @type {any} */ v) => v.state === 'in_force') || matter.versions[0];
  const origin = [
    matter.source_kind && word('source_kind', matter.source_kind),
    matter.source_list,
    matter.source_code,
  ];
  const from = origin.filter(Boolean).join(' · ');
  return html`<header class="view-head">
      <div>
        <h2>${current.service_name}<small>${matter.service_code}</small></h2>
        <p class="hint">${from ? labelled(t('来源'), from) : t('本地事项')}</p>
      </div>
      <div class="line wrap">
        <button type="button" class="small primary" onClick=${() => openVersionForm({ known, matter, from: current, onDone: onChanged })}>${t('新版本')}</button>
        <button type="button" class="small" onClick=${() => openPreview(matter, current)}>${t('预览')}</button>
        <${ActiveButton} matter=${matter} onChanged=${onChanged} />
      </div>
    </header>
    <${Admissions} matter=${matter} known=${known} onChanged=${onChanged} />
    <${Panel} title=${t('版本')}>
      ${matter.versions.map((/** @type {any} */ version) => html`<${Version} key=${version.version} matter=${matter} version=${version} known=${known} onChanged=${onChanged} isOpen=${version === current} />`)}
    </${Panel}>
    <${Panel} title=${t('修改记录')}><${Changes} changes=${matter.changes} words=${matterChange} /></${Panel}>`;
}
