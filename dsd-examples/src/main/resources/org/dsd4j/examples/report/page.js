'use strict';
/** What the scripts of all pages share: numbers as people read them, elements, and rows of tables. */
const page = (() => {
  const percent = (x, digits = 2) => (100 * x).toFixed(digits) + ' %';
  const whole = x => x.toLocaleString('en');
  /** A number to some digits, never with an exponent. */
  const decimal = (x, digits = 3) => x.toLocaleString('en', {maximumSignificantDigits: digits});
  const last = list => list[list.length - 1];
  const byId = id => document.getElementById(id);
  const count = (number, one, many) => `${whole(number)} ${number === 1 ? one : many}`;
  const exponent = n => String(n).replace(/./g, c => '⁻⁰¹²³⁴⁵⁶⁷⁸⁹'['-0123456789'.indexOf(c)]);

  /** Words of the library as a page has them: no brackets, exponents or capitals of programs. */
  const plain = text => String(text)
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/^\d{4,}$/, digits => whole(Number(digits)))
    .replace(/\b\d+\.\d+E-?\d+\b/g, number => decimal(Number(number), 15))
    .replace(/\b(B?FLOAT)(\d+)\b/g, (_, name, bits) => name.toLowerCase() + bits)
    .replace(/^(\d{4}-\d\d-\d\d)T([\d:]+)Z$/, '$1 $2 UTC');

  const element = (tag, text, attributes = {}) => {
    const e = document.createElement(tag);
    if (text !== undefined && text !== null) e.textContent = text;
    for (const [key, value] of Object.entries(attributes)) e.setAttribute(key, value);
    return e;
  };
  /** A row of a table, given as such or by id; on narrow pages each cell stands in a line of its own, behind the name of its column. */
  const row = (table, head, cells, className = '') => {
    const node = typeof table === 'string' ? byId(table) : table, tr = element('tr', null, {class: className}), columns = node.tHead;
    tr.append(element('th', head, {scope: 'row'}), ...cells);
    if (columns) cells.forEach((cell, i) => { cell.dataset.label = columns.rows[0].cells[i + 1].textContent; });
    node.tBodies[0].append(tr);
    return tr;
  };
  const number = text => element('td', text, {class: 'n'});

  return {percent, whole, decimal, last, byId, count, exponent, plain, element, row, number};
})();
