// @ts-check
// Begins the supervisor's page. What is asked and shown stands in supervise.js.

import { Connection } from '../desk/connection.js';
import { beginPage } from '../parts/page.js';
import { t } from '../shared/language.js';
import { html } from '../shared/ui.js';
import { mark } from './stream.js';
import { Supervise } from './supervise.js';

beginPage({
  title: t('按区域查询'),
  plan: {
    face: t('督查查询'),
    home: '/',
    links: [
      ['/center', t('综治中心')],
      ['/admin/responsibilities?tab=hand-downs', t('下派与争议')],
    ],
    connection: html`<${Connection} mark=${mark} />`,
    keys: [
      ['← →', t('在区域树里展开、收起；在区划日期上换一天')],
      ['↑ ↓', t('在区域树里移动')],
      ['Enter', t('查询选中的区域；画范围时结束')],
      ['Esc', t('放弃正在画的范围')],
    ],
    isTitleShown: false,
  },
  view: (actor) => html`<${Supervise} actor=${actor} />`,
});
