'use strict';
/** The pictures of a task: gains of each seed in the table, paired seeds, curves. */
const pictures = (() => {
  const {fixed, gainText, valueDigits, metricName, arm, treated} = study;
  const {element, decimal} = page;
  const {font, colour, chart, forget, axis, tooltip, phaseAreas, swatch, margin} = drawing;
  const space = 'http://www.w3.org/2000/svg';
  const control = task => task.arms.find(a => a.role === 'control');

  // Lines differ in form too, for those who see no colours and for paper.
  const dashes = [[1, 0], [2, 3], [8, 3, 2, 3], [4, 2], [12, 4]];
  function style(task, a) {
    if (a.role === 'control') return {shade: 'control', width: 2, dash: [7, 4]};
    if (a.name === task.headline) return {shade: 'dsd', width: 2.5, dash: [1, 0]};
    const place = task.arms.filter(b => b.role !== 'control' && b.name !== task.headline).indexOf(a);
    return {shade: `line-${place % 6}`, width: 1.8, dash: dashes[(place + 1) % dashes.length]};
  }

  /** Arm − control of each seed that both have, positive if better. */
  const differences = (task, a) => a.seeds.flatMap((seed, i) => {
    const at = control(task).seeds.indexOf(seed);
    return at < 0 ? [] : [(task.higher_is_better ? 1 : -1) * (a.values[i] - control(task).values[at])];
  });

  function shape(svg, name, attributes) {
    const node = document.createElementNS(space, name);
    for (const [k, v] of Object.entries(attributes)) node.setAttribute(k, v);
    svg.append(node);
  }

  /** One range for all arms of a task, so that their rows are compared at a glance. */
  function range(task) {
    const all = task.arms.filter(a => a.gain).flatMap(a => [...differences(task, a), ...a.gain.low === null ? [] : [a.gain.low, a.gain.high]]);
    const low = Math.min(0, ...all), high = Math.max(0, ...all), room = (high - low || 1) * .04;
    return [low - room, high + room];
  }

  /** The gain of each seed as a point, their mean and its interval as a line. */
  function forest(task, a, [low, high]) {
    const width = 230, height = 24, svg = document.createElementNS(space, 'svg'), x = v => 4 + (width - 8) * (v - low) / (high - low);
    const kind = a.role === 'dsd' ? 'dsd' : a.role;
    for (const [k, v] of Object.entries({width, height, viewBox: `0 0 ${width} ${height}`, 'aria-hidden': 'true', class: `forest ${kind}`})) svg.setAttribute(k, v);
    shape(svg, 'line', {x1: x(0), x2: x(0), y1: 0, y2: height, class: 'zero'});
    if (a.gain.low !== null) shape(svg, 'line', {x1: x(a.gain.low), x2: x(a.gain.high), y1: 12, y2: 12, class: 'interval'});
    for (const d of differences(task, a)) shape(svg, 'circle', {cx: x(d), cy: 12, r: 3, class: 'seed'});
    shape(svg, 'line', {x1: x(a.gain.mean), x2: x(a.gain.mean), y1: 4, y2: 20, class: 'mean'});
    return svg;
  }

  /** The seeds of control, a DSD arm and its best rival, each seed a line. */
  function pairs(node, task, name) {
    const treatedArm = arm(task, name), rival = treatedArm.finding && treatedArm.finding.rival && arm(task, treatedArm.finding.rival.name);
    const arms = [control(task), treatedArm, rival].filter(a => a && a.seeds.length);
    const seeds = [...new Set(arms.flatMap(a => a.seeds))].sort((a, b) => a - b), digits = valueDigits(task);
    const value = (a, seed) => a.seeds.includes(seed) ? a.values[a.seeds.indexOf(seed)] : null;
    const gain = treatedArm.gain, common = seeds.filter(seed => arms.every(a => a.seeds.includes(seed)));
    const mean = a => common.length ? common.reduce((sum, seed) => sum + value(a, seed), 0) / common.length : null;
    node.setAttribute('aria-label', `${metricName(task)} of each seed with ${arms.map(a => a.name).join(', ')}. ` +
      (gain ? `${name} is better than the control in ${gain.gains} of ${gain.pairs} seeds, by ${gainText(gain)} ${task.unit} on average. ` : '') + 'The numbers are in a table below.');
    forget(node);
    chart(node, () => ({
      animation: false, textStyle: {fontFamily: font}, grid: {left: 56, right: 24, top: 14, bottom: 30},
      tooltip: {...tooltip(), trigger: 'item', formatter: p => p.seriesName.startsWith('mean') ? `mean of ${arms[p.dataIndex].name}: ${fixed(p.value, digits)}` :
        `seed ${p.seriesName}<br>` + arms.map(a => `${echarts.format.encodeHTML(a.name)}: ${value(a, Number(p.seriesName)) === null ? 'no result' : fixed(value(a, Number(p.seriesName)), digits)}`).join('<br>')},
      xAxis: {type: 'category', data: arms.map(a => a.name), ...axis(), splitLine: {show: false},
        axisLabel: {color: colour('ink'), interval: 0, width: (node.clientWidth - 80) / arms.length - 8, overflow: 'truncate'}},
      yAxis: {type: 'value', scale: true, ...axis(), axisLabel: {color: colour('soft'), formatter: v => decimal(v, 4)}},
      series: [...seeds.map(seed => ({
        name: String(seed), type: 'line', symbol: 'circle', symbolSize: 7, lineStyle: {color: colour('soft'), width: 1, opacity: .65},
        data: arms.map(a => ({value: value(a, seed), itemStyle: {color: colour(style(task, a).shade)}}))
      })), {
        name: 'mean', type: 'line', symbol: 'rect', symbolSize: [16, 3], z: 5, lineStyle: {color: colour('ink'), width: 2.5}, itemStyle: {color: colour('ink')},
        data: arms.map(mean)
      }]
    }));
  }

  const length = a => a.curve.phases.reduce((sum, p) => sum + p.epochs, 0);
  const kindOf = name => ['re-dense', 'sparse', 'dense'].find(kind => name.startsWith(kind));

  const scaled = (x, factor) => x === null ? null : factor * x;

  /** From the least to the largest of the seeds: a band, or its edges where it reaches below 0, as stacked areas cannot. */
  function band(a, bands, factor, shade) {
    const own = {type: 'line', name: `range ${a.name}`, symbol: 'none', silent: true, xAxisIndex: 1, tooltip: {show: false}};
    const low = bands.map(b => scaled(b.low, factor)), high = bands.map(b => scaled(b.high, factor));
    if (low.some(x => x < 0)) return [low, high].map(data => ({...own, data, lineStyle: {width: 1, opacity: .5, color: shade}}));
    const stacked = {...own, stack: own.name, lineStyle: {width: 0}};
    return [{...stacked, data: low}, {...stacked, data: high.map((y, i) => y === null || low[i] === null ? null : y - low[i]), areaStyle: {color: shade, opacity: .18}}];
  }

  /** The mean of each arm as a line, and the range of its seeds as a band. */
  function curve(node, task, key, shown, factor, format) {
    const total = Math.max(...task.arms.map(length), 1);
    const phased = [arm(task, task.headline), ...treated(task), ...task.arms].find(a => a && a.curve.phases.length);
    const areas = phased ? phased.curve.phases.map(p => ({...p, kind: kindOf(p.name)})) : [];
    const ends = shown.filter(a => length(a)).map(a => {
      const end = scaled(page.last(a.curve[key]).mean, factor);
      return `${a.name} ends ${end === null ? 'without a number' : `at ${format(end)}`}`;
    });
    node.setAttribute('aria-label', `${node.parentNode.querySelector('figcaption').textContent}. ${ends.join('; ')}. The numbers are in a table below.`);
    forget(node);
    chart(node, () => ({
      animation: false, textStyle: {fontFamily: font}, grid: {...margin, top: 24, bottom: 38},
      tooltip: {...tooltip(), formatter: points => `epoch ${points[0].value[0]}<br>` + points.filter(p => !p.seriesName.startsWith('range')).map(p => {
        const band = arm(task, p.seriesName).curve[key][p.value[0] - 1];
        return `${p.marker}${echarts.format.encodeHTML(p.seriesName)}: ${band.mean === null ? 'no number' : `${format(factor * band.mean)} (${format(factor * band.low)} to ${format(factor * band.high)})`}`;
      }).join('<br>')},
      // The second axis lies over the first; values are stacked on axes of categories alone.
      xAxis: [{type: 'value', min: .5, max: total + .5, minInterval: 1, name: 'epoch', nameLocation: 'middle', nameGap: 24, ...axis(), splitLine: {show: false},
        axisLabel: {color: colour('soft'), hideOverlap: true, formatter: x => Number.isInteger(x) && x > 0 ? x : ''}}, {type: 'category', data: Array.from({length: total}, (_, i) => i + 1), show: false, axisPointer: {show: false}}],
      yAxis: {type: 'value', scale: true, ...axis(), splitNumber: 4, axisLabel: {color: colour('soft'), formatter: format}},
      series: [{type: 'line', name: 'range of phases', data: [], markArea: {silent: true, data: phaseAreas(areas, 0, total, node.clientWidth), label: {position: 'top', distance: 5, color: colour('soft'), fontSize: 12}}},
        ...shown.filter(a => length(a)).flatMap(a => {
          const {shade, width, dash} = style(task, a);
          return [...band(a, a.curve[key], factor, colour(shade)),
            {type: 'line', name: a.name, data: a.curve[key].map((band, i) => [i + 1, scaled(band.mean, factor)]), symbolSize: 4, showSymbol: total < 40, color: colour(shade), lineStyle: {width, type: dash, color: colour(shade)}}];
        })]
    }));
  }

  /** Both curves of a task, and the buttons that show and hide its arms. */
  function curves(body, task) {
    const with_ = task.arms.filter(a => length(a)), headline = arm(task, task.headline), digits = valueDigits(task);
    if (!with_.length) {
      body.querySelector('.curves').remove();
      return;
    }
    const rival = headline && headline.finding.rival, shown = new Set(with_.filter(a => a.role === 'control' || a.name === task.headline || rival && a.name === rival.name));
    if (!shown.size) with_.forEach(a => shown.add(a));
    const draw = () => {
      const arms = with_.filter(a => shown.has(a));
      curve(body.querySelector('.validation'), task, 'validation', arms, task.factor, x => decimal(x, 4));
      curve(body.querySelector('.loss'), task, 'training_loss', arms, 1, x => decimal(x, 4));
    };
    for (const a of with_) {
      const {shade, width, dash} = style(task, a), button = element('button', null, {type: 'button', 'aria-pressed': shown.has(a)}), item = element('li');
      button.append(swatch(shade, width, dash), a.name);
      button.addEventListener('click', () => {
        if (!shown.delete(a)) shown.add(a);
        button.setAttribute('aria-pressed', shown.has(a));
        draw();
      });
      item.append(button);
      body.querySelector('.toggles').append(item);
    }
    drawing.whenNear(body.querySelector('.curves'), draw);
  }

  return {forest, range, pairs, curves};
})();
