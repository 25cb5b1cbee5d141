'use strict';
/** What is taken for what, and the surest mistakes. */
(() => {
  const {result, pictures, subject, percent, whole, byId, count, element, row, number} = report;
  const {classes} = result;
  if (!classes) {
    byId('classes-section').remove();
    byId('mistakes-section').remove();
    return;
  }
  const one = subject.samples.replace(/s$/, '');
  const hasControl = result.control.length > 0;

  function summary() {
    byId('errors').textContent = hasControl ?
      `At the end, ${count(classes.both_wrong, one + ' is', subject.samples + ' are')} recognised by neither DSD nor the control, ` +
      `${whole(classes.only_dsd_wrong)} by the control alone and ${whole(classes.only_control_wrong)} by DSD alone.` :
      `At the end, ${count(classes.only_dsd_wrong, one + ' is', subject.samples + ' are')} not recognised.`;
  }

  /** A table with a row for each class and a column for what it is taken for. */
  function matrix(counts, title) {
    const names = classes.classes.map(c => c.name);
    const table = element('table', null, {class: 'matrix', 'aria-label': title}), head = element('tr');
    head.append(element('th', 'is', {scope: 'col'}));
    names.forEach(n => {
      const th = element('th', null, {scope: 'col'});
      th.append(element('span', n));
      head.append(th);
    });
    table.createTHead().append(head);
    const body = table.createTBody();
    counts.forEach((line, i) => {
      const tr = element('tr'), sum = line.reduce((a, b) => a + b, 0) || 1;
      tr.append(element('th', names[i], {scope: 'row'}));
      line.forEach((n, j) => {
        const td = element('td', n || '', {class: i === j ? 'right' : 'wrong', title: `${names[i]} taken for ${names[j]}: ${whole(n)}`});
        td.style.setProperty('--share', n ? (15 + 85 * n / sum).toFixed(0) + '%' : '0%');
        tr.append(td);
      });
      body.append(tr);
    });
    const box = element('div'), scroll = element('div', null, {class: 'scroll', tabindex: 0});
    scroll.append(table);
    box.append(element('p', title, {class: 'caption'}), scroll);
    byId('matrices').append(box);
  }

  function tables() {
    if (classes.confusion.length) matrix(classes.confusion, 'DSD: what a class, in rows, is taken for, in columns');
    if (classes.control_confusion.length) matrix(classes.control_confusion, 'The same for the control');
    const share = (n, c) => c.samples ? percent(n / c.samples, 1) : '–';
    for (const c of classes.classes) {
      const by = hasControl ? [number(share(c.by_control, c)), number((c.recognised - c.by_control).toLocaleString('en', {signDisplay: 'exceptZero'}))] : [];
      row('by-class', c.name, [number(whole(c.samples)), number(share(c.recognised, c)), ...by]);
    }
    for (const c of classes.confused.slice(0, 10)) {
      row('confused', c.expected, [element('td', c.answer), number(whole(c.count)), ...hasControl ? [number(whole(c.by_control))] : []]);
    }
    if (!hasControl) document.querySelectorAll('.of-control').forEach(e => e.remove());
    if (!classes.confused.length) byId('confused-box').remove();
  }

  function mistakes() {
    if (!classes.mistakes.length) byId('mistakes-section').remove();
    for (const m of classes.mistakes) {
      const figure = element('figure'), caption = element('figcaption');
      const picture = element('img', null, {src: pictures[m.sample], alt: `Test ${one} ${m.sample}: ${m.expected}, taken for ${m.answer}`});
      caption.append(element('b', m.answer), element('span', `${percent(m.share, 1)} sure; is ${m.expected}`));
      if (m.control !== null) caption.append(element('span', m.control === m.expected ? 'control: right' : `control: ${m.control}`, {class: 'by-control'}));
      figure.append(picture, caption);
      byId('mistakes').append(figure);
    }
  }

  summary();
  tables();
  mistakes();
})();
