// @ts-check
// The form of a routing rule: for which cases, where the lead is looked for in turn, who helps, who accepts.

import { dayFrom } from '../../parts/dates.js';
import { openDialog } from '../../parts/dialog.js';
import { Choice, Field, FieldGroup } from '../../parts/forms.js';
import { UnitPicker } from '../../parts/pickers.js';
import { RowEditor, useRows } from '../../parts/rows.js';
import { SchemaForm } from '../../parts/schema_form.js';
import { toast } from '../../parts/toasts.js';
import { api } from '../../shared/api.js';
import { t, word, wordPairs } from '../../shared/language.js';
import { html } from '../../shared/ui.js';
import { groupPairs } from '../named.js';

const RULES = '/api/v1/admin/routing/rules';
const ACCEPTING = ['grid_head', 'dispatcher', 'duty_officer', 'supervisor'];
const AREA_KINDS = ['special', 'community', 'village', 'street', 'town', 'township', 'zone'];
const BLANK = { whose: 'matter', at: 'township', agency: '', unit: /** @type {string | null} */ (null) };
const NEW = { accepts: [], leads: [], helps: [] };

/** What a step holds, without what its kind does not ask for.
 * @param {any} seek */
function seekOf({ whose, at, agency, unit }) {
  return {
    whose,
    at: whose === 'unit' ? '' : at,
    agency: whose === 'agency' ? agency : '',
    unit: whose === 'unit' ? unit : null,
  };
}

/** @param {any} routing @param {'lead_whose' | 'help_whose'} vocabulary */
function drawSeek(routing, vocabulary) {
  const agencies = /** @type {[string, string][]} */ (
    routing.agencies.map((/** @type {any} */ one) => [one.code, one.name])
  );
  return (/** @type {any} */ seek, /** @type {(part: any) => void} */ set) => {
    /** @param {string} whose */
    const choose = (whose) => set({ whose, agency: whose === 'agency' ? seek.agency || agencies[0][0] : '' });
    return html`<div class="three">
      <${Field} label=${t('找谁')}><${Choice} name="whose" pairs=${wordPairs(vocabulary)} value=${seek.whose} onChange=${choose} /></${Field}>
      ${
        seek.whose !== 'unit' &&
        html`<${Field} label=${t('在哪一级')}><${Choice} name="at" pairs=${wordPairs('rule_place')} value=${seek.at} onChange=${(/** @type {string} */ at) => set({ at })} /></${Field}>`
      }
      ${
        seek.whose === 'agency' &&
        html`<${Field} label=${t('部门')}><${Choice} name="agency" pairs=${agencies} value=${seek.agency} onChange=${(/** @type {string} */ agency) => set({ agency })} /></${Field}>`
      }
      ${
        seek.whose === 'unit' &&
        html`<${FieldGroup} label=${t('力量')}>
          <${UnitPicker} name="unit" units=${routing.units} value=${seek.unit} required=${true} label=${t('力量')} onChoose=${(/** @type {any} */ option) => set({ unit: option ? option.key : null })} />
        </${FieldGroup}>`
      }
    </div>`;
  };
}

/** @param {{ chosen: string[] }} props */
function Accepts({ chosen }) {
  return html`<div class="line wrap">
    ${ACCEPTING.map(
      (role) => html`<label class="tick-line">
        <input type="checkbox" name=${`accepts.${role}`} defaultChecked=${chosen.includes(role)} /><span>${word('role', role)}</span>
      </label>`,
    )}
  </div>`;
}

