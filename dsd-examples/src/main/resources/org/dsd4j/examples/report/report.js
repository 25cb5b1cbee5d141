'use strict';
/** What the parts of a run's report share: the result, and what it says of itself. */
const report = (() => {
  const result = JSON.parse(document.getElementById('result').textContent);
  const pictures = JSON.parse(document.getElementById('pictures').textContent);
  const {subject} = result;
  const measured = (x, digits = 2) => subject.percent ? page.percent(x, digits) : String(Number(x.toPrecision(digits + 2)));
  const epochs = phases => phases.reduce((sum, p) => sum + p.history.length, 0);

  document.querySelectorAll('.metric').forEach(e => { e.textContent = subject.metric; });
  document.querySelectorAll('.samples').forEach(e => { e.textContent = subject.samples; });

  return {
    ...page, result, pictures, subject, measured, epochs,
    dsd: page.last(result.phases), control: page.last(result.control), dense: result.phases.find(p => p.kind === 'dense'),
    /** The phases that the control does not have: it starts behind them. */
    before: result.phases.slice(0, result.phases.length - result.control.length)
  };
})();
