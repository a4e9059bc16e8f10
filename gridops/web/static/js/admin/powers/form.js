// @ts-check
// A power written: who, what, by which basis, from when to when; fields are drawn from the contract.

import { dayFrom } from '../../parts/dates.js';
import { openSchemaForm } from '../../parts/schema_form.js';
import { api } from '../../shared/api.js';
import { t } from '../../shared/language.js';
import { groupPairs } from '../named.js';

const PATH = '/api/v1/admin/powers';

/** @param {any} found the register's answer @param {import('../named.js').Names} names @param {boolean} isFixed */
function groups(found, names, isFixed) {
  return [
    [
      { name: 'item_code', label: t('项目编号'), hint: t('同一项的各版本、各持有者用同一编号'), isFixed },
      { name: 'item_name', label: t('项目名称') },
      { name: 'item_group', label: t('分组') },
    ],
    [
      { name: 'act', label: t('行为'), vocabulary: 'power_act' },
      {
        name: 'service_code',
        label: t('事项'),
        hint: t('事项与大类填其一'),
        picker: /** @type {const} */ ('matter'),
        matters: found.matters,
      },
      { name: 'group_code', label: t('或整个大类'), pairs: groupPairs(names), none: '—' },
    ],
    [
      { name: 'holder', label: t('谁持有'), vocabulary: 'holder' },
      {
        name: 'area_code',
        label: t('镇街'),
        hint: t('部门持有的可限于一个镇街'),
        pairs: [...names.townships],
        none: t('（全区）'),
      },
      {
        name: 'agency_code',
        label: t('部门'),
        hint: t('镇街持有的，可写明由哪个部门的力量行使'),
        pairs: [...names.agencies],
        none: t('（本级机构）'),
      },
    ],
    [
      {
        name: 'basis',
        label: t('依据'),
        vocabulary: 'basis',
        codes: ['delegated', 'statutory', 'entrusted'],
      },
      { name: 'reference', label: t('文件与项号') },
      { name: 'in_name_of', label: t('以谁的名义') },
    ],
    [{ name: 'note', label: t('备注') }],
    [
      { name: 'valid_from', label: t('生效日') },
      { name: 'valid_to', label: t('失效日'), hint: t('可不填；当日起不再有效') },
    ],
  ];
}

/** A power added; `like` is what the form starts from.
 * @param {{ found: any, names: any, like?: any, onDone: (item: any) => void }} options */
export function openNewPower({ found, names, like = { basis: 'delegated' }, onDone }) {
  openSchemaForm({
    title: t('新增权限'),
    submit: t('登记'),
    said: t('已登记'),
    name: 'power',
    method: 'post',
    path: PATH,
    groups: groups(found, names, false),
    value: { ...like, valid_from: dayFrom(), valid_to: null },
    send: (body) => api.post(PATH, body),
    onDone,
  });
}

/** A new version of a row: the one before ends on the day the new one begins.
 * @param {{ found: any, names: any, row: any, onDone: (item: any) => void }} options */
export function openNewVersion({ found, names, row, onDone }) {
  openSchemaForm({
    title: t('新版本：{name}', { name: row.item_name }),
    submit: t('建立新版本'),
    said: t('已建立新版本'),
    name: 'power',
    hint: t('原版本到新版本生效之日为止；已发生的处置仍按当时的版本。'),
    method: 'post',
    path: `${PATH}/{power_id}/versions`,
    groups: groups(found, names, true),
    value: { ...row, valid_from: dayFrom(1), valid_to: null },
    send: (body) => api.post(`${PATH}/${row.id}/versions`, body),
    onDone,
  });
}