/** @param {any} routing @param {any} from @param {any} leads @param {any} helps @param {boolean} isNew */
function groupsOf(routing, from, leads, helps, isNew) {
  const any = t('不限');
  const named = { name: 'name', label: t('名称'), hint: t('会写进每次派遣的依据') };
  const groups = new Map(
    /** @type {[string, string][]} */ (routing.groups.map((/** @type {any} */ g) => [g.code, g.name])),
  );
  const md = { type: 'text' };
  return [
    isNew ? [{ name: 'code', label: t('规则代码'), hint: t('小写英文和短横线，以后不变') }, named] : [named],
    [
      { name: 'valid_from', label: t('生效日') },
      { name: 'valid_to', label: t('失效日'), hint: t('可不填；当日起不再有效') },
    ],
    t('对哪些事件（不填即不限）'),
    [
      {
        name: 'service_code',
        label: t('事项'),
        picker: /** @type {const} */ ('matter'),
        matters: routing.matters,
      },
      {
        name: 'group_code',
        label: t('或整个大类'),
        pairs: groupPairs(/** @type {any} */ ({ groups })),
        none: any,
      },
    ],
    [
      {
        name: 'area_code',
        label: t('区域'),
        hint: t('区、镇街、村社区、网格、执法片区、管区'),
        picker: /** @type {const} */ ('area'),
      },
      { name: 'area_kind', label: t('区域类型'), vocabulary: 'area_kind', codes: AREA_KINDS, none: any },
    ],
    [
      { name: 'level', label: t('层级'), vocabulary: 'level', none: any },
      { name: 'origin', label: t('来源'), vocabulary: 'origin', none: any },
    ],
    [
      { name: 'season_from', label: t('每年自'), hint: t('月-日，如 11-01'), ...md },
      { name: 'season_to', label: t('每年至'), hint: t('含当日，可跨年'), ...md },
    ],
    [
      { name: 'time_from', label: t('每日自'), hint: t('如 22:00'), ...md },
      { name: 'time_to', label: t('每日至'), hint: t('如 06:00'), ...md },
    ],
    t('由谁处置（依次找，找到为止）'),
    [
      {
        name: 'leads',
        label: t('处置力量'),
        hint: t('至少一步；都找不到时，事件留在中心由人工派遣。'),
        draw: () =>
          html`<${RowEditor} state=${leads} draw=${drawSeek(routing, 'lead_whose')} words=${t('加一步')} />`,
      },
    ],
    t('谁配合'),
    [
      {
        name: 'helps',
        label: t('配合力量'),
        draw: () =>
          html`<${RowEditor} state=${helps} draw=${drawSeek(routing, 'help_whose')} words=${t('加一个')} />`,
      },
    ],
    [{ name: 'sends_helpers', label: t('派遣时一并派出配合力量') }],
    t('层级与受理'),
    [
      { name: 'to_level', label: t('定为层级'), vocabulary: 'level', none: t('按事项的默认层级') },
      {
        name: 'accepts',
        label: t('受理岗位（不选按事项标准）'),
        draw: () => html`<${Accepts} chosen=${from.accepts} />`,
      },
    ],
  ];
}

/** @param {{ routing: any, rule: any, from: any, close: (routing: any) => void }} props */
function RuleForm({ routing, rule, from, close }) {
  const leads = useRows(from.leads, BLANK);
  const helps = useRows(from.helps, BLANK);
  const isNew = rule === null;
  /** @param {any} body @param {any} elements */
  const send = async (body, elements) => {
    const whole = {
      ...body,
      accepts: ACCEPTING.filter((role) => elements[`accepts.${role}`].checked),
      leads: leads.values.map(seekOf),
      helps: helps.values.map(seekOf),
    };
    close(await api.post(isNew ? RULES : `${RULES}/${rule.code}/versions`, whole));
  };
  return html`<${SchemaForm} method="post" path=${isNew ? RULES : `${RULES}/{code}/versions`} groups=${groupsOf(routing, from, leads, helps, isNew)}
    value=${{ ...from, valid_from: dayFrom(isNew ? 0 : 1), valid_to: null }} submit=${isNew ? t('建立规则') : t('建立新版本')} onSend=${send} />`;
}

/** Open the form: for a new rule, or for a new version of `rule` that starts from the version `from`.
 * @param {{ routing: any, rule?: any, from?: any, onDone: (routing: any) => void }} options */
export async function openRuleForm({ routing, rule = null, from = NEW, onDone }) {
  const done = await openDialog({
    title: rule ? t('{code} 新版本', { code: rule.code }) : t('新规则'),
    wide: true,
    name: 'rule',
    view: (close) => html`<${RuleForm} routing=${routing} rule=${rule} from=${from} close=${close} />`,
  });
  if (!done) return;
  toast(t('已保存，此后的派遣按它办'));
  onDone(done);
}
