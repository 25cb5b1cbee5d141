'use strict';
(() => {
  const {result, subject, measured, whole, decimal, last, byId, element, epochs, dsd, control, before} = report;
  const {font, colour, chart, forget, redraw, axis, tooltip, margin, phaseAreas, swatch} = drawing;

  /** [epoch, value] of phases that follow one another, from epoch `start` on. */
  const points = (phases, key, start) => {
    let epoch = start;
    return phases.flatMap(p => p.history.map(e => [++epoch, e[key]]));
  };
  /** The control starts where the phases before it end, so its line does too. */
  const controlPoints = key => [...points(before, key, 0).slice(-1), ...points(result.control, key, epochs(before))];
  const total = epochs(result.phases);
  /** How many epochs lie before the control; of those only the last is in an enlarged chart. */
  const shared = epochs(before);

  // Lines differ in form too, for those who see no colours and for paper.
  const lines = {
    dsd: {shade: 'dsd', width: 2.5, dash: [1, 0]}, dsdTest: {shade: 'dsd', width: 1.6, dash: [2, 3]},
    control: {shade: 'control', width: 2, dash: [7, 4]}, controlTest: {shade: 'control', width: 1.6, dash: [8, 3, 2, 3]}
  };
  const line = (label, style, data) => ({label, style, data});

  /** What each line looks like and ends at, above the plot where nothing can lie over it. */
  function legend(node, series, format) {
    const list = element('ul', null, {class: 'legend'});
    for (const {label, style, data} of series) {
      const item = element('li'), {shade, width, dash} = lines[style];
      item.append(swatch(shade, width, dash), label);
      list.append(item);
    }
    node.before(list);
    const ends = series.map(s => `${s.label} from ${format(s.data[0][1])} to ${format(last(s.data)[1])}`);
    node.setAttribute('aria-label', `${node.parentNode.querySelector('figcaption').textContent}: ${ends.join('; ')}. The numbers are in a table below.`);
  }

  function curves(id, series, format, {start = 0, yAxis = {}} = {}) {
    const node = byId(id);
    legend(node, series, format);
    chart(node, () => ({
      animation: false, textStyle: {fontFamily: font},
      grid: {...margin, top: 24, bottom: 38},
      tooltip: {...tooltip(), valueFormatter: format},
      xAxis: {type: 'value', min: start + .5, max: total + .5, minInterval: 1, name: 'epoch', nameLocation: 'middle', nameGap: 24, ...axis(),
        splitLine: {show: false}, axisLabel: {color: colour('soft'), hideOverlap: true, formatter: x => Number.isInteger(x) && x > start ? x : ''}},
      yAxis: {type: 'value', scale: true, ...axis(), axisLabel: {color: colour('soft'), formatter: format}, ...yAxis},
      series: series.map(({label, style, data}, i) => ({
        name: label, type: 'line', data, symbolSize: 4, showSymbol: data.length < 40, color: colour(lines[style].shade),
        lineStyle: {width: lines[style].width, type: lines[style].dash, color: colour(lines[style].shade)},
        ...i ? {} : {markArea: {silent: true, data: phaseAreas(result.phases.map(p => ({name: p.name, kind: p.kind, epochs: p.history.length})), start, total, node.clientWidth), label: {position: 'top', distance: 5, color: colour('soft'), fontSize: 12}}}
      }))
    }));
  }

  function draw() {
    const lined = (key, start) => {
      const own = [line('DSD', 'dsd', points(result.phases, key, 0).slice(start))];
      return control ? [...own, line('control', 'control', controlPoints(key))] : own;
    };
    const metric = (id, start) => curves(id, lined('metric', start), x => subject.percent ? Number((100 * x).toFixed(2)) + ' %' : decimal(x, 4), {start});
    const loss = x => decimal(x, 4);
    metric('metric', 0);
    const all = [line('DSD, training', 'dsd', points(result.phases, 'loss', 0)), line('DSD, test', 'dsdTest', points(result.phases, 'validation_loss', 0))];
    if (control) all.push(line('control, training', 'control', controlPoints('loss')), line('control, test', 'controlTest', controlPoints('validation_loss')));
    curves('loss', all, loss);
    if (shared > 0 && control) {
      metric('metric-late', shared - 1);
      curves('loss-late', lined('loss', shared - 1), loss, {start: shared - 1});
    } else {
      for (const id of ['metric-late', 'loss-late']) byId(id).parentNode.remove();
    }
    const rates = lined('learning_rate', 0);
    // A tenth and a hundredth are seen apart on a logarithmic axis alone, on which nothing is 0.
    const positive = rates.every(s => s.data.every(p => p[1] > 0));
    const power = x => x < .001 ? '10' + page.exponent(Math.round(Math.log10(x))) : decimal(x);
    const log = {type: 'log', scale: false, axisLabel: {color: colour('soft'), formatter: power}};
    curves('rates', rates, x => decimal(x), {yAxis: positive ? log : {}});
  }

  const key = h => h.parameter + (h.round > 1 ? `, round ${h.round}` : '');

  function histograms(layer) {
    const box = byId('histograms');
    forget(box);
    box.textContent = '';
    const chosen = result.histograms.filter(h => key(h) === layer);
    // Regrown weights huddle around zero; without a limit their peak would flatten all the rest.
    const top = 1.6 * Math.max(...chosen.slice(0, 3).flatMap(h => h.counts));
    const nodes = chosen.map(h => {
      const figure = element('figure'), caption = element('figcaption'), node = element('div', null, {class: 'chart', role: 'img',
        'aria-label': `Histogram of ${h.parameter}, ${h.moment}; ${whole(h.zeros)} weights are zero`});
      caption.append(element('b', h.moment), element('span', h.zeros ? `${whole(h.zeros)} at zero` : 'none at zero'));
      const tallest = Math.max(...h.counts);
      if (tallest > top) caption.append(element('span', `peak of ${whole(tallest)}`));
      figure.append(caption, node);
      box.append(figure);
      return node;
    });
    // All have their places before the first is drawn, or that one would be drawn as wide as all.
    chosen.forEach((h, n) => {
      const width = 2 * h.limit / h.counts.length;
      const data = h.counts.map((count, i) => [-h.limit + (i + .5) * width, count]);
      chart(nodes[n], () => ({
        animation: false, textStyle: {fontFamily: font}, grid: {left: 22, right: 22, top: 8, bottom: 22},
        tooltip: {...tooltip(), formatter: p => `${decimal(p[0].value[0])}: ${whole(p[0].value[1])}`},
        xAxis: {type: 'value', min: -h.limit, max: h.limit, interval: h.limit, ...axis(), splitLine: {show: false},
          axisLabel: {color: colour('soft'), formatter: x => x === 0 ? '0' : decimal(x, 2), showMinLabel: true, showMaxLabel: true, fontSize: 11}},
        yAxis: {type: 'value', min: 0, max: top, show: false},
        series: [{type: 'line', step: 'middle', data, color: colour('bar'), symbol: 'none', lineStyle: {width: 0}, areaStyle: {color: colour('bar'), opacity: 1}}]
      }));
    });
  }

  draw();
  const select = byId('layer');
  const layers = [...new Set(result.histograms.map(key))];
  layers.forEach(l => select.append(element('option', l)));
  select.value = layers.reduce((a, b) => {
    const size = l => { const h = result.histograms.find(x => key(x) === l); return h.zeros + h.counts.reduce((s, c) => s + c, 0); };
    return size(b) > size(a) ? b : a;
  }, layers[0]);
  select.addEventListener('change', () => histograms(select.value));
  histograms(select.value);
})();
