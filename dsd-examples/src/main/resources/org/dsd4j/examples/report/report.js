'use strict';
(() => {
  const result = JSON.parse(document.getElementById('result').textContent);
  const percent = (x, digits = 2) => (100 * x).toFixed(digits) + ' %';
  const {subject} = result;
  const measured = (x, digits = 2) => subject.percent ? percent(x, digits) : String(Number(x.toPrecision(digits + 2)));
  const whole = x => x.toLocaleString('en');
  const last = list => list[list.length - 1];
  const byId = id => document.getElementById(id);

  const element = (tag, text, attributes = {}) => {
    const e = document.createElement(tag);
    if (text !== undefined && text !== null) e.textContent = text;
    for (const [key, value] of Object.entries(attributes)) e.setAttribute(key, value);
    return e;
  };
  const row = (table, head, cells, className = '') => {
    const tr = element('tr', null, {class: className});
    tr.append(element('th', head, {scope: 'row'}), ...cells);
    byId(table).tBodies[0].append(tr);
  };
  const number = text => element('td', text, {class: 'n'});
  const font = getComputedStyle(document.body).fontFamily;
  const colour = name => getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();

  const dsd = last(result.phases), control = last(result.control), dense = result.phases.find(p => p.kind === 'dense');

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
    tiles.push([Math.round(seconds) + ' s', 'training, control included']);
    if (result.peak_rss_mb) tiles.push([whole(result.peak_rss_mb) + ' MB', 'most memory in use']);
    for (const [value, label] of tiles) {
      const tile = element('div', null, {class: 'tile'});
      tile.append(element('b', value), element('span', label));
      byId('tiles').append(tile);
    }
  }


  function tables() {
    const phase = (p, className) => row('phases', p.name, [
      number(p.epochs), number(p.loss.toFixed(4)), number(measured(p.metric)),
      number(`${measured(p.best_metric)} (${p.best_epoch})`), number(p.sparsity ? percent(p.sparsity, 1) : '–'),
      number(p.seconds.toFixed(1) + ' s')], className);
    result.phases.forEach(p => phase(p, ''));
    result.control.forEach((p, i) => phase(p, i ? 'control' : 'control first-control'));
    for (const layer of result.layers) {
      const cell = element('td');
      if (layer.pruned) {
        const meter = element('div', null, {class: 'meter'}), track = element('i'), bar = element('i');
        bar.style.width = 100 * layer.sparsity + '%';
        track.append(bar);
        meter.append(track, element('span', percent(layer.sparsity, 1)));
        cell.append(meter);
      } else {
        cell.append(element('span', 'not pruned: ' + layer.reason, {class: 'reason'}));
      }
      row('layers', layer.parameter, [number(whole(layer.size)), cell]);
    }
    for (const r of result.regrown) {
      row('regrown', r.parameter + (r.round > 1 ? `, round ${r.round}` : ''),
        [number(whole(r.count)), number(r.mean_magnitude.toExponential(2)), number(r.mean_magnitude_of_kept.toExponential(2))]);
    }
    for (const note of result.notes) byId('notes').append(element('li', (note.warning ? 'Warning: ' : '') + note.text));
    const p = result.provenance;
    for (const [key, value] of Object.entries(p.settings)) row('settings', key, [element('td', value)]);
    const code = text => { const td = element('td'); td.append(element('code', text)); return td; };
    row('provenance', 'started', [element('td', p.started)]);
    row('provenance', 'seed', [element('td', p.seed)]);
    for (const [key, value] of Object.entries(p.versions)) row('provenance', key, [element('td', value)]);
    row('provenance', 'threads', [element('td', p.threads)]);
    for (const [key, value] of Object.entries(p.data)) row('provenance', key, [code(value)]);
    row('provenance', 'final weights', [code(result.weights_sha256)]);
  }

  const charts = [];
  function chart(node, option) {
    const c = echarts.init(node, null, {renderer: 'svg'});
    c.setOption(option());
    charts.push([c, option]);
  }
  const axis = () => ({
    axisLine: {lineStyle: {color: colour('line')}}, axisTick: {show: false}, axisLabel: {color: colour('soft')},
    splitLine: {lineStyle: {color: colour('line')}}, nameTextStyle: {color: colour('soft')}
  });

  /** [epoch, value] of phases that follow one another, from epoch `start` on. */
  const points = (phases, key, start) => {
    let epoch = start;
    return phases.flatMap(p => p.history.map(e => [++epoch, e[key]]));
  };
  const epochs = phases => phases.reduce((sum, p) => sum + p.history.length, 0);
  const before = result.phases.slice(0, result.phases.length - result.control.length);
  /** The control starts where the phases before it end, so its line does too. */
  const controlPoints = key => {
    return [...points(before, key, 0).slice(-1), ...points(result.control, key, epochs(before))];
  };

  const margin = {left: 56, right: 14};

  function areas(start, width) {
    let from = 0;
    const epochWidth = (width - margin.left - margin.right) / (total - start);
    const shade = {dense: 'dense', sparse: 'sparse', 're-dense': 'redense'};
    return result.phases.flatMap(p => {
      const left = Math.max(from, start), right = from += p.history.length;
      // A short phase is shaded but has no room for its name, of some 7 pixels a letter.
      const label = (right - left) * epochWidth > 7 * p.name.length ? p.name : '';
      return right > left ? [[{name: label, xAxis: left + .5, itemStyle: {color: colour(shade[p.kind])}}, {xAxis: right + .5}]] : [];
    });
  }

  const total = epochs(result.phases);
  /** How many epochs lie before the control; of those only the last is in an enlarged chart. */
  const shared = epochs(before);

  function curves(series, yAxis, format, start = 0) {
    const min = start + .5;
    return {
      animation: false, textStyle: {fontFamily: font},
      grid: {...margin, top: 42, bottom: 34},
      legend: {bottom: 'auto', top: 2, left: 52, itemWidth: 28, itemHeight: 6, itemGap: 16, textStyle: {color: colour('soft')}},
      tooltip: {trigger: 'axis', valueFormatter: format, backgroundColor: colour('card'), borderColor: colour('line'), textStyle: {color: colour('ink')}},
      xAxis: {type: 'value', min, max: total + .5, minInterval: 1, name: 'epoch', nameLocation: 'middle', nameGap: 22, ...axis(),
        splitLine: {show: false}, axisLabel: {color: colour('soft'), formatter: x => Number.isInteger(x) && x > start ? x : ''}},
      yAxis: {type: 'value', scale: true, ...axis(), ...yAxis},
      series
    };
  }
  const line = (label, data, shade, width, type = 'solid', extra = {}) => ({
    name: label, type: 'line', data, showSymbol: data.length < 40, symbolSize: 5, color: colour(shade),
    lineStyle: {width, type, color: colour(shade)}, ...extra
  });
  const phasesBehind = (position, start, node) => ({
    markArea: {silent: true, data: areas(start, byId(node).clientWidth), label: {position, color: colour('soft'), fontSize: 12}}
  });

  function draw() {
    const metric = (node, start, digits) => chart(byId(node), () => {
      const series = [line('DSD', points(result.phases, 'metric', 0).slice(start), 'dsd', 2.5, 'solid', phasesBehind('insideBottom', start, node))];
      if (control) series.push(line('control', controlPoints('metric'), 'control', 2, 'dashed'));
      const axis = {axisLabel: {color: colour('soft'), formatter: x => subject.percent ? Number((100 * x).toFixed(digits + 1)) + ' %' : x}};
      return curves(series, axis, x => measured(x), start);
    });
    const loss = (node, start, test) => chart(byId(node), () => {
      const series = [line('DSD', points(result.phases, 'loss', 0).slice(start), 'dsd', 2.5, 'solid', phasesBehind('insideTop', start, node))];
      if (test) series.push(line('DSD, test', points(result.phases, 'validation_loss', 0), 'dsd', 1));
      if (control) series.push(line('control', controlPoints('loss'), 'control', 2, 'dashed'));
      if (control && test) series.push(line('control, test', controlPoints('validation_loss'), 'control', 1, 'dashed'));
      return curves(series, {}, x => x.toFixed(4), start);
    });
    metric('metric', 0, 0);
    loss('loss', 0, true);
    if (shared > 0 && control) {
      metric('metric-late', shared - 1, 1);
      loss('loss-late', shared - 1, false);
    } else {
      for (const id of ['metric-late', 'loss-late']) byId(id).parentNode.remove();
    }
  }

  const key = h => h.parameter + (h.round > 1 ? `, round ${h.round}` : '');
  function histograms(layer) {
    const box = byId('histograms');
    for (let i = charts.length - 1; i >= 0; i--) {
      if (box.contains(charts[i][0].getDom())) charts.splice(i, 1)[0][0].dispose();
    }
    box.textContent = '';
    const chosen = result.histograms.filter(h => key(h) === layer);
    // Regrown weights huddle around zero; without a limit their peak would flatten all the rest.
    const top = 1.6 * Math.max(...chosen.slice(0, 3).flatMap(h => h.counts));
    for (const h of chosen) {
      const figure = element('figure'), caption = element('figcaption'), node = element('div', null, {class: 'chart', role: 'img',
        'aria-label': `Histogram of ${h.parameter}, ${h.moment}; ${whole(h.zeros)} weights are zero`});
      caption.append(element('b', h.moment), element('span', h.zeros ? `${whole(h.zeros)} at zero` : 'none at zero'));
      const tallest = Math.max(...h.counts);
      if (tallest > top) caption.append(element('span', `peak of ${whole(tallest)}`));
      figure.append(caption, node);
      box.append(figure);
      const width = 2 * h.limit / h.counts.length;
      const data = h.counts.map((count, i) => [-h.limit + (i + .5) * width, count]);
      chart(node, () => ({
        animation: false, textStyle: {fontFamily: font}, grid: {left: 20, right: 20, top: 8, bottom: 22},
        tooltip: {trigger: 'axis', formatter: p => `${p[0].value[0].toFixed(4)}: ${whole(p[0].value[1])}`,
          backgroundColor: colour('card'), borderColor: colour('line'), textStyle: {color: colour('ink')}},
        xAxis: {type: 'value', min: -h.limit, max: h.limit, interval: h.limit, ...axis(), splitLine: {show: false},
          axisLabel: {color: colour('soft'), formatter: x => x === 0 ? '0' : x.toPrecision(2), showMinLabel: true, showMaxLabel: true,
            align: undefined, fontSize: 11, hideOverlap: true}},
        yAxis: {type: 'value', max: top, show: false},
        series: [{type: 'bar', data, color: colour('bar'), barWidth: Math.max(1, Math.floor(180 / data.length)), large: false}]
      }));
    }
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
    document.querySelectorAll('.metric').forEach(e => { e.textContent = subject.metric; });
    document.querySelectorAll('.samples').forEach(e => { e.textContent = subject.samples; });
  }

  words();
  examples();
  tables();
  draw();
  const select = byId('layer');
  const layers = [...new Set(result.histograms.map(key))];
  layers.forEach(l => select.append(element('option', l)));
  const largest = layers.reduce((a, b) => {
    const size = l => { const h = result.histograms.find(x => key(x) === l); return h.zeros + h.counts.reduce((s, c) => s + c, 0); };
    return size(b) > size(a) ? b : a;
  }, layers[0]);
  select.value = largest;
  select.addEventListener('change', () => histograms(select.value));
  histograms(select.value);
  addEventListener('resize', () => charts.forEach(([c]) => c.resize()));
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => charts.forEach(([c, option]) => c.setOption(option(), true)));
})();
