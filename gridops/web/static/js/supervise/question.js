// @ts-check
// What is asked: a place (an area or a drawn polygon), days, classes. Knows the wire's form and the words for it.

import { dayAfter } from '../parts/dates.js';
import { api, query } from '../shared/api.js';
import { t } from '../shared/language.js';
import { classWords } from './classes.js';

/**
 * @typedef {{ area: Wire['AreaDetailOut'] | null, polygon: import('./asked.js').Polygon | null, from: string, to: string,
 *   codes: string[], basis: 'rebased' | 'recorded', on: string | null, word: import('./asked.js').AreaWord }} Question
 * `on` is the day whose boundaries are on the map, null for today's.
 */
/** @typedef {Omit<Wire['AreaQueryOut'], 'counts'> & { counts: Count[], classes: Count[] }} Answer */
/** @typedef {{ key: Record<string, string | null>, n: number }} Count */
/** @typedef {import('../desk/matters.js').Matters} Matters */

export const PAGE_ROWS = 50;

/** Days in words: 2026-11-01 至 2026-11-22.
 * @param {Question} question */
function dayWords({ from, to }) {
  return from === to ? from : t('{from} 至 {to}', { from, to });
}

/** @param {Question} question */
function basisWords({ basis, on }) {
  if (basis === 'recorded') return t('按上报时的区划');
  return on ? t('按 {day} 起的区划', { day: on }) : '';
}

/** 清洋街道 · 2026-11-01 至 2026-11-22 · 全部类别
 * @param {Question} question @param {Matters} matters */
export function sentence(question, matters) {
  const { area, polygon } = question;
  const place = polygon || !area ? t('手绘范围') : area.short_name || area.name;
  const words = [place, dayWords(question), classWords(matters, question.codes), basisWords(question)];
  return words.filter(Boolean).join(' · ');
}

/** By which boundaries, as the wire wants it; nothing for today's.
 * @param {Question} question */
export function basisOf({ basis, on }) {
  if (basis === 'recorded') return { basis };
  return on ? { basis, on } : {};
}

/** @param {Question} question @param {Record<string, any>} more */
function bodyOf(question, more) {
  const { area, polygon, from, to, codes } = question;
  const place = polygon ? { polygon } : { area: area?.code };
  return { ...place, from, to: dayAfter(to, 1), service_codes: codes, ...basisOf(question), ...more };
}

/** What makes two questions the same.
 * @param {Question} question */
export function keyOf(question) {
  return JSON.stringify(bodyOf(question, { word: question.word }));
}

/** One page of the cases behind the figures.
 * @param {Question} question @param {string | null} cursor @param {number} [limit]
 * @returns {Promise<Wire['IncidentsOut']>} */
export async function readCases(question, cursor, limit = PAGE_ROWS) {
  const more = { include: ['incidents'], limit, ...(cursor ? { cursor } : {}) };
  return (await api.post('/area-queries', bodyOf(question, more))).incidents;
}

/** The whole answer: total, counts (area and state), classes, indicators, heat, incidents.
 * @param {Question} question @returns {Promise<Answer>} */
export async function askQuestion(question) {
  const figures = {
    group_by: [question.word, 'state'],
    include: ['counts', 'indicators', 'heat', 'incidents'],
    limit: PAGE_ROWS,
  };
  const byClass = { group_by: ['service_group', 'service_code'], include: ['counts'] };
  const [whole, classes] = await Promise.all([
    api.post('/area-queries', bodyOf(question, figures)),
    api.post('/area-queries', bodyOf(question, byClass)),
  ]);
  return { ...whole, classes: classes.counts };
}

/** The address of the service's own export of an area.
 * @param {Question} question @param {string} format */
export function exportAddress(question, format) {
  const { area, from, to, codes } = question;
  const asked = { area: area?.code, since: from, until: dayAfter(to, 1), service_code: codes.join(',') };
  return `/api/v1/incidents${query({ ...asked, ...basisOf(question), format })}`;
}
