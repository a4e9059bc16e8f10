// @ts-check
// A version of a matter written: every part of it, filled from the version it starts from; drawn from the contract.

import { dayFrom } from '../../parts/dates.js';
import { openDialog } from '../../parts/dialog.js';
import { Field } from '../../parts/forms.js';
import { limitTyped } from '../../parts/limits.js';
import { RowEditor, useRows } from '../../parts/rows.js';
import { SchemaForm } from '../../parts/schema_form.js';
import { toast } from '../../parts/toasts.js';
import { api } from '../../shared/api.js';
import { t, word } from '../../shared/language.js';
import { html, useState } from '../../shared/ui.js';
import {
  conditionBody,
  conditionRow,
  drawCondition,
  drawField,
  drawHelping,
  fieldBody,
  fieldRow,
  Posts,
  postsBody,
} from './rows.js';

const MATTERS = '/api/v1/admin/matters';
const STAGES = ['file', 'dispatch', 'accept', 'handle', 'verify'];
const NEW = {
  helping_agencies: [],
  led_by: {},
  posts: {},
  fields: [],
  conditions: [],
  stage_limits: {},
  aliases: [],
};

/** @param {{ limits: Record<string, any> }} props */
function StageLimits({ limits }) {
  return html`<details open=${Object.keys(limits).length > 0}>
    <summary>${t('各环节时限（可不填）')}</summary>
    <div class="three">
      ${STAGES.map(
        (stage) => html`<${Field} label=${word('stage', stage)}>
          <input name=${`stage.${stage}`} maxlength="200" defaultValue=${limitTyped(limits[stage])} />
        </${Field}>`,
      )}
    </div>
  </details>`;
}

/** @param {boolean} isNew */
function datesGroup(isNew) {
  const code = { name: 'service_code', label: t('事项代码'), hint: t('全区唯一，定后不改') };
  const dates = [
    { name: 'valid_from', label: t('生效日'), hint: t('前一版本到此日为止') },
    { name: 'valid_to', label: t('失效日'), hint: t('可不填；当日起不再有效') },
  ];
  return isNew ? [code, ...dates] : dates;
}

/** Plain fields before the rows.
 * @param {any} known @param {any} draws */
function basicGroups(known, draws) {
  return [
    t('名称'),
    [
      { name: 'service_name', label: t('小类名称') },
      { name: 'service_group', label: t('大类名称') },
      { name: 'group_code', label: t('大类代码') },
    ],
    [
      { name: 'aliases', label: t('别名'), hint: t('老百姓的说法，用顿号分开') },
      { name: 'season', label: t('季节'), hint: t('常见月份，如 6-9；11-3 跨年') },
    ],
    t('受理与责任'),
    [
      { name: 'intake_mode', label: t('受理方式'), vocabulary: 'intake_mode' },
      { name: 'default_level', label: t('默认层级'), vocabulary: 'level' },
      { name: 'urgency_default', label: t('默认紧急程度'), vocabulary: 'urgency' },
    ],
    [
      { name: 'label_family', label: t('用语'), vocabulary: 'label_family' },
      { name: 'verification', label: t('核查方式'), vocabulary: 'verification' },
      { name: 'call_first', label: t('先打电话'), vocabulary: 'call_first', none: t('不用') },
    ],
    [
      {
        name: 'lead_agency',
        label: t('牵头部门'),
        pairs: [...known.agencies],
        none: t('未指定（由中心派遣）'),
      },
    ],
    [{ name: 'helping_agencies', label: t('配合部门'), draw: draws.helping }],
    [{ name: 'posts', label: t('岗位'), draw: draws.posts }],
  ];
}

/** @param {any} draws */
function limitGroups(draws) {
  return [
    t('立案结案条件与时限'),
    [{ name: 'conditions', label: t('立案条件'), draw: draws.conditions }],
    [{ name: 'stage_limits', label: t('环节时限'), draw: draws.stages }],
    [
      { name: 'outer_margin_minutes', label: t('早于外部时限'), hint: t('分钟') },
      { name: 'near_radius_m', label: t('相近距离'), hint: t('米') },
      { name: 'near_hours', label: t('相近时间'), hint: t('小时') },
    ],
  ];
}

