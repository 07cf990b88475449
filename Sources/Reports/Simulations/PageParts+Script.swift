extension PageParts {
    /// Draws the recordings and replays them.
    static let script = #"""
        'use strict';
        const all = JSON.parse(document.getElementById('data').textContent);
        const $ = id => document.getElementById(id);
        const color = i => `var(--s${i % 3})`;
        const clock = s => `${Math.floor(s / 3600)}:${String(Math.floor(s / 60) % 60).padStart(2, '0')}:` +
          String(s % 60).padStart(2, '0');
        const esc = t => String(t).replace(/[&<>"]/g, c => ({'&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;'}[c]));
        let rec = null, timer = null;
        const W = 800, left = 8;
        const x = s => left + (W - 2 * left) * s / Math.max(1, rec.length);
        const cursor = h => `<line class="cursor" y1="0" y2="${h}" stroke="var(--ink)" stroke-width="1.5"/>`;
        const svg = (h, label, body) => `<svg viewBox="0 0 ${W} ${h}" role="img" aria-label="${esc(label)}">` +
          `<title>${esc(label)}</title>${body}${cursor(h)}</svg>`;
        const names = () => [...new Set(rec.samples.flatMap(s => Object.keys(s.regions)))].sort();

        // Samples count up; between two of them lies a rate.
        function rates() {
          return rec.samples.slice(1).map((sample, i) => {
            const before = rec.samples[i], span = Math.max(1, sample.at - before.at), regions = {};
            for (const name of names()) {
              const now = sample.regions[name] || [0, 0], then = before.regions[name] || [0, 0];
              regions[name] = [(now[0] - then[0]) / span, (now[1] - then[1]) / span];
            }
            return {from: before.at, to: sample.at, lag: sample.lag, regions};
          });
        }

        function drawStages() {
          const row = 22, h = Math.max(row, rec.stages.length * row);
          const body = rec.stages.map((stage, i) => {
            const from = x(stage.from), width = Math.max(2, x(stage.to) - from);
            const fill = stage.result === 'failed' ? 'var(--bad)' : color(i);
            const end = from > W * .6, at = end ? from - 4 : from + width + 4;
            const words = stage.name + (stage.result === 'passed' ? '' : ` (${stage.result || 'interrupted'})`);
            const inside = !end && from + width > W * .6;
            return `<rect x="${from}" y="${i * row + 4}" width="${width}" height="${row - 8}" fill="${fill}" rx="2"/>` +
              `<text x="${inside ? from - 4 : at}" y="${i * row + 15}" text-anchor="${end || inside ? 'end' : 'start'}">` +
              `${esc(words)}</text>`;
          }).join('');
          $('stages').innerHTML = svg(h, `${rec.stages.length} stages over ${clock(rec.length)}`, body);
        }

        function line(points, max, h, stroke, dash) {
          const y = v => h - 18 - (h - 30) * v / Math.max(max, .001);
          const path = points.map(p => `${x(p.from)},${y(p.v)} ${x(p.to)},${y(p.v)}`).join(' ');
          return `<polyline points="${path}" fill="none" stroke="${stroke}" stroke-width="2" ` +
            `${dash ? 'stroke-dasharray="5 3"' : ''}/>`;
        }

        function drawTraffic() {
          const h = 180, list = rates(), regions = names();
          const max = Math.max(1, ...list.flatMap(r => regions.flatMap(n => r.regions[n])));
          let body = `<text x="${left}" y="10">${max.toFixed(0)} a second</text>`;
          regions.forEach((name, i) => {
            body += line(list.map(r => ({from: r.from, to: r.to, v: r.regions[name][0]})), max, h, color(i));
            body += line(list.map(r => ({from: r.from, to: r.to, v: r.regions[name][1]})), max, h, 'var(--bad)', true);
            body += `<text x="${W - left}" y="${10 + 14 * i}" text-anchor="end" style="fill:${color(i)}">` +
              `${esc(name)} answered</text>`;
          });
          body += `<text x="${W - left}" y="${10 + 14 * regions.length}" text-anchor="end" ` +
            `style="fill:var(--bad)">failed (dashed)</text>`;
          $('traffic').innerHTML = regions.length ? svg(h, 'Requests a second by region', body)
            : '<p>Nobody asked anything yet.</p>';
        }

        function drawLag() {
          const list = rec.samples.filter(s => s.lag !== null);
          if (!list.length) { $('lag').innerHTML = '<p>There is no replica on this road.</p>'; return; }
          const max = Math.max(1, ...list.map(s => s.lag)), h = 90;
          const points = list.map((s, i) => ({from: s.at, to: i + 1 < list.length ? list[i + 1].at : rec.length, v: s.lag}));
          $('lag').innerHTML = svg(h, `Replica lag, at most ${max} ms`,
            `<text x="${left}" y="10">${max} ms</text>` + line(points, max, h, color(2)));
        }

        function drawStageTable() {
          const list = rates(), rows = rec.stages.map(stage => {
            let ok = 0, bad = 0;
            for (const r of list) {
              const part = Math.min(stage.to, r.to) - Math.max(stage.from, r.from);
              if (part <= 0) continue;
              for (const n of names()) { ok += r.regions[n][0] * part; bad += r.regions[n][1] * part; }
            }
            return `<tr><th scope="row">${esc(stage.name)}</th><td>${clock(stage.from)}</td>` +
              `<td>${clock(stage.to - stage.from)}</td><td>${ok.toFixed(0)}</td><td>${bad.toFixed(0)}</td></tr>`;
          });
          $('perStage').innerHTML = '<table><caption>About as many; samples are a minute apart</caption><thead><tr>' +
            ['Stage', 'Begins', 'Takes', 'Answered', 'Failed'].map(t => `<th scope="col">${t}</th>`).join('') +
            `</tr></thead><tbody>${rows.join('')}</tbody></table>`;
        }

        function show(s) {
          s = Math.min(s, rec.length);
          $('time').value = s;
          $('clock').textContent = clock(s);
          $('time').setAttribute('aria-valuetext', clock(s));
          for (const one of document.querySelectorAll('.cursor')) {
            one.setAttribute('x1', x(s)); one.setAttribute('x2', x(s));
          }
          const stages = rec.stages.filter(one => one.from <= s && s <= one.to).map(one => one.name);
          const rate = rates().find(r => r.from <= s && s < r.to);
          const traffic = rate ? names().map(n => `${n}: ${rate.regions[n][0].toFixed(1)} answered and ` +
            `${rate.regions[n][1].toFixed(1)} failed a second`).join('; ') : '';
          $('now').textContent = [stages.at(-1) ? 'Stage ' + stages.at(-1) : 'Between stages', traffic]
            .filter(Boolean).join('. ');
          $('log').innerHTML = rec.events.filter(e => e.at <= s).slice(-40).reverse()
            .map(e => `<li class="${e.kind}">${clock(e.at)} ${esc(e.text)}</li>`).join('');
        }

        function stop() { clearInterval(timer); timer = null; $('play').setAttribute('aria-pressed', 'false');
          $('play').textContent = 'Play'; }

        function choose(i) {
          stop();
          rec = all[i];
          $('time').max = rec.length;
          drawStages(); drawTraffic(); drawLag(); drawStageTable();
          show(rec.length);
        }

        $('play').onclick = () => {
          if (timer) { stop(); return; }
          if (+$('time').value >= rec.length) show(0);
          $('play').setAttribute('aria-pressed', 'true');
          $('play').textContent = 'Pause';
          timer = setInterval(() => {
            const next = +$('time').value + Math.max(1, Math.round(rec.length / 200));
            show(next);
            if (next >= rec.length) stop();
          }, 100);
        };
        $('time').oninput = () => { stop(); show(+$('time').value); };
        $('which').onchange = () => choose(+$('which').value);
        $('which').innerHTML = all.map((one, i) => `<option value="${i}">${esc(one.name)}</option>`).join('');
        if (all.length) choose(0);
        """#
}
