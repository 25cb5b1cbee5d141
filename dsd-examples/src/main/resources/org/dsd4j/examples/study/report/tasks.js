'use strict';
/** A part of the page for each task. */
(() => {
  const {data, fixed, gainText, intervalText, pText, valueDigits, metricName, direction, rivalText, arm, treated, taskId, badge} = study;
  const {byId, element, number, row, whole, decimal, plain, count} = page;

  const mean = list => list.reduce((a, b) => a + b, 0) / list.length;

  function findings(body, task) {
    const list = body.querySelector('.findings');
    for (const a of treated(task)) {
      const item = element('li');
      if (a.finding) item.append(badge(a.finding), element('b', a.name), ` ${a.finding.text}.`);
      else if (a.failed.length) item.append(element('b', a.name), ` has no verdict: ${count(a.failed.length, 'cell', 'cells')} without a result, ${a.seeds.length} with one.`);
      else item.append(element('b', a.name), a.screenings ? ' was not confirmed: screening chose another setting of its kind.' : ' was not trained yet.');
      list.append(item);
    }
  }

  function arms(body, task) {
    body.querySelector('.arms-caption').textContent = `${metricName(task)} on the test part: mean ± standard deviation over seeds (${direction(task)}). ` +
      `Right: the gain over the control of each seed as a point, their mean as a bar and its 95 % interval as a line; the thin line is no gain.`;
    const table = body.querySelector('.arms'), range = pictures.range(task), digits = valueDigits(task);
    for (const a of task.arms) {
      if (!a.seeds.length && !a.failed.length) continue;
      const picture = element('td', null, {class: 'picture'});
      if (a.gain) picture.append(pictures.forest(task, a, range));
      // One element in a cell: on narrow pages the parts of a cell drift apart.
      const seeds = element('td', null, {class: 'n'}), gain = element('td', null, {class: 'n'}), seedText = element('span', whole(a.seeds.length)), text = element('span', a.gain ? gainText(a.gain) : '–');
      if (a.failed.length) seedText.append(element('span', `${a.failed.length} without result`, {class: 'failed'}));
      if (a.gain) text.append(' ', element('span', intervalText(a.gain), {class: 'soft'}));
      seeds.append(seedText);
      gain.append(text);
      row(table, a.name, [seeds,
        number(a.mean === null ? '–' : fixed(a.mean, digits) + (a.deviation === null ? '' : ` ± ${fixed(a.deviation, digits)}`)),
        gain, number(a.gain ? pText(a.gain.p) : '–'), picture, number(decimal(a.epochs))], a.role);
    }
  }

  function measures(body, task) {
    const names = [...new Set(task.arms.flatMap(a => Object.keys(a.measures)))], box = body.querySelector('.measures-box');
    if (!names.length) {
      box.remove();
      return;
    }
    const table = box.querySelector('table'), head = element('tr');
    head.append(element('th', 'Arm', {scope: 'col'}), ...names.map(n => element('th', n.replaceAll('_', ' '), {scope: 'col'})));
    table.tHead.append(head);
    const values = (a, n) => (a.measures[n] || []).filter(v => v !== null);
    const largest = Object.fromEntries(names.map(n => [n, Math.max(...task.arms.map(a => values(a, n)).filter(v => v.length).map(v => Math.abs(mean(v))), 0)]));
    for (const a of task.arms.filter(b => Object.keys(b.measures).length)) {
      row(table, a.name, names.map(n => {
        const cell = element('td'), of = values(a, n);
        if (!of.length) {
          cell.textContent = 'no number';
          return cell;
        }
        const meter = element('div', null, {class: 'meter'}), track = element('i'), bar = element('i'), middle = mean(of);
        bar.style.width = `${largest[n] ? 100 * Math.abs(middle) / largest[n] : 0}%`;
        if (middle < 0) bar.className = 'negative';
        track.append(bar);
        const spread = element('span', Math.min(...of) < Math.max(...of) ? `${decimal(Math.min(...of))} to ${decimal(Math.max(...of))}` : '', {class: 'soft'});
        meter.append(track, element('span', decimal(middle)));
        cell.append(meter, spread);
        return cell;
      }), a.role);
    }
  }

  function numbers(body, task) {
    const digits = valueDigits(task) + 1, arms = task.arms.filter(a => a.seeds.length || a.failed.length);
    const seeds = [...new Set(arms.flatMap(a => [...a.seeds, ...a.failed]))].sort((a, b) => a - b);
    const table = body.querySelector('.by-seed'), head = element('tr');
    head.append(element('th', 'Seed', {scope: 'col'}), ...arms.map(a => element('th', a.name, {scope: 'col', class: 'n'})));
    table.tHead.append(head);
    for (const seed of seeds) {
      row(table, seed, arms.map(a => number(a.seeds.includes(seed) ? fixed(a.values[a.seeds.indexOf(seed)], digits) : a.failed.includes(seed) ? 'no result' : '–')));
    }
    const text = (band, factor) => band.mean === null ? 'no number' : `${decimal(factor * band.mean, 4)} (${decimal(factor * band.low, 4)} to ${decimal(factor * band.high, 4)})`;
    for (const a of arms) {
      a.curve.training_loss.forEach((loss, i) => {
        row(body.querySelector('.by-epoch'), `${a.name}, ${i + 1}`, [number(text(loss, 1)), number(text(a.curve.validation_loss[i], 1)), number(text(a.curve.validation[i], task.factor))]);
      });
    }
  }

  function settings(body, task) {
    for (const [key, value] of Object.entries(task.settings)) row(body.querySelector('.of-task'), key, [element('td', plain(value))]);
    const table = body.querySelector('.of-arms'), screened = task.arms.some(a => a.screenings);
    if (!screened) table.querySelector('.screened').remove();
    for (const a of task.arms) {
      const cells = [element('td', a.role === 'dsd' ? 'DSD' : a.role), element('td', a.settings)];
      const spread = a.screened === null ? a.screenings ? 'no result' : '–' : `${decimal(a.screened, 4)} on ${count(a.screenings, 'seed', 'seeds')}`;
      if (screened) cells.push(element('td', spread));
      row(table, a.name, cells);
    }
  }

  function pairs(body, task) {
    const select = body.querySelector('.pairs select'), node = body.querySelector('.pairs .chart');
    const choices = treated(task).filter(a => a.seeds.length);
    if (!choices.length || !task.arms.some(a => a.role === 'control' && a.seeds.length)) {
      body.querySelector('.pairs').remove();
      return;
    }
    choices.forEach(a => select.append(element('option', a.name)));
    select.value = task.headline || choices[0].name;
    if (choices.length < 2) select.parentNode.remove();
    const draw = () => pictures.pairs(node, task, select.value);
    select.addEventListener('change', draw);
    drawing.whenNear(node, draw);
  }

  function part(task, i) {
    const body = byId('task-template').content.cloneNode(true).firstElementChild, shown = task.headline && arm(task, task.headline);
    body.id = taskId(i);
    body.querySelector('h2').textContent = task.name;
    body.querySelectorAll('.metric').forEach(e => { e.textContent = metricName(task); });
    const short = body.querySelector('.short');
    if (shown) short.append(badge(shown.finding), `${shown.name} ${gainText(shown.gain)} ${intervalText(shown.gain)}; ${rivalText(shown.finding)}`);
    else short.append('no verdict');
    byId('tasks').append(body);
    findings(body, task);
    arms(body, task);
    pairs(body, task);
    pictures.curves(body, task);
    measures(body, task);
    settings(body, task);
    body.querySelector('.numbers').addEventListener('toggle', () => numbers(body, task), {once: true});
    body.open = data.tasks.length <= 6;
  }

  data.tasks.forEach(part);
  /** A link to a task opens it. */
  const follow = () => {
    const target = location.hash && document.getElementById(location.hash.slice(1));
    if (target && target.matches('details')) {
      target.open = true;
      target.scrollIntoView();
    }
  };
  addEventListener('hashchange', follow);
  document.addEventListener('click', event => { if (event.target.closest('a[href^="#task"]')) setTimeout(follow); });
  /** On paper all tasks are open. */
  addEventListener('beforeprint', () => {
    document.querySelectorAll('details.task').forEach(d => { d.open = true; });
    drawing.drawAll();
  });
  follow();
})();
