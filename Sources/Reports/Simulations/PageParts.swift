/// The parts of the page of rehearsals that are the same for all: its looks and its replay.
enum PageParts {
    static let style = """
        :root { --ink: #1a1c1e; --paper: #ffffff; --soft: #5a6068; --line: #c9ced6; --wash: #f2f4f7;
          --good: #1a6b34; --bad: #a8201a; --s0: #1f5fb4; --s1: #a3540a; --s2: #6b3fa0; }
        @media (prefers-color-scheme: dark) {
          :root { --ink: #e8eaed; --paper: #15181c; --soft: #a7b0ba; --line: #3d444d; --wash: #1f242a;
            --good: #7fd99a; --bad: #ff9d94; --s0: #82b4ff; --s1: #f0ab5c; --s2: #c7a6f5; }
        }
        * { box-sizing: border-box; }
        body { margin: 0 auto; max-width: 72rem; padding: 1rem; background: var(--paper); color: var(--ink);
          font: 1rem/1.5 system-ui, sans-serif; }
        h1 { font-size: 1.5rem; line-height: 1.25; margin: 0; }
        h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
        code { font: .875rem/1.4 ui-monospace, monospace; overflow-wrap: anywhere; }
        .good { color: var(--good); font-weight: 600; } .bad { color: var(--bad); font-weight: 600; }
        .skip { position: absolute; left: -100vw; } .skip:focus { left: 1rem; }
        .scroll { overflow-x: auto; }
        table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
        caption { text-align: left; color: var(--soft); font-size: .875rem; padding: .25rem 0; }
        th, td { text-align: left; vertical-align: top; padding: .35rem .75rem .35rem 0;
          border-bottom: 1px solid var(--line); }
        th[scope=row] { font-weight: 500; } thead th { color: var(--soft); font-weight: 600; }
        .panel { background: var(--wash); padding: 1rem; border-radius: .5rem; }
        .controls { display: flex; flex-wrap: wrap; gap: .75rem; align-items: center; }
        .controls input[type=range] { flex: 1 1 12rem; min-height: 2.5rem; accent-color: var(--s0); }
        button, select { font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--soft);
          border-radius: .375rem; padding: .4rem .8rem; min-height: 2.5rem; max-width: 100%; }
        :focus-visible { outline: 3px solid var(--s0); outline-offset: 2px; }
        svg { display: block; width: 100%; height: auto; } svg text { fill: var(--ink); font-size: 12px; }
        .now { font-size: 1.05rem; min-height: 3.2em; margin: .75rem 0 0; }
        ol.log { list-style: none; padding: 0; margin: .5rem 0 0; max-height: 16rem; overflow-y: auto; }
        ol.log li { padding: .15rem 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
        ol.log .mishap, ol.log .breach { color: var(--bad); } ol.log .gate { color: var(--s1); }
        summary { cursor: pointer; font-weight: 600; padding: .5rem 0; }
        """

    static let replay = """
        <section id="replay" aria-labelledby="replay-title">
        <h2 id="replay-title">Replay</h2>
        <noscript><p>The replay needs scripts; the tables below say the same in numbers.</p></noscript>
        <div class="panel">
        <div class="controls">
        <label for="which">Rehearsal</label> <select id="which"></select>
        <button id="play" type="button" aria-pressed="false">Play</button>
        <label for="time">Time</label>
        <input id="time" type="range" min="0" max="1" value="0" step="1">
        <output id="clock" for="time">0:00:00</output>
        </div>
        <p class="now" id="now" role="status" aria-live="polite"></p>
        <h3>Stages</h3><div id="stages"></div>
        <h3>Requests a second, answered and failed, by region</h3><div id="traffic"></div>
        <h3>Replica lag</h3><div id="lag"></div>
        <h3>Requests of each stage</h3><div class="scroll" tabindex="0" role="region" aria-label="Requests of each stage"
          id="perStage"></div>
        <h3>What happened until then</h3><ol class="log" id="log" tabindex="0" aria-label="What happened"></ol>
        </div>
        </section>
        """
}
