// @ts-check
// The words of the first-run page: what each step is for, what is missing, what each sheet holds.

import { t } from '../../shared/language.js';

/** @param {string} name @returns {{ title: string, hint: string }} */
export function stepWords(name) {
  /** @type {Record<string, [string, string]>} */
  const words = {
    district: [t('区县与量算坐标系'), t('距离和面积按这个坐标系量算；有了边界以后不能再改。')],
    boundaries: [t('边界'), t('逐层导入镇街、村社区、网格：先检查文件，再导入草稿，按日期启用。')],
    units: [t('机构与处置力量'), t('谁可以派：镇街机构、派驻力量、外部单位；每个网格和村社区有自己的力量。')],
    people: [t('人员'), t('至少每个镇街有受理派遣人员，网格有网格员；账号可逐个建立，也可用表导入。')],
    matters: [
      t('事项与工作日历'),
      t('事项带立案、结案条件和时限；准入后才到网格员手里；放假安排按国务院办公厅通知录入。'),
    ],
    responsibilities: [t('履职清单与权限'), t('归谁管、谁有权责令和处罚；没有登记权限的处置行为会被拒绝。')],
    origins: [t('来源'), t('12345 等来源的退回期限、答复和回访要求。')],
    basemap: [t('底图'), t('部署时用 GRIDOPS_BASEMAP 设置；不设也能用，地图上只有边界、道路和水系。')],
    backup: [t('备份'), t('数据库和照片要有异地副本，并演练过恢复。')],
  };
  const [title, hint] = words[name] || [name, ''];
  return { title, hint };
}

/** @param {string} code @param {number} n */
export function lackWords(code, n) {
  /** @type {Record<string, string>} */
  const words = {
    no_district: t('还没有确定区县：在服务器上执行 gridops init'),
    no_set: t('还没有边界'),
    set_is_draft: t('边界还是草稿，请检查后启用'),
    set_is_coming: t('边界已定，还没到启用日'),
    no_townships: t('生效的边界里没有镇街'),
    no_villages: t('生效的边界里没有村社区'),
    no_grids: t('生效的边界里没有网格'),
    no_agencies: t('还没有登记机构'),
    grids_without_unit: t('{n} 个网格还没有自己的处置力量', { n }),
    villages_without_unit: t('{n} 个村社区还没有自己的处置力量', { n }),
    unknown_leads: t('{n} 个事项牵头部门没有登记为机构', { n }),
    leads_without_unit: t('{n} 个牵头部门还没有处置力量', { n }),
    no_outside_units: t('还没有登记外部单位（供电、供水、燃气、物业等）'),
    no_own_password: t('您还没有设置自己的密码，一次性验证码用过即失效'),
    no_workers: t('还没有网格员'),
    townships_without_desk: t('{n} 个镇街没有受理派遣人员', { n }),
    grids_without_worker: t('{n} 个网格没有网格员', { n }),
    no_supervisor: t('还没有督查人员'),
    no_auditor: t('还没有审计人员'),
    no_matters: t('还没有生效的事项'),
    none_admitted: t('还没有准入的事项，网格员无事可报'),
    unknown_years: t('{n} 个年度的放假安排未录入', { n }),
    no_working_hours: t('还没有录入作息时间，按默认作息计算'),
    no_responsibilities: t('还没有履职事项'),
    no_powers: t('还没有登记权限'),
    no_hotline_policy: t('12345 还没有来源政策'),
    no_basemap: t('没有设置底图'),
    no_backup: t('还没有备份的记录：在服务器上执行 gridops backup'),
    backup_is_old: t('最近一次备份太旧了'),
  };
  return words[code] || code;
}

/** @param {string} name */
export function sheetWords(name) {
  /** @type {Record<string, string>} */
  const words = {
    townships: t('镇街边界（GeoJSON）'),
    villages: t('村社区边界（GeoJSON）'),
    grids: t('网格边界（GeoJSON）'),
    accounts: t('人员表（XLSX）'),
    matters: t('事项标准表（XLSX）'),
    powers: t('权限表（CSV）'),
  };
  return words[name] || name;
}

/** Where a sheet is had: that of persons is given beside where it is taken in.
 * @param {string} name */
export function sheetAddress(name) {
  return name === 'accounts' ? '/api/v1/admin/accounts/template' : `/api/v1/admin/first-run/sheets/${name}`;
}
