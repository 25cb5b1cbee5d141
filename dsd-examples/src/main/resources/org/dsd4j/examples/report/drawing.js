'use strict';
/** What the charts of all pages share: colours of the page, axes, and being drawn again when the page changes. */
const drawing = (() => {
  const font = getComputedStyle(document.body).fontFamily;
  const colour = name => getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();

  const charts = [];
  const sizes = new ResizeObserver(() => charts.forEach(([c]) => c.resize()));
  /** Draws what `option` returns; it is asked again when colours change. */
  function chart(node, option) {
    const c = echarts.init(node, null, {renderer: 'svg'});
    c.setOption(option());
    charts.push([c, option]);
    sizes.observe(node);
  }
  const redraw = () => charts.forEach(([c, option]) => { c.resize(); c.setOption(option(), true); });
  /** Lets go of the charts in a box. */
  function forget(box) {
    for (let i = charts.length - 1; i >= 0; i--) {
      const node = charts[i][0].getDom();
      if (!box.contains(node)) continue;
      sizes.unobserve(node);
      charts.splice(i, 1)[0][0].dispose();
    }
  }

  const waiting = new Map();
  const draw = node => {
    const now = waiting.get(node);
    waiting.delete(node);
    near.unobserve(node);
    if (now) now();
  };
  const near = new IntersectionObserver(seen => seen.filter(s => s.isIntersecting).forEach(s => draw(s.target)), {rootMargin: '600px'});
  /** Draws when the reader comes near, or prints: a page of many charts opens at once. */
  function whenNear(node, now) {
    waiting.set(node, now);
    near.observe(node);
  }
  const drawAll = () => [...waiting.keys()].forEach(draw);

  const axis = () => ({
    axisLine: {lineStyle: {color: colour('line')}}, axisTick: {show: false}, axisLabel: {color: colour('soft')},
    splitLine: {lineStyle: {color: colour('line')}}, nameTextStyle: {color: colour('soft')}
  });
  const tooltip = () => ({trigger: 'axis', confine: true, backgroundColor: colour('card'), borderColor: colour('line'), textStyle: {color: colour('ink')}});
  const margin = {left: 56, right: 14};

  /** The phases as stretches of colour; their names stand above the plot, where no line goes. */
  function phaseAreas(phases, start, total, width) {
    let from = 0;
    const epochWidth = (width - margin.left - margin.right) / (total - start);
    const shade = {dense: 'dense', sparse: 'sparse', 're-dense': 'redense'};
    return phases.flatMap(p => {
      const left = Math.max(from, start), right = from += p.epochs;
      // A short phase is shaded but has no room for its name, of some 7 pixels a letter.
      const label = (right - left) * epochWidth > 7 * p.name.length ? p.name : '';
      return right > left ? [[{name: label, xAxis: left + .5, itemStyle: {color: colour(shade[p.kind])}}, {xAxis: right + .5}]] : [];
    });
  }

  /** A piece of a line as it is in a plot, for a legend. */
  function swatch(shade, width, dash) {
    const space = 'http://www.w3.org/2000/svg', svg = document.createElementNS(space, 'svg'), path = document.createElementNS(space, 'path');
    for (const [k, v] of Object.entries({width: 28, height: 8, 'aria-hidden': 'true'})) svg.setAttribute(k, v);
    for (const [k, v] of Object.entries({d: 'M0 4h28', 'stroke-width': width, 'stroke-dasharray': dash.join(' '), style: `stroke: var(--${shade})`})) path.setAttribute(k, v);
    svg.append(path);
    return svg;
  }

  for (const query of ['(prefers-color-scheme: dark)', 'print']) matchMedia(query).addEventListener('change', redraw);
  addEventListener('beforeprint', drawAll);
  return {font, colour, chart, forget, redraw, whenNear, drawAll, axis, tooltip, margin, phaseAreas, swatch};
})();
