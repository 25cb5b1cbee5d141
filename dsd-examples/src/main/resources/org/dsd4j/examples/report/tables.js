'use strict';
(() => {
  const {result, subject, percent, measured, whole, decimal, last, byId, plain, element, row, number, dsd, control, dense} = report;

  function words() {
    const samples = subject.test_samples;
    let text = `${whole(subject.training_samples)} training and ${whole(samples)} test ${subject.samples}. `;
    if (control) {
      const alone = 'the control, which had the same checkpoint, data, epochs and learning rates but no mask';
      if (subject.metric === 'Accuracy') {
        const difference = Math.round((dsd.metric - control.metric) * samples);
        const noun = Math.abs(difference) === 1 ? subject.samples.replace(/s$/, '') : subject.samples;
        const way = difference === 0 ? `as many test ${subject.samples} as` :
          `${whole(Math.abs(difference))} test ${noun} ${difference > 0 ? 'more' : 'fewer'} than`;
        text += `At its end the network trained by DSD recognises ${way} ${alone}. `;
      } else {
        const metric = subject.metric.replace(/^[A-Z](?=[a-z])/, first => first.toLowerCase());
        text += `At its end the network trained by DSD is at a ${metric} of ${measured(dsd.metric)} ` +
          `(${subject.higher_is_better ? 'higher' : 'lower'} is better), and at ${measured(control.metric)} is ${alone}. `;
      }
      text += result.broken_comparison.length ? `This is no fair comparison: ${result.broken_comparison.join('; ')}.` :
        'One seed is no verdict: chance alone moves this number.';
    } else {
      text += 'This run had no control, so it cannot tell what DSD gained over training as long without it.';
    }
    (subject.left_out || []).forEach(l => {
      text += ` Left out of ${l.part}: ${whole(l.count)} of ${whole(l.all)} ${l.samples}, ${l.reason}` +
        (l.names.length ? `: ${l.names.join(', ')}${l.names.length < l.count ? ' and more' : ''}.` : '.');
    });
    result.notes.filter(note => note.warning).forEach(note => { text += ` ${note.text}.`; });
    byId('verdict').textContent = text;
    const seconds = [...result.phases, ...result.control].reduce((sum, p) => sum + p.seconds, 0);
    const tiles = [];
    if (dense) tiles.push([measured(dense.metric), 'after the dense phase']);
    tiles.push([measured(dsd.metric), `after ${dsd.kind}`]);
    if (control) tiles.push([measured(control.metric), 'control, same epochs']);
    tiles.push([Math.round(seconds) + ' s', control ? 'training, control included' : 'training']);
    if (result.peak_rss_mb) tiles.push([whole(result.peak_rss_mb) + ' MB', 'most memory in use']);
    for (const [value, label] of tiles) {
      const tile = element('div', null, {class: 'tile'});
      tile.append(element('b', value), element('span', label));
      byId('tiles').append(tile);
    }
  }

  function phases() {
    const phase = (p, className) => row('phases', p.name, [
      number(whole(p.epochs)), number(p.loss.toFixed(4)), number(measured(p.metric)),
      number(`${measured(p.best_metric)} (${p.best_epoch})`), number(p.sparsity ? percent(p.sparsity, 1) : '–'),
      number(p.seconds.toFixed(1) + ' s')], className);
    result.phases.forEach(p => phase(p, ''));
    result.control.forEach((p, i) => phase(p, i ? 'control' : 'control first-control'));
  }

  const meter = share => {
    const cell = element('td'), box = element('div', null, {class: 'meter'}), track = element('i'), bar = element('i');
    bar.style.width = 100 * share + '%';
    track.append(bar);
    box.append(track, element('span', percent(share, 1)));
    cell.append(box);
    return cell;
  };

  /** A row for each layer; its sparsity is that of what was pruned of it, such as all but the bias. */
  function layers() {
    for (const name of new Set(result.layers.map(l => l.layer))) {
      const all = result.layers.filter(l => l.layer === name), pruned = all.filter(l => l.pruned);
      const size = list => list.reduce((sum, l) => sum + l.size, 0);
      const share = key => pruned.reduce((sum, l) => sum + l.size * l[key], 0) / size(pruned);
      const reasons = [...new Set(all.filter(l => !l.pruned && l.reason && (pruned.length || l.reason !== 'bias' || all.length === 1)).map(l => l.reason))];
      const why = element('td', reasons.length ? 'not pruned: ' + reasons.join(', ') : 'not pruned', {class: 'reason'});
      row('layers', name, [element('td', plain(all[0].kind)), number(whole(size(all))),
        number(pruned.length ? percent(share('asked'), 1) : '–'), pruned.length ? meter(share('sparsity')) : why]);
    }
    for (const r of result.regrown) {
      row('regrown', r.parameter + (r.round > 1 ? `, round ${r.round}` : ''),
        [number(whole(r.count)), number(decimal(r.mean_magnitude)), number(decimal(r.mean_magnitude_of_kept))]);
    }
  }

  function provenance() {
    const p = result.provenance;
    byId('command').textContent = result.command;
    for (const note of result.notes) byId('notes').append(element('li', (note.warning ? 'Warning: ' : '') + note.text));
    if (!result.notes.length) byId('notes').remove();
    for (const [key, value] of Object.entries(p.settings)) row('settings', key, [element('td', plain(value))]);
    const code = text => { const td = element('td'); td.append(element('code', text)); return td; };
    row('provenance', 'started', [element('td', plain(p.started))]);
    row('provenance', 'seed', [element('td', p.seed)]);
    for (const [key, value] of Object.entries(p.versions)) row('provenance', key, [element('td', value)]);
    row('provenance', 'threads', [element('td', p.threads)]);
    for (const [key, value] of Object.entries(p.data)) row('provenance', key, [code(value)]);
    row('provenance', 'final weights', [code(result.weights_sha256)]);
  }

  function examples() {
    const expects = result.examples.some(e => e.expected);
    if (!expects) byId('expected').remove();
    for (const e of result.examples) {
      const expected = expects ? [element('td', e.expected)] : [];
      row('examples', e.input, [...expected, element('td', e.dense || '–'), element('td', e.last)]);
    }
    if (result.measures.length) {
      const names = Object.keys(result.measures[0].values);
      const head = element('tr');
      head.append(element('th', 'Phase'), ...names.map(n => element('th', n, {class: 'n'})));
      byId('measures').tHead.append(head);
      for (const m of result.measures) row('measures', m.phase, names.map(n => number(m.values[n])));
    } else {
      byId('measures-section').remove();
    }
    if (!result.examples.length) byId('examples-section').remove();
  }

  /** The numbers behind the curves, for those who cannot or would not look at them. */
  function numbers() {
    for (const p of [...result.phases, ...result.control]) {
      for (const e of p.history) {
        row('numbers', `${p.name}, ${e.epoch}`, [number(e.loss.toFixed(4)), number(e.validation_loss.toFixed(4)),
          number(measured(e.metric)), number(decimal(e.learning_rate))]);
      }
    }
  }

  words();
  phases();
  examples();
  layers();
  numbers();
  provenance();
})();
