// @ts-check
// Pickers by name: of areas (also by the initials of their pinyin, as the service finds them), matters and units.

import { api, query } from '../shared/api.js';
import { aside, listed, t, word } from '../shared/language.js';
import { html, useEffect, useMemo, useState } from '../shared/ui.js';
import { Combo, matching } from './combo.js';

/** @typedef {import('./combo.js').Option} Option */

const MOST = 12;

/** An area as an option: its name, with what lies above it beside.
 * @param {any} area @returns {Option} */
export function areaOption(area) {
  return { key: area.code, words: area.name, hint: word('area_kind', area.kind), data: area };
}

/**
 * @param {{ name: string, value?: string | null, levels?: string[], kind?: string, on?: string, required?: boolean, label?: string,
 *   placeholder?: string, onChoose?: (option: Option | null) => void }} props
 * `levels` keeps to some levels ('township', 'village', …); `on` asks for the areas of another day.
 */
export function AreaPicker({
  name,
  value = null,
  levels = [],
  kind,
  on,
  required = false,
  label,
  placeholder,
  onChoose,
}) {
  const [chosen, setChosen] = useState(
    /** @type {Option | null} */ (value ? { key: value, words: value } : null),
  );
  useEffect(() => {
    if (!value) {
      setChosen(null);
      return;
    }
    api
      .get(`/areas/${encodeURIComponent(value)}${query({ on })}`)
      .then((area) => setChosen(areaOption(area)))
      .catch(() => setChosen({ key: value, words: value }));
  }, [value, on]);
  /** @param {string} q */
  const search = async (q) => {
    const level = levels.length === 1 ? levels[0] : undefined;
    const page = await api.get(
      `/areas${query({ q, level, kind, on, limit: MOST * (levels.length > 1 ? 3 : 1) })}`,
    );
    return page.items
      .filter((/** @type {any} */ area) => levels.length === 0 || levels.includes(area.level))
      .slice(0, MOST)
      .map(areaOption);
  };
  return html`<${Combo} name=${name} search=${search} chosen=${chosen} required=${required} label=${label} onChoose=${onChoose}
    placeholder=${placeholder || t('输入名称或拼音首字母，如 qyjd')} none=${t('没有这个区域')} />`;
}

/** A matter as an option: as the catalogue has it, or {code, name} as registers name it.
 * @param {any} matter @returns {Option} */
export function matterOption(matter) {
  if (matter.code) return { key: matter.code, words: matter.name, hint: matter.code, data: matter };
  const says = [matter.service_group, matter.service_code, ...(matter.aliases || [])];
  return { key: matter.service_code, words: matter.service_name, hint: listed(says), data: matter };
}

/**
 * @param {{ name: string, matters?: any[] | null, value?: string | null, required?: boolean, label?: string,
 *   onChoose?: (option: Option | null) => void }} props
 * `matters` are those to choose from; without them, those that the caller may report.
 */
export function MatterPicker({ name, matters = null, value = null, required = false, label, onChoose }) {
  const [known, setKnown] = useState(/** @type {any[]} */ ([]));
  useEffect(() => {
    if (!matters)
      api
        .get('/matters')
        .then(({ items }) => setKnown(items))
        .catch(() => {});
  }, []);
  const options = useMemo(() => (matters || known).map(matterOption), [matters, known]);
  const chosen = value ? options.find((one) => one.key === value) || { key: value, words: value } : null;
  return html`<${Combo} name=${name} search=${(/** @type {string} */ typed) => matching(options, typed)} chosen=${chosen} required=${required}
    label=${label} onChoose=${onChoose} placeholder=${t('输入事项名称或常用说法')} none=${t('没有这个事项，换个说法试试')} />`;
}

/** A unit as an option: its name, agency and what it is doing.
 * @param {any} unit @returns {Option} */
export function unitOption(unit) {
  const status = unit.status ? word('unit_status', unit.status) : '';
  const agency = unit.agency?.name || unit.agency_name || '';
  return { key: unit.id || unit.code, words: unit.name, hint: `${agency}${aside(status)}`, data: unit };
}

/**
 * @param {{ name: string, units?: any[] | null, value?: string | null, required?: boolean, label?: string,
 *   onChoose?: (option: Option | null) => void }} props
 * `units` are those to choose from; without them, those that the caller may see.
 */
export function UnitPicker({ name, units = null, value = null, required = false, label, onChoose }) {
  const [known, setKnown] = useState(/** @type {any[]} */ ([]));
  useEffect(() => {
    if (!units)
      api
        .get('/units')
        .then(({ items }) => setKnown(items))
        .catch(() => {});
  }, []);
  const options = useMemo(() => (units || known).map(unitOption), [units, known]);
  const chosen = value ? options.find((one) => one.key === value) || { key: value, words: value } : null;
  return html`<${Combo} name=${name} search=${(/** @type {string} */ typed) => matching(options, typed)} chosen=${chosen} required=${required}
    label=${label} onChoose=${onChoose} placeholder=${t('输入力量或部门名称')} none=${t('没有这个力量')} />`;
}
