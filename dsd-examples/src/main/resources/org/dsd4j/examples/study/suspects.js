'use strict';
(() => {
  const data = JSON.parse(document.getElementById('data').textContent);
  const byId = id => document.getElementById(id);
  const whole = x => x.toLocaleString('en');
  const element = (tag, text, className = '') => {
    const e = document.createElement(tag);
    e.textContent = text;
    e.className = className;
    return e;
  };
  byId('lead').textContent = `${whole(data.samples)} training samples, ranked by the ${data.method}.`;
  byId('first').textContent = `The first ${data.pictures.length}`;
  if (data.wrong) {
    byId('known-caption').textContent = `${whole(data.wrong)} labels were made wrong. Precision is the share of wrong labels among as many that come first; average precision is 1 if all wrong ones come first.`;
    for (const [method, precision, average] of data.measures) {
      const tr = document.createElement('tr'), head = element('th', method);
      head.scope = 'row';
      tr.append(head, element('td', precision, 'n'), element('td', average, 'n'));
      byId('measures').tBodies[0].append(tr);
    }
  } else {
    byId('known').remove();
  }
  for (const p of data.pictures) {
    const li = document.createElement('li'), img = document.createElement('img');
    img.src = p.picture;
    img.alt = `Sample ${p.index}, labelled ${p.given}`;
    li.append(img, element('b', p.given));
    li.append(element('span', p.suggested === p.given ? 'no other suggested' : `rather ${p.suggested}`));
    if (p.wrong !== undefined) li.append(element('span', p.wrong ? 'made wrong' : 'not made wrong', p.wrong ? '' : 'miss'));
    li.append(element('span', `sample ${p.index}`));
    byId('gallery').append(li);
  }
})();
