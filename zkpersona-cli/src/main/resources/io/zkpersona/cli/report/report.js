'use strict';

const report = JSON.parse(document.getElementById('report').textContent);
const numbers = new Intl.NumberFormat('en');
const decimals = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });

// Eight hues that stay apart for most kinds of color blindness, in a light and a dark version.
const LIGHT = ['#0072b2', '#e69f00', '#009e73', '#cc79a7', '#d55e00', '#56b4e9', '#7a6a00', '#6b4fa0'];
const DARK = ['#4aa8e0', '#f2b741', '#3ccf9f', '#e3a1c6', '#ff8a4c', '#8fd0f5', '#d6c44a', '#a992e0'];
const scheme = window.matchMedia('(prefers-color-scheme: dark)');
const charts = [];

// The library's own palette would color the bars and leave the legend.
Chart.defaults.plugins.colors.enabled = false;

function color(index) {
  const palette = scheme.matches ? DARK : LIGHT;
  return palette[index % palette.length];
}

/** Colors of proofs that everybody reads alike: verified is green, failed is not. */
const STATUS = { pending: 0, verified: 2, failed: 4, expired: 3 };

function variable(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function element(name, text, className) {
  const made = document.createElement(name);
  if (text !== undefined) {
    made.textContent = text;
  }
  if (className) {
    made.className = className;
  }
  return made;
}

function list(id, entries) {
  const terms = element('dl');
  for (const [term, value, className] of entries) {
    const group = element('div');
    group.append(element('dt', term), element('dd', value, className));
    terms.append(group);
  }
  document.getElementById(id).append(terms);
}

function table(head, rows) {
  const made = element('table');
  const header = element('tr');
  head.forEach((cell) => header.append(element('th', cell)));
  const top = element('thead');
  top.append(header);
  const body = element('tbody');
  for (const row of rows) {
    const line = element('tr');
    row.forEach((cell) => line.append(element('td', cell)));
    body.append(line);
  }
  made.append(top, body);
  return made;
}

function shown(value) {
  return value === null ? '–' : decimals.format(value);
}

/** Draws a chart, with its figures as a table below; without figures it says so. */
function chart(id, labels, series, settings, nothing = 'Nothing yet.') {
  const canvas = document.getElementById(id);
  const section = canvas.closest('section');
  const empty = series.every((one) => one.data.every((value) => !value));
  if (empty) {
    canvas.parentElement.replaceWith(element('p', nothing, 'empty'));
    return;
  }
  canvas.setAttribute('aria-label', section.querySelector('h2').textContent + '; the figures are below');
  const each = settings.type === 'doughnut';
  const colored = series.map((one, index) => ({
    ...one,
    // Functions, so that a change of the scheme is seen at the next update.
    backgroundColor: (context) => color(each ? STATUS[labels[context.dataIndex]] ?? context.dataIndex : index),
    borderColor: () => (each ? variable('--card') : color(index)),
  }));
  const drawn = new Chart(canvas, {
    ...settings,
    data: { labels, datasets: colored },
    options: {
      responsive: true,
      maintainAspectRatio: false,
      animation: false,
      ...settings.options,
    },
  });
  charts.push(drawn);
  const details = element('details');
  const scroll = element('div', undefined, 'scroll');
  scroll.append(
    table(
      ['', ...series.map((one) => one.label)],
      labels.map((label, index) => [label, ...series.map((one) => shown(one.data[index]))]),
    ),
  );
  details.append(element('summary', 'Figures'), scroll);
  section.append(details);
}

function scales(stacked, more) {
  return {
    x: { stacked, grid: { display: false }, ticks: { maxRotation: 45, autoSkipPadding: 12 } },
    y: { stacked, beginAtZero: true, ticks: { precision: 0 }, ...more },
  };
}

function stackedBars(id, labels, series) {
  const names = Object.keys(series);
  chart(
    id,
    labels,
    names.map((label) => ({ label, data: series[label] })),
    {
      type: 'bar',
      options: {
        scales: scales(true),
        plugins: { legend: { display: names.length > 1, position: 'bottom', labels: { boxWidth: 12 } } },
        interaction: { mode: 'index', intersect: false },
      },
    },
    report.totals.inputs > 0 ? 'Nothing in this range.' : 'Nothing yet.',
  );
}

/** Colors text and lines for the page's scheme; called again where the scheme changes. */
function paint() {
  Chart.defaults.color = variable('--text');
  Chart.defaults.borderColor = variable('--line');
  Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
  for (const drawn of charts) {
    drawn.options.color = variable('--text');
    drawn.options.plugins.legend.labels.color = variable('--text');
    for (const axis of Object.values(drawn.options.scales || {})) {
      axis.ticks.color = variable('--quiet');
      axis.grid.color = variable('--line');
    }
    drawn.update();
  }
}

function duration(seconds) {
  for (const [unit, length] of [['days', 86400], ['hours', 3600], ['minutes', 60]]) {
    if (seconds >= 2 * length) {
      return Math.floor(seconds / length) + ' ' + unit;
    }
  }
  return seconds + ' seconds';
}

/** Shortens instants to days where they are days apart. */
function moments(instants) {
  const days = instants.map((instant) => instant.slice(0, 10));
  const apart = new Set(days).size === days.length;
  return apart ? days : instants.map((instant) => instant.replace('T', ' ').replace('Z', ''));
}

document.getElementById('created').textContent =
  'Read on ' + report.created.replace('T', ' at ').replace('Z', ' UTC') + '. It names nobody.';

list('health', [
  ['database', report.health.status, report.health.status === 'healthy' ? 'good' : 'bad'],
  ['round trip', report.health.roundTripMillis === null ? '–' : decimals.format(report.health.roundTripMillis) + ' ms'],
  ['schema version', report.health.schema + (report.health.upToDate ? '' : ', migrations pending'), report.health.upToDate ? '' : 'bad'],
]);
list('totals', Object.entries(report.totals).map(([name, count]) => [name, numbers.format(count)]));

const step = report.activity.step;
for (const id of ['by-type', 'by-source']) {
  const title = document.getElementById(id).closest('section').querySelector('h2');
  if (step) {
    title.textContent += ', inputs in each ' + step.replace(/^1 /, '') + ' (UTC)';
  }
}
stackedBars('by-type', report.activity.labels, report.activity.byType);
stackedBars('by-source', report.activity.labels, report.activity.bySource);

chart('proofs', Object.keys(report.proofs), [{ label: 'proofs', data: Object.values(report.proofs) }], {
  type: 'doughnut',
  options: { plugins: { legend: { position: 'bottom', labels: { boxWidth: 12 } } } },
});

const ranges = report.reputation.counts.map((_, index) => index * 10 + '–' + (index + 1) * 10);
for (const id of ['distribution', 'trend']) {
  document.getElementById(id).closest('section').querySelector('h2').textContent += ' (' + report.reputation.board + ')';
}
chart('distribution', ranges, [{ label: 'users', data: report.reputation.counts }], {
  type: 'bar',
  options: { scales: scales(false), plugins: { legend: { display: false } } },
});
chart(
  'trend',
  moments(report.reputation.labels),
  [{ label: 'mean score', data: report.reputation.means, tension: 0, pointRadius: 3, spanGaps: true }],
  {
    type: 'line',
    options: { scales: scales(false, { beginAtZero: true, max: 100 }), plugins: { legend: { display: false } } },
  },
);

const board = document.getElementById('leaderboard');
board.append(
  report.leaderboard.length === 0
    ? element('p', 'No public score yet.', 'empty')
    : table(['rank', 'score'], report.leaderboard.map((place) => [numbers.format(place.rank), decimals.format(place.score)])),
);

chart(
  'queue',
  ['waiting', 'claimed', 'dead letters'],
  [{ label: 'inputs', data: [report.queue.waiting, report.queue.claimed, report.queue.dead] }],
  {
    type: 'bar',
    options: {
      indexAxis: 'y',
      scales: {
        x: { beginAtZero: true, ticks: { precision: 0 }, grid: {} },
        y: { grid: { display: false }, ticks: {} },
      },
      plugins: { legend: { display: false } },
    },
  },
  'Nothing waits.',
);
document.getElementById('oldest').textContent =
  report.queue.oldestSeconds === null ? '' : 'The oldest waiting input has waited for ' + duration(report.queue.oldestSeconds) + '.';

paint();
scheme.addEventListener('change', paint);
// For tests: which charts were drawn.
document.documentElement.dataset.charts = charts.map((drawn) => drawn.canvas.id).join(' ');
