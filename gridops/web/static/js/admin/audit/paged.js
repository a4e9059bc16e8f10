// @ts-check
// A list that is read page by page: the first on opening, the next by a button.

import { Asked, useAsked } from '../../parts/states.js';
import { Table } from '../../parts/table.js';
import { api, query } from '../../shared/api.js';
import { t } from '../../shared/language.js';
import { html, useState } from '../../shared/ui.js';

const LIMIT = 50;

/**
 * The rows of a list under `path` with `asked` in its query; begins anew when these change.
 * @param {string} path @param {Record<string, string>} asked
 */
export function usePaged(path, asked) {
  const key = query(asked);
  const [more, setMore] = useState({
    key: '',
    items: /** @type {any[]} */ ([]),
    cursor: /** @type {string | null} */ (null),
  });
  const first = useAsked(async () => {
    const page = await api.get(`${path}${query({ ...asked, limit: LIMIT })}`);
    setMore({ key, items: [], cursor: page.next_cursor });
    return page;
  }, [path, key]);
  const isOwn = more.key === key;
  const next = async () => {
    const page = await api.get(`${path}${query({ ...asked, limit: LIMIT, cursor: more.cursor })}`);
    setMore({ key, items: [...more.items, ...page.items], cursor: page.next_cursor });
  };
  return {
    first,
    items: [...(first.value?.items || []), ...(isOwn ? more.items : [])],
    next: isOwn && more.cursor ? next : null,
    renew: first.renew,
  };
}

/**
 * @param {{ paged: ReturnType<typeof usePaged>, columns: import('../../parts/table.js').Column[], empty: string,
 *   rowData?: (row: any) => Record<string, string> }} props
 */
export function PagedTable({ paged, columns, empty, rowData }) {
  return html`<${Asked} asked=${paged.first}>${() => html`<${Table} columns=${columns} rows=${paged.items} empty=${empty} rowData=${rowData} />
    ${paged.next && html`<button type="button" class="small" data-action="more" onClick=${paged.next}>${t('更多')}</button>`}`}</${Asked}>`;
}
