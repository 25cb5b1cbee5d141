'use strict';
(() => {
  const data = JSON.parse(document.getElementById('data').textContent);
  const byId = id => document.getElementById(id);
  const percent = (x, digits = 1) => (100 * x).toFixed(digits) + ' %';
  const sparsity = x => Number((100 * x).toPrecision(6)) + ' %';
  const colour = name => getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();
  const reached = data.curves.filter(c => c.values.length);
  const element = (tag, text, className = '') => {
    const e = document.createElement(tag);
    e.textContent = text;
    e.className = className;
    return e;
  };

  byId('lead').textContent = `${percent(data.unpruned, 2)} ${data.metric} unpruned, on ${data.samples.toLocaleString('en')} samples. ` +
    `One layer at a time was pruned by ${data.pruner}, without training.`;
  byId('cells-caption').textContent = `The stronger the colour, the more is lost. Framed: the suggested sparsity, the largest up to which no more than ${percent(data.tolerance)} is lost.`;
  const missing = data.curves.filter(c => !c.values.length).map(c => c.parameter);
  byId('missing').textContent = missing.length ? `Not measured, as the time was up: ${missing.join(', ')}.` : '';
  byId('footer').textContent = `Measured in ${data.seconds.toFixed(1)} s. Written by DSD4J.`;

  const head = document.createElement('tr');
  head.append(element('th', 'Layer'), element('th', 'Weights', 'n'), ...data.sparsities.map(s => element('th', sparsity(s), 'n')), element('th', 'Suggested', 'n'));
  byId('cells').tHead.append(head);
  const worst = Math.max(1e-9, ...reached.flatMap(c => c.values.map(v => data.unpruned - v)));
  for (const curve of data.curves) {
    const tr = document.createElement('tr'), name = element('th', curve.parameter.replace(/\.weight$/, ''));
    name.scope = 'row';
    tr.append(name, element('td', curve.weights.toLocaleString('en'), 'n'));
    data.sparsities.forEach((s, i) => {
      const value = curve.values[i], known = value !== undefined;
      const lost = known ? Math.max(0, data.unpruned - value) / worst : 0;
      const td = element('td', known ? percent(value) : '–', 'n wrong' + (curve.suggested === s ? ' kept' : ''));
      td.style.setProperty('--share', Math.round(90 * lost) + '%');
      tr.append(td);
    });
    tr.append(element('td', curve.suggested === null ? '–' : sparsity(curve.suggested), 'n'));
    byId('cells').tBodies[0].append(tr);
  }

  const rules = data.curves.filter(c => c.suggested > 0).map(c => `\n    .sparsity("${c.parameter}", ${c.suggested})`);
  const left = data.curves.filter(c => c.suggested === 0).map(c => `"${c.parameter}"`);
  byId('rules').textContent = 'Pruning.layerwise()' + rules.join('') + (left.length ? `\n    .exclude(${left.join(', ')})` : '') + ';';

  const node = byId('curves');
  node.setAttribute('aria-label', 'Accuracy by sparsity for each layer. ' +
    reached.map(c => `${c.parameter} from ${percent(c.values[0])} to ${percent(c.values[c.values.length - 1])}`).join('; '));
  const chart = echarts.init(node, null, {renderer: 'svg'});
  // From blue to orange, so that the order of the layers can be seen and told apart without red and green.
  const shade = i => {
    const t = reached.length < 2 ? 0 : i / (reached.length - 1);
    const dark = matchMedia('(prefers-color-scheme: dark)').matches;
    return `hsl(${t < .5 ? 215 : 25}, ${Math.round(85 - 120 * Math.min(t, 1 - t))}%, ${(dark ? 66 : 42) + Math.round(16 * Math.min(t, 1 - t))}%)`;
  };
  const axis = () => ({
    axisLine: {lineStyle: {color: colour('line')}}, axisTick: {show: false}, axisLabel: {color: colour('soft'), hideOverlap: true},
    splitLine: {lineStyle: {color: colour('line')}}, nameTextStyle: {color: colour('soft')}
  });
  const option = () => ({
    animation: false, textStyle: {fontFamily: getComputedStyle(document.body).fontFamily},
    grid: {left: 56, right: 20, top: 14, bottom: 42},
    tooltip: {trigger: 'item', confine: true, backgroundColor: colour('card'), borderColor: colour('line'), textStyle: {color: colour('ink')},
      formatter: p => `${echarts.format.encodeHTML(p.seriesName)}<br>${sparsity(p.value[0] / 100)}: <b>${p.value[1].toFixed(2)} %</b>`},
    xAxis: {type: 'value', min: 0, max: 100, name: 'sparsity of the layer, %', nameLocation: 'middle', nameGap: 26, ...axis()},
    yAxis: {type: 'value', scale: true, ...axis(), axisLabel: {color: colour('soft'), formatter: y => y + ' %'}},
    series: reached.map((c, i) => ({
      name: c.parameter, type: 'line', symbolSize: 6, color: shade(i), emphasis: {focus: 'series', lineStyle: {width: 4}},
      lineStyle: {width: 2, type: [[1, 0], [6, 4], [2, 3]][i % 3]},
      data: [[0, 100 * data.unpruned], ...c.values.map((v, k) => [100 * data.sparsities[k], 100 * v])],
      triggerLineEvent: true
    }))
  });
  const draw = () => { chart.resize(); chart.setOption(option(), true); };
  draw();
  new ResizeObserver(() => chart.resize()).observe(node);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
  addEventListener('beforeprint', draw);
})();
