'use strict';
/** What the parts of a study's page share: its data, and differences as people read them. */
const study = (() => {
  const {byId, element, whole, exponent, row, count} = page;
  const data = JSON.parse(byId('study').textContent);
  // A band comes as an array, as there are many.
  for (const a of data.tasks.flatMap(t => t.arms)) {
    for (const key of ['training_loss', 'validation_loss', 'validation']) a.curve[key] = a.curve[key].map(([mean, low, high]) => ({mean, low, high}));
  }
  const signs = {better: '▲', worse: '▼', 'no difference seen': '○', 'too few seeds': '?'};
  const classes = {better: 'better', worse: 'worse', 'no difference seen': 'none', 'too few seeds': 'few'};

  /** So many decimals that a spread has one digit from 3 on and two below, as in the verdicts. */
  const decimals = spread => spread > 0 ? Math.min(12, Math.max(0, Math.ceil(-Math.log10(spread / 3)))) : 2;
  const fixed = (x, digits) => (Number(x.toFixed(digits)) || 0).toFixed(digits).replace('-', '−');
  const signed = (x, digits) => (Number(x.toFixed(digits)) > 0 ? '+' : '') + fixed(x, digits);
  const digitsOf = gain => decimals(gain.low === null || gain.high === gain.low ? Math.abs(gain.mean) / 10 : (gain.high - gain.low) / 2);
  const gainText = gain => signed(gain.mean, digitsOf(gain));
  const intervalText = gain => gain.low === null ? 'no interval from one seed' : `[${fixed(gain.low, digitsOf(gain))}, ${fixed(gain.high, digitsOf(gain))}]`;
  function pText(p) {
    if (p === 0 || p === 1 || p >= .001) return p === 0 || p === 1 ? String(p) : String(Number(p.toPrecision(2)));
    const [digits, power] = p.toExponential(0).split('e');
    return `${digits}·10${exponent(Number(power))}`;
  }
  /** Values of a task are written with as many digits as the spread over its seeds makes sense of. */
  const valueDigits = task => {
    const spreads = task.arms.map(a => a.deviation).filter(d => d > 0);
    return spreads.length ? decimals(Math.min(...spreads)) : 2;
  };
  const metricName = task => task.unit === 'points' ? `${task.metric}, %` : task.metric;
  const direction = task => task.higher_is_better ? 'higher is better' : 'lower is better; a gain is positive where it is lower';
  /** Where the best rival stands; a gain is never shown without it. */
  const rivalText = finding => finding.rival ? `${finding.rival.name} ${finding.rival.stands}` : 'no rival was tried';
  const arm = (task, name) => task.arms.find(a => a.name === name);
  const treated = task => task.arms.filter(a => a.role === 'dsd');
  const taskId = i => `task-${i + 1}`;

  function badge(finding) {
    const b = element('span', null, {class: `badge ${classes[finding.verdict]}`});
    b.append(element('span', signs[finding.verdict], {'aria-hidden': 'true'}), ` ${finding.verdict}`);
    return b;
  }

  /** Behind the number of gains: for how many of them something else is known to do. */
  function alone() {
    const better = data.tasks.flatMap(treated).filter(a => a.finding && a.finding.verdict === 'better').map(a => a.finding.rival);
    const matched = better.filter(r => r && (r.stands === 'does better' || r.stands === 'does as well')).length, untried = better.filter(r => !r).length;
    return (matched ? `; a rival does as well or better in ${matched}` : '') + (untried ? `; no rival was tried in ${untried}` : '');
  }

  function tiles() {
    const add = (value, label, kind = '') => {
      const tile = element('div', null, {class: `tile ${kind}`});
      tile.append(element('b', value), element('span', label));
      byId('tiles').append(tile);
    };
    for (const [verdict, number] of Object.entries(data.counts)) {
      const label = {better: `better than the control${alone()}`, worse: 'worse than the control'}[verdict];
      if (number || label) add(`${signs[verdict]} ${number}`, label || verdict, classes[verdict]);
    }
    const seeds = new Set(data.tasks.flatMap(t => t.arms.flatMap(a => [...a.seeds, ...a.failed])));
    add(whole(seeds.size), seeds.size === 1 ? 'seed' : 'seeds');
    add(whole(data.cells), data.cells === 1 ? 'cell trained' : 'cells trained');
    if (data.failures.length) add(whole(data.failures.length), data.failures.length === 1 ? 'cell without a result' : 'cells without a result');
  }

  /** The task in a sentence: of its settings of DSD the one to look at first, and what became of the others. */
  function verdicts() {
    data.tasks.forEach((task, i) => {
      const item = element('li'), head = element('p', null, {class: 'of'});
      const shown = task.headline && arm(task, task.headline);
      if (shown) head.append(badge(shown.finding));
      head.append(element('a', task.name, {href: '#' + taskId(i)}));
      item.append(head);
      if (shown) {
        const text = element('p');
        text.append(element('b', shown.name), `: ${shown.finding.text}.`);
        item.append(text);
        const all = treated(task).filter(a => a.finding);
        if (all.length > 1) {
          const kinds = Object.keys(data.counts).map(v => [all.filter(a => a.finding.verdict === v).length, v]).filter(([n]) => n);
          item.append(element('p', `One of ${all.length} settings tried: ${kinds.map(([n, v]) => `${n} ${v}`).join(', ')}.`, {class: 'others'}));
        }
      } else {
        item.append(element('p', 'No setting of DSD has a seed in common with the control, so there is no verdict.'));
      }
      const failed = data.failures.filter(f => f.task === task.name);
      if (failed.length) item.append(element('p', `${count(failed.length, 'cell has', 'cells have')} no result: ${[...new Set(failed.map(f => f.arm))].join(', ')}.`, {class: 'others'}));
      byId('verdicts').append(item);
    });
  }

  function origin() {
    byId('lead').textContent = data.lead;
    for (const key of ['command', 'java']) {
      byId(key).textContent = data[key];
      if (!data[key]) byId(`${key}-box`).remove();
    }
    for (const [key, value] of Object.entries(data.versions)) row('versions', key, [element('td', value)]);
    if (!Object.keys(data.versions).length) byId('versions-box').remove();
    document.querySelectorAll('.copy').forEach(button => button.addEventListener('click', async () => {
      const code = byId(button.dataset.of);
      getSelection().selectAllChildren(code);
      try {
        await navigator.clipboard.writeText(code.textContent);
        button.textContent = 'Copied';
      } catch {
        button.textContent = 'Selected';
      }
    }));
    byId('method').textContent = `Arms of a task are compared in pairs of equal seeds: initial weights, data, their order and noise are the same. ` +
      `p is that of the two-sided paired t test, corrected by Holm's method for ${count(data.comparisons, 'comparison', 'comparisons')} with a control; ` +
      `intervals are not corrected. A difference is seen if p is below 0.05 with at least three seeds. What was chosen, such as the epoch of an early stop, ` +
      `was chosen on a validation part of the training data; the test part was measured once, at the end.`;
    for (const f of data.failures) {
      row('failures', f.task, [element('td', f.arm), element('td', f.stage === 'screening' ? `${f.seed} (screening)` : f.seed, {class: 'n'}),
        element('td', f.epochs, {class: 'n'}), element('td', f.reason)]);
    }
    if (!data.failures.length) byId('failures-section').remove();
  }

  origin();
  tiles();
  verdicts();
  return {data, signs, classes, decimals, fixed, signed, gainText, intervalText, pText, valueDigits, metricName, direction, rivalText, arm, treated, taskId, badge};
})();
