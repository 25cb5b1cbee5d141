'use strict';
/** What all parts of the page share: the result, numbers as people read them, and rows of tables. */
const report = (() => {
  const result = JSON.parse(document.getElementById('result').textContent);
  const pictures = JSON.parse(document.getElementById('pictures').textContent);
  const {subject} = result;
  const percent = (x, digits = 2) => (100 * x).toFixed(digits) + ' %';
  const measured = (x, digits = 2) => subject.percent ? percent(x, digits) : String(Number(x.toPrecision(digits + 2)));
  const whole = x => x.toLocaleString('en');
  /** A number to some digits, never with an exponent. */
  const decimal = (x, digits = 3) => x.toLocaleString('en', {maximumSignificantDigits: digits});
  const last = list => list[list.length - 1];
  const byId = id => document.getElementById(id);
  const count = (number, one, many) => `${whole(number)} ${number === 1 ? one : many}`;

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
  /** A row; on narrow pages each cell stands in a line of its own, behind the name of its column. */
  const row = (table, head, cells, className = '') => {
    const tr = element('tr', null, {class: className}), columns = byId(table).tHead;
    tr.append(element('th', head, {scope: 'row'}), ...cells);
    if (columns) cells.forEach((cell, i) => { cell.dataset.label = columns.rows[0].cells[i + 1].textContent; });
    byId(table).tBodies[0].append(tr);
  };
  const number = text => element('td', text, {class: 'n'});
  const epochs = phases => phases.reduce((sum, p) => sum + p.history.length, 0);

  document.querySelectorAll('.metric').forEach(e => { e.textContent = subject.metric; });
  document.querySelectorAll('.samples').forEach(e => { e.textContent = subject.samples; });

  return {
    result, pictures, subject, percent, measured, whole, decimal, last, byId, count, plain, element, row, number, epochs,
    dsd: last(result.phases), control: last(result.control), dense: result.phases.find(p => p.kind === 'dense'),
    /** The phases that the control does not have: it starts behind them. */
    before: result.phases.slice(0, result.phases.length - result.control.length)
  };
})();
