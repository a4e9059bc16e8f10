// Words of responsibilities and hand-downs: kinds, who pays, grounds, states, decisions. Pure.

export const KINDS = { basic: '基本履职', assisting: '配合履职', taken_back: '上级收回' };
export const PAYERS = { township: '镇街承担', district: '区县承担', shared: '区镇分担' };
export const GROUNDS = { flood: '防汛救灾', fire: '消防', life: '人身安全', work_safety: '安全生产', hotline_12345: '12345 热线' };
export const STATES = { based: '有依据', disputed: '有争议', refused: '未成（缺依据）', declined: '镇街退回', arbitrated: '已裁定' };
export const DECISIONS = { township: '镇街承担', district: '区县承担', shared: '区镇分担' };
export const BURDENS = { responsibility_letter: '责任状', veto_item: '一票否决', off_list_survey: '清单外调查', other: '其他' };

/** SH-03「危险废物处置」（上级收回）. */
export const itemWords = (item) => `${item.item_code}「${item.item_name}」（${KINDS[item.kind]}）`;

/** Who pays: a code of the list, or the words of whoever handed down. */
export const fundingWords = (text) => PAYERS[text] || text;
