'use strict';
/** The gains of a grid as a table of colours and numbers; each cell tells all about itself when reached. */
(() => {
  const {data, signs, classes, gainText, intervalText, pText, rivalText, arm, treated, taskId, badge, signed} = study;
  const {byId, element} = page;
  const names = [...new Set(data.tasks.flatMap(t => treated(t).map(a => a.name)))];
  const found = data.tasks.flatMap(t => treated(t).filter(a => a.finding));
  if (found.length < 2) {
    byId('map-section').remove();
    return;
  }

  /** Colours of a metric reach from its largest loss to its largest gain, whichever is larger. */
  const largest = task => Math.max(...data.tasks.filter(t => t.metric === task.metric && t.unit === task.unit)
    .flatMap(t => treated(t).filter(a => a.finding).map(a => Math.abs(a.gain.mean))));

  const pairs = list => {
    const dl = element('dl');
    for (const [key, value] of list) {
      const box = element('div');
      box.append(element('dt', key), element('dd', value));
      dl.append(box);
    }
    return dl;
  };

  function tell(task, a) {
    const {gain, finding} = a, {rival} = finding, box = byId('cell'), head = element('p', null, {class: 'of'});
    head.append(badge(finding), element('b', `${task.name} · ${a.name}`));
    const figures = [['Gain', `${gainText(gain)} ${task.unit} ${intervalText(gain)}`],
      [gain.family > 1 ? `p (Holm over ${gain.family})` : 'p', pText(gain.p)], ['p alone', pText(gain.alone)], ['p by ranks', pText(gain.ranks)],
      ['Effect size (g)', gain.effect === null ? '–' : signed(gain.effect, 1)], ['Seeds with a gain', `${gain.gains} of ${gain.pairs}`]];
    if (rival) {
      figures.push(['Best rival', `${rival.name}: ${rival.stands}`],
        ['Gain over it', `${gainText(rival.gain)} ${task.unit} ${intervalText(rival.gain)}, p = ${pText(rival.gain.p)}`], ['It took', rival.training]);
    } else {
      figures.push(['Best rival', 'none was tried']);
    }
    box.replaceChildren(head, element('p', finding.text + '.'), pairs(figures));
  }

  function cell(task, i, name) {
    const td = element('td'), a = arm(task, name);
    if (!a || !a.finding) {
      const why = !a ? 'not tried' : a.failed.length ? 'diverged' : 'no pair';
      td.className = 'empty';
      td.append(element('span', why));
      return td;
    }
    const {finding, gain} = a;
    td.className = classes[finding.verdict];
    const seen = finding.verdict === 'better' || finding.verdict === 'worse';
    td.style.setProperty('--share', seen ? `${(18 + 47 * Math.abs(gain.mean) / largest(task)).toFixed(0)}%` : '0%');
    const link = element('a', null, {href: '#' + taskId(i), 'aria-label': `${task.name}, ${name}: ${finding.text}`});
    const figure = element('b');
    figure.append(element('span', signs[finding.verdict], {class: 'sign'}), ` ${gainText(gain)}`);
    link.append(figure, element('span', rivalText(finding), {class: 'rival'}));
    if (a.failed.length) link.append(element('span', `${a.failed.length} diverged`, {class: 'rival'}));
    for (const event of ['focus', 'mouseenter']) link.addEventListener(event, () => tell(task, a));
    td.append(link);
    return td;
  }

  const units = new Set(data.tasks.map(t => t.unit));
  byId('map-unit').textContent = units.size === 1 && data.tasks[0].unit ? `Gains are in ${data.tasks[0].unit}; positive is better.` : 'Gains are positive where DSD is better.';
  const head = element('tr');
  head.append(element('th', 'Task', {scope: 'col'}), ...names.map(n => element('th', n, {scope: 'col'})));
  byId('map').tHead.append(head);
  data.tasks.forEach((task, i) => {
    const tr = element('tr'), th = element('th', task.name, {scope: 'row'});
    th.append(element('span', task.metric));
    tr.append(th, ...names.map(n => cell(task, i, n)));
    byId('map').tBodies[0].append(tr);
  });

  const first = data.tasks.find(t => t.headline);
  tell(first, arm(first, first.headline));

  byId('map').addEventListener('keydown', event => {
    const td = event.target.closest('td'), step = {ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0]}[event.key];
    if (!td || !step) return;
    event.preventDefault();
    const rows = [...byId('map').tBodies[0].rows];
    let r = rows.indexOf(td.parentNode), c = td.cellIndex;
    for (;;) {
      r += step[0];
      c += step[1];
      const next = rows[r] && c > 0 ? rows[r].cells[c] : null;
      if (!next) return;
      const link = next.querySelector('a');
      if (link) {
        link.focus();
        return;
      }
    }
  });
})();
