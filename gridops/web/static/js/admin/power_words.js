// Words of powers: acts, bases, holders; and the names the register's page was told of. Pure but for that memory.

export const ACTS = {
  order: '责令改正', penalise: '处罚', permit: '许可', remove: '强制拆除', seize: '查封扣押', clear: '代履行清除',
  confirm: '确认', grant: '给付', register: '备案登记',
};
export const BASES = { statutory: '法定', delegated: '省赋权', entrusted: '委托' };
export const HOLDERS = { township: '镇街', agency: '部门' };

export const names = { agencies: new Map(), townships: new Map(), matters: new Map(), groups: new Map() };

/** Remember what the register's codes mean. */
export function remember(found) {
  for (const name of Object.keys(names)) names[name] = new Map(found[name].map((one) => [one.code, one.name]));
}

/** 高疃镇（由综合行政执法行使）, 综合行政执法（全区）. */
export function holderWords(row) {
  const agency = names.agencies.get(row.agency_code) || row.agency_code;
  const area = names.townships.get(row.area_code) || row.area_code;
  if (row.holder === 'township') return agency ? `${area}（由${agency}行使）` : `${area}（本级机构）`;
  return `${agency}（${area || '全区'}）`;
}

/** 暴露垃圾 C0102, or a whole group. */
export function whatWords(row) {
  if (row.service_code) return `${names.matters.get(row.service_code) || '已停用事项'} ${row.service_code}`;
  if (row.group_code) return `${names.groups.get(row.group_code) || ''}（${row.group_code} 全类）`;
  return '';
}

/** A code out of what was typed or chosen: `C0102 暴露垃圾` and `C0102` are the same. */
export const codeOf = (text) => text.trim().split(/\s+/)[0] || '';
