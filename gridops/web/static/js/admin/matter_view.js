// One matter: the version in force in words, all its versions, its admissions, who changed what.

import { api } from '../shared/api.js';
import { both, fill, h, toast } from '../shared/dom.js';
import { LEVELS, URGENCIES } from '../shared/words.js';
import { admissionPanel } from './admissions.js';
import { agencyName, choiceWord, datesOf, KINDS, ROLES, STAGES, VERSION_STATES } from './choices.js';
import { openPreview } from './clock_try.js';
import { changeList, table } from './page.js';
import { openVersionForm } from './version_form.js';

function row(term, said) {
  return said ? [h('dt', null, term), h('dd', null, said)] : null;
}

function postWords(posts) {
  return Object.entries(posts).map(([level, post]) => {
    const names = (roles) => (roles || []).map((role) => ROLES[role] || role).join('、');
    const stand = names(post.stand_in);
    return `${LEVELS[level]}：${names(post.file)}受理，${names(post.close)}结案${stand ? `，无人在岗由${stand}代` : ''}`;
  }).join('；');
}

function conditionTable(version) {
  return table([
    ['序号', (c) => String(c.number), 'nowrap'],
    ['立案条件', (c) => c.filing_condition || '—'],
    ['结案条件', (c) => c.closing_condition || '—'],
    ['时限', (c) => c.limits.map((limit) => limit.text).join('；')],
    ['处置单位', (c) => c.handler || '—'],
    ['主管部门', (c) => c.regulator || '—'],
  ], version.conditions, '没有条件');
}

function askedWords(version) {
  const parts = version.fields.map((f) => `${f.label}（${choiceWord('field_type', f.type)}${f.required ? '' : '，可不填'}）`);
  if (version.photo_asked) parts.push(`处置后照片：${version.photo_why}`);
  if (version.arrival_asked) parts.push(`到场定位：${version.arrival_why}`);
  return parts.join('；') || '不要求附加内容、照片和到场定位';
}

function facts(version) {
  const helping = version.helping_agencies.map((code) => {
    const leader = version.led_by[code];
    return agencyName(code) + (leader ? `（由${agencyName(leader)}牵头）` : '');
  });
  return h('dl', { class: 'facts wide' },
    row('大类', `${version.service_group}（${version.group_code}）`),
    row('别名', version.aliases.join('、')),
    row('季节', version.season ? `${version.season} 月` : ''),
    row('受理', `${choiceWord('intake_mode', version.intake_mode)}，默认${LEVELS[version.default_level]}级，${URGENCIES[version.urgency_default]}`),
    row('用语', choiceWord('label_family', version.label_family)),
    row('牵头', agencyName(version.lead_agency)),
    row('配合', helping.join('、')),
    row('岗位', postWords(version.posts) || '按通常规则（网格长、受理派遣）'),
    row('核查', choiceWord('verification', version.verification)),
    row('要求', askedWords(version)),
    row('环节时限', Object.entries(version.stage_limits).map(([stage, limit]) => `${STAGES[stage]} ${limit.text}`).join('；')),
    row('相近事件', `${version.near_radius_m} 米、${version.near_hours} 小时内`),
    row('外部时限', `本地时限早于它 ${version.outer_margin_minutes} 分钟结束`),
    row('受限', version.is_restricted ? version.restricted_why || '人员、文字、照片只给办理链条上的人看' : ''),
    row('先打电话', version.call_first ? choiceWord('call_first', version.call_first) : ''));
}

function versionPart(matter, version, onChanged, isOpen) {
  const base = `/admin/matters/${encodeURIComponent(matter.service_code)}`;
  const withdraw = async () => {
    if (!window.confirm(`撤回第 ${version.version} 版？它还没有生效。`)) return;
    try {
      onChanged(await api.del(`${base}/versions/${version.version}`));
      toast('已撤回');
    } catch (problem) {
      toast(problem.words, 'danger');
    }
  };
  return h('details', { class: 'version', open: isOpen },
    h('summary', null, h('strong', null, `第 ${version.version} 版`), h('span', { class: 'tag', 'data-state': version.state }, VERSION_STATES[version.state]),
      h('span', { class: 'number' }, datesOf(version))),
    facts(version), conditionTable(version),
    h('div', { class: 'line wrap end' },
      h('button', { type: 'button', class: 'small', onclick: () => openVersionForm({ matter, from: version, onDone: onChanged }) }, '以此为底另立新版本'),
      version.state === 'coming' ? h('button', { type: 'button', class: 'small danger', onclick: withdraw }, '撤回') : null));
}

function activeButton(matter, onChanged) {
  const change = async () => {
    const words = matter.is_active ? '停用后不能再上报此事项，已有事件继续办理。确定停用？' : '恢复使用此事项？';
    if (!window.confirm(words)) return;
    try {
      onChanged(await api.put(`/admin/matters/${encodeURIComponent(matter.service_code)}/active`, { is_active: !matter.is_active }));
    } catch (problem) {
      toast(problem.words, 'danger');
    }
  };
  return h('button', { type: 'button', class: matter.is_active ? 'small danger' : 'small', onclick: change }, matter.is_active ? '停用' : '恢复使用');
}

/** Show a matter; `onChanged(matter)` is called with the matter as it is after any change. */
export function showMatter(place, matter, onChanged) {
  const current = matter.versions.find((v) => v.state === 'in_force') || matter.versions[0];
  const origin = [KINDS[matter.source_kind], matter.source_list, matter.source_code].filter(Boolean).join(' · ');
  fill(place,
    h('header', { class: 'view-head' },
      h('div', null, h('h1', null, current.service_name, h('small', null, matter.service_code)),
        h('p', { class: 'hint' }, origin ? `来源：${origin}` : '本地事项')),
      h('div', { class: 'line wrap' },
        h('button', { type: 'button', class: 'small primary', onclick: () => openVersionForm({ matter, from: current, onDone: onChanged }) }, '新版本'),
        h('button', { type: 'button', class: 'small', onclick: () => openPreview(matter, current) }, '预览'),
        activeButton(matter, onChanged))),
    admissionPanel(matter, onChanged),
    h('section', { class: 'panel' }, h('h3', null, both('版本', 'versions')),
      matter.versions.map((version) => versionPart(matter, version, onChanged, version === current))),
    h('section', { class: 'panel' }, h('h3', null, both('修改记录', 'who changed what')), changeList(matter.changes)));
  place.scrollTop = 0;
}
