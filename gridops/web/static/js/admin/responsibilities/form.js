// @ts-check
// An item of the list of responsibilities written, and what is done first; fields are drawn from the contract.

import { dayFrom } from '../../parts/dates.js';
import { openSchemaForm } from '../../parts/schema_form.js';
import { api } from '../../shared/api.js';
import { t } from '../../shared/language.js';
import { groupPairs } from '../named.js';

const PATH = '/api/v1/admin/responsibilities';
const FIRST = '/api/v1/admin/first-duties';
const FIRST_GROUNDS = ['flood', 'fire', 'life', 'work_safety'];

/** @param {any} found @param {import('../named.js').Names} names @param {any} row the row that is replaced, if any */
function groups(found, names, row) {
  const isFixed = Boolean(row);
  const whole = t('全部镇街');
  const towns = /** @type {[string, string][]} */ (
    isFixed
      ? [[row.area_code, names.townships.get(row.area_code) || whole]]
      : [['', whole], ...names.townships]
  );
  const matter = /** @type {const} */ ('matter');
  return [
    [
      { name: 'item_code', label: t('项目编号'), isFixed },
      { name: 'item_name', label: t('项目名称') },
      { name: 'item_group', label: t('分组') },
    ],
    [
      { name: 'kind', label: t('类别'), vocabulary: 'responsibility_kind' },
      { name: 'paid_by', label: t('经费'), vocabulary: 'payer' },
      { name: 'area_code', label: t('适用镇街'), pairs: towns },
    ],
    [
      {
        name: 'upper_agency',
        label: t('上级部门'),
        hint: t('配合的牵头部门，或收回的接收部门'),
        pairs: [...names.agencies],
        none: '—',
      },
      {
        name: 'service_code',
        label: t('对应事项'),
        hint: t('可不填；与大类只填其一'),
        picker: matter,
        matters: found.matters,
      },
      { name: 'group_code', label: t('或整个大类'), pairs: groupPairs(names), none: '—' },
    ],
    [
      { name: 'upper_part', label: t('上级部门做什么'), rows: 2 },
      { name: 'town_part', label: t('镇街做什么'), rows: 2 },
    ],
    [
      { name: 'reference', label: t('文件与项号') },
      { name: 'note', label: t('备注') },
    ],
    [
      { name: 'valid_from', label: t('生效日') },
      { name: 'valid_to', label: t('失效日'), hint: t('可不填；当日起不再有效') },
    ],
  ];
}

/** An item added.
 * @param {{ found: any, names: any, onDone: (item: any) => void }} options */
export function openNewItem({ found, names, onDone }) {
  openSchemaForm({
    title: t('新增履职项目'),
    submit: t('登记'),
    said: t('已登记'),
    name: 'responsibility',
    method: 'post',
    path: PATH,
    groups: groups(found, names, null),
    value: { kind: 'basic', paid_by: 'township', valid_from: dayFrom() },
    send: (body) => api.post(PATH, body),
    onDone,
  });
}

/** A new version: the one before ends on the day the new one begins.
 * @param {{ found: any, names: any, row: any, onDone: (item: any) => void }} options */
export function openItemVersion({ found, names, row, onDone }) {
  openSchemaForm({
    title: t('新版本：{name}', { name: row.item_name }),
    submit: t('建立新版本'),
    said: t('已建立新版本'),
    name: 'responsibility',
    hint: t('原版本到新版本生效之日为止；已下派的仍按当时的版本。'),
    method: 'post',
    path: `${PATH}/{row_id}/versions`,
    groups: groups(found, names, row),
    value: { ...row, valid_from: dayFrom(1), valid_to: null },
    send: (body) => api.post(`${PATH}/${row.id}/versions`, body),
    onDone,
  });
}

/** A matter or a group of matters that is done first and arbitrated after.
 * @param {{ found: any, names: any, onDone: (answer: any) => void }} options */
export function openFirstDuty({ found, names, onDone }) {
  openSchemaForm({
    title: t('先处置、后裁定'),
    submit: t('加入'),
    said: t('已加入'),
    name: 'first-duty',
    wide: false,
    method: 'post',
    path: FIRST,
    groups: [
      [{ name: 'ground', label: t('理由'), vocabulary: 'ground', codes: FIRST_GROUNDS }],
      [{ name: 'service_code', label: t('事项'), picker: 'matter', matters: found.matters }],
      [{ name: 'group_code', label: t('或整个大类'), pairs: groupPairs(names), none: '—' }],
    ],
    send: (body) => api.post(FIRST, body),
    onDone,
  });
}