/** @param {any} draws */
function askedGroups(draws) {
  return [
    t('要求填报的内容'),
    [{ name: 'fields', label: t('附加字段'), draw: draws.fields }],
    [
      { name: 'photo_asked', label: t('处置后须有照片') },
      { name: 'photo_why', label: t('照片理由'), hint: t('没有理由的照片和定位不得要求基层提供。') },
    ],
    [
      { name: 'arrival_asked', label: t('到场须定位') },
      { name: 'arrival_why', label: t('到场理由') },
    ],
    t('受限'),
    [
      { name: 'is_restricted', label: t('人员、文字和照片只给办理链条上的人看') },
      { name: 'restricted_why', label: t('受限说明') },
    ],
  ];
}

/** @param {any} elements */
function stagesOf(elements) {
  /** @type {Record<string, string>} */
  const said = {};
  for (const stage of STAGES) {
    const text = elements[`stage.${stage}`].value.trim();
    if (text) said[stage] = text;
  }
  return said;
}

/** @param {any[]} rows */
function helpingBody(rows) {
  const led = rows.filter((row) => row.led_by).map((row) => [row.agency, row.led_by]);
  return { helping_agencies: rows.map((row) => row.agency), led_by: Object.fromEntries(led) };
}

/** @param {{ known: any, matter: any, from: any, close: (matter: any) => void }} props */
function VersionForm({ known, matter, from, close }) {
  const agencies = /** @type {[string, string][]} */ ([...known.agencies]);
  const conditions = useRows(from.conditions.map(conditionRow), conditionRow({}), 1);
  const fields = useRows(from.fields.map(fieldRow), fieldRow({}));
  const helping = useRows(
    from.helping_agencies.map((/** @type {string} */ agency) => ({
      agency,
      led_by: from.led_by[agency] || '',
    })),
    { agency: agencies.length ? agencies[0][0] : '', led_by: '' },
  );
  const [posts, setPosts] = useState(from.posts);
  const isNew = matter === null;
  const draws = {
    conditions: () =>
      html`<${RowEditor} state=${conditions} draw=${drawCondition} words=${t('加一条立案条件')} />`,
    fields: () => html`<${RowEditor} state=${fields} draw=${drawField} words=${t('加一个附加字段')} />`,
    helping: () =>
      html`<${RowEditor} state=${helping} draw=${drawHelping(agencies)} words=${t('加一个部门')} />`,
    posts: () => html`<${Posts} posts=${posts} onChange=${setPosts} />`,
    stages: () => html`<${StageLimits} limits=${from.stage_limits} />`,
  };
  const path = isNew ? MATTERS : `${MATTERS}/{service_code}/versions`;
  /** @param {any} body @param {any} elements */
  const send = async (body, elements) => {
    const whole = {
      ...body,
      ...helpingBody(helping.values),
      posts: postsBody(posts),
      stage_limits: stagesOf(elements),
      conditions: conditions.values.map(conditionBody),
      fields: fields.values.map(fieldBody),
    };
    close(
      await api.post(
        isNew ? MATTERS : `${MATTERS}/${encodeURIComponent(matter.service_code)}/versions`,
        whole,
      ),
    );
  };
  return html`<${SchemaForm} method="post" path=${path} submit=${isNew ? t('建立事项') : t('建立新版本')} onSend=${send}
    value=${{ ...from, valid_from: dayFrom(isNew ? 0 : 1), valid_to: null }}
    groups=${[datesGroup(isNew), ...basicGroups(known, draws), ...limitGroups(draws), ...askedGroups(draws)]} />`;
}

/** Open the form: for a new matter, or for a new version of `matter` that starts from the version `from`.
 * @param {{ known: any, matter?: any, from?: any, onDone: (matter: any) => void }} options */
export async function openVersionForm({ known, matter = null, from = NEW, onDone }) {
  const done = await openDialog({
    title: matter ? t('{code} 新版本', { code: matter.service_code }) : t('新事项'),
    wide: true,
    name: 'version',
    view: (close) => html`<${VersionForm} known=${known} matter=${matter} from=${from} close=${close} />`,
  });
  if (!done) return;
  toast(matter ? t('新版本已建立') : t('事项已建立，网格员要等准入后才能上报'));
  onDone(done);
}
