// @ts-check
// Forms of agencies and units: a telephone a line, the number first and then when somebody answers it.

import { openSchemaForm } from '../../parts/schema_form.js';
import { api } from '../../shared/api.js';
import { t } from '../../shared/language.js';
import { html } from '../../shared/ui.js';

const UNITS = '/api/v1/admin/units';
const AGENCIES = '/api/v1/admin/agencies';
const KINDS = ['body', 'stationed', 'outside'];

/** Lines as numbers with their hours.
 * @param {string} text @returns {{ number: string, hours: string }[]} */
export function phonesOf(text) {
  const lines = text.split('\n').map((line) => line.trim());
  return lines.filter(Boolean).map((line) => {
    const [number] = line.split(/\s/);
    return { number, hours: line.slice(number.length).trim() };
  });
}

/** @param {any[]} phones */
function linesOf(phones) {
  return phones.map((one) => `${one.number} ${one.hours}`.trim()).join('\n');
}

/** @param {any[]} phones @returns {import('../../parts/schema_form.js').FieldPlan} */
function phoneField(phones) {
  return {
    name: 'phones',
    label: t('电话，每行一个'),
    hint: t('号码在前，空格后写值守时间，如：95598 24 小时；第一个是平时打的'),
    draw: () =>
      html`<textarea name="phone_lines" rows="3" aria-label=${t('电话，每行一个')} defaultValue=${linesOf(phones)}></textarea>`,
  };
}

/** @param {any[]} agencies @param {(made: any) => void} onDone */
export function openUnit(agencies, onDone) {
  const pairs = /** @type {[string, string][]} */ (
    agencies
      .filter((one) => KINDS.includes(one.kind) && one.state !== 'past')
      .map((one) => [one.code, one.name])
  );
  openSchemaForm({
    title: t('新增力量'),
    submit: t('新增#act'),
    said: t('已新增'),
    name: 'unit',
    wide: false,
    method: 'post',
    path: UNITS,
    groups: [
      [{ name: 'agency_code', label: t('部门或企业'), pairs, hint: t('没有的先到“部门与企业”里新增') }],
      [{ name: 'name', label: t('力量名称') }],
      [{ name: 'area_code', label: t('服务区域'), picker: 'area' }],
      [phoneField([])],
      [{ name: 'valid_from', label: t('开始日期'), hint: t('不填即今天') }],
    ],
    value: {},
    send: (body, elements) => api.post(UNITS, { ...body, phones: phonesOf(elements.phone_lines.value) }),
    onDone,
  });
}

/** @param {any} unit @param {(changed: any) => void} onDone */
export function openUnitChange(unit, onDone) {
  const isFixed = unit.kind === 'grid' || unit.kind === 'village';
  openSchemaForm({
    title: t('修改力量'),
    submit: t('保存'),
    said: t('已保存'),
    name: 'unit',
    wide: false,
    method: 'patch',
    path: `${UNITS}/{unit_id}`,
    groups: [[{ name: 'name', label: t('力量名称'), isFixed }], [phoneField(unit.phones)]],
    value: unit,
    send: (body, elements) =>
      api.patch(`${UNITS}/${unit.id}`, { ...body, phones: phonesOf(elements.phone_lines.value) }),
    onDone,
  });
}

/** @param {(made: any) => void} onDone */
export function openAgency(onDone) {
  openSchemaForm({
    title: t('新增部门或企业'),
    submit: t('新增#act'),
    said: t('已新增'),
    name: 'agency',
    wide: false,
    method: 'post',
    path: AGENCIES,
    groups: [
      [{ name: 'name', label: t('名称') }],
      [
        { name: 'kind', label: t('类别'), vocabulary: 'agency_kind' },
        { name: 'short_name', label: t('简称'), hint: t('可不填') },
      ],
      [
        {
          name: 'code',
          label: t('代码'),
          hint: t('小写字母、数字和下划线，定下后不改，如 sunshine_property'),
        },
      ],
      [{ name: 'valid_from', label: t('开始日期'), hint: t('可不填') }],
    ],
    value: { kind: 'outside' },
    send: (body) => api.post(AGENCIES, body),
    onDone,
  });
}

/** @param {any} agency @param {(changed: any) => void} onDone */
export function openAgencyChange(agency, onDone) {
  openSchemaForm({
    title: t('修改部门或企业'),
    submit: t('保存'),
    said: t('已保存'),
    name: 'agency',
    wide: false,
    method: 'patch',
    path: `${AGENCIES}/{agency_id}`,
    groups: [
      [
        { name: 'name', label: t('名称') },
        { name: 'short_name', label: t('简称') },
      ],
      [{ name: 'valid_to', label: t('结束日期'), hint: t('可不填；它的力量须先全部结束') }],
    ],
    value: agency,
    send: (body) => api.patch(`${AGENCIES}/${agency.id}`, body),
    onDone,
  });
}
