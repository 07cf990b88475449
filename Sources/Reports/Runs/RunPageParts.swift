/// The parts of a run's page that are the same for all.
enum RunPageParts {
    static let style = """
        figure { margin: 0; } figcaption { color: var(--soft); font-size: .875rem; }
        .chart { height: 6rem; background: var(--wash); } .chart polygon { fill: var(--s0); }
        .steps { font-size: .875rem; } .steps th[scope=row] { overflow-wrap: anywhere; min-width: 14rem; }
        .steps td { white-space: nowrap; } .steps td.bar { width: 50%; min-width: 14rem; white-space: normal; }
        .steps svg { height: 1.25rem; background: var(--wash); }
        tr.stage th { padding-top: 1rem; color: var(--soft); text-align: left; }
        rect.run { fill: var(--s0); } rect.way { fill: var(--s1); } rect.failed { fill: var(--bad); }
        rect.open { fill: var(--soft); } rect.expected { fill: var(--soft); }
        rect.wait { fill: var(--paper); fill-opacity: .45; }
        input[type=search] { font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--soft);
          border-radius: .375rem; padding: .4rem .8rem; min-height: 2.5rem; flex: 1 1 12rem; }
        .critical th { font-weight: 700; }
        @media print { .controls { display: none; } }
        """

    static let script = #"""
        'use strict';
        const rows = [...document.querySelectorAll('tr.step')];
        const filter = document.getElementById('filter'), critical = document.getElementById('critical');
        function show() {
          const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
          let count = 0;
          for (const row of rows) {
            const text = row.textContent.toLowerCase();
            const fits = words.every(word => text.includes(word)) &&
              (!critical.checked || row.classList.contains('critical'));
            row.hidden = !fits;
            count += fits;
          }
          document.getElementById('count').textContent = `${count} of ${rows.length} steps`;
        }
        filter.oninput = critical.onchange = show;
        show();
        """#
}
