/// The parts of the clickable page that don't depend on the platform.
enum HTMLPage {
    static let style = """
        :root{color-scheme:light dark;--page:#fff;--text:#1b2530;--soft:#45525f;--line:#c4ccd6;--card:#f3f5f8;
        --accent:#0b57a4;--needs:#0b57a4;--users:#9a3412;--mark:#fff3c4}
        @media (prefers-color-scheme:dark){:root{--page:#12181f;--text:#eef3f8;--soft:#bcc8d4;--line:#3a4757;--card:#1a222c;
        --accent:#8ec5ff;--needs:#8ec5ff;--users:#ffb38a;--mark:#4a3f10}}
        :root[data-theme=light]{color-scheme:light;--page:#fff;--text:#1b2530;--soft:#45525f;--line:#c4ccd6;--card:#f3f5f8;
        --accent:#0b57a4;--needs:#0b57a4;--users:#9a3412;--mark:#fff3c4}
        :root[data-theme=dark]{color-scheme:dark;--page:#12181f;--text:#eef3f8;--soft:#bcc8d4;--line:#3a4757;--card:#1a222c;
        --accent:#8ec5ff;--needs:#8ec5ff;--users:#ffb38a;--mark:#4a3f10}
        *{box-sizing:border-box}
        body{margin:0;background:var(--page);color:var(--text);font:15px/1.45 system-ui,sans-serif}
        header{padding:12px 20px;border-bottom:1px solid var(--line)}
        h1{font-size:20px;margin:0 0 8px}h2{font-size:17px;margin:18px 0 8px}h3{font-size:14px;margin:0 0 6px}
        .tools{display:flex;flex-wrap:wrap;gap:8px 16px;align-items:center}
        input,select,.tools button{font:inherit;padding:4px 8px;border:1px solid var(--soft);border-radius:6px;
        background:var(--page);color:var(--text)}
        .layout{display:grid;grid-template-columns:minmax(0,1fr) 340px;gap:20px;padding:0 20px 20px}
        @media (max-width:800px){.layout{grid-template-columns:minmax(0,1fr)}}
        .cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(250px,1fr));gap:12px;align-items:start}
        .card{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:10px}
        .card ul{list-style:none;margin:0;padding:0}
        .node{display:block;width:100%;text-align:left;font:inherit;font-size:13px;color:inherit;background:none;
        border:0;border-left:4px solid transparent;padding:3px 6px;cursor:pointer;overflow-wrap:anywhere}
        .node:hover{text-decoration:underline}
        .node small{color:var(--soft);display:block}
        .node[aria-pressed=true]{background:var(--mark);border-color:var(--text)}
        .node.needs{border-color:var(--needs)}.node.users{border-color:var(--users);border-left-style:double}
        :focus-visible{outline:3px solid var(--accent);outline-offset:1px}
        aside{position:sticky;top:0;max-height:100vh;overflow:auto;padding:14px 0}
        aside dl{display:grid;grid-template-columns:auto 1fr;gap:2px 12px;margin:0}
        aside dt{color:var(--soft)}aside dd{margin:0;overflow-wrap:anywhere}
        aside ul{padding-left:18px;margin:4px 0}aside li button{font:inherit;font-size:13px;border:0;background:none;
        color:var(--accent);cursor:pointer;text-align:left;padding:2px 0;text-decoration:underline;overflow-wrap:anywhere}
        kbd{border:1px solid var(--line);border-radius:4px;padding:0 4px;font-size:12px}
        [hidden]{display:none!important}
        """

    static func body(title: String, count: Int) -> String {
        """
        <header>
        <h1>\(title)</h1>
        <div class="tools">
        <label>Search <input id="search" type="search" autocomplete="off" placeholder="address or kind"></label>
        <label>Group by <select id="group"><option value="area">area</option><option value="zone">zone</option>
        <option value="phase">phase</option></select></label>
        <button id="theme" type="button">Dark or light</button>
        <span id="count" role="status">\(count) resources</span>
        <span><kbd>/</kbd> search, <kbd>↑</kbd> <kbd>↓</kbd> move, <kbd>Enter</kbd> select, <kbd>Esc</kbd> clear</span>
        </div>
        </header>
        <div class="layout">
        <main id="main"></main>
        <aside id="details" aria-label="Selected resource" tabindex="0"><p>Select a resource to see what it needs and who needs it.</p></aside>
        </div>
        <noscript>This page draws itself with its own script; nothing is loaded from elsewhere.</noscript>
        """
    }

    static let script = #"""
        'use strict';
        const data = JSON.parse(document.getElementById('data').textContent);
        const nodes = data.nodes, users = nodes.map(() => []);
        nodes.forEach((node, index) => node.needs.forEach(need => users[need].push(index)));
        const main = document.getElementById('main'), details = document.getElementById('details');
        const search = document.getElementById('search'), group = document.getElementById('group');
        let selected = -1, buttons = [];
        function make(tag, text, parent) {
          const element = document.createElement(tag);
          if (text !== '') element.textContent = text;
          if (parent) parent.append(element);
          return element;
        }
        function key(node) {
          if (group.value === 'zone') return node.zone || 'in no zone of its own';
          return group.value === 'phase' ? 'since phase ' + node.phase : node.area;
        }
        function local(node) { return node.address.slice(node.scope.length + 1); }
        function draw() {
          main.textContent = '';
          buttons = [];
          for (const scope of data.scopes) {
            const section = make('section', '', main);
            section.className = 'scope';
            make('h2', scope, section);
            const cards = make('div', '', section);
            cards.className = 'cards';
            const groups = new Map();
            nodes.forEach((node, index) => {
              if (node.scope !== scope) return;
              if (!groups.has(key(node))) groups.set(key(node), []);
              groups.get(key(node)).push(index);
            });
            for (const name of [...groups.keys()].sort()) {
              const card = make('div', '', cards);
              card.className = 'card';
              make('h3', name + ' (' + groups.get(name).length + ')', card);
              const list = make('ul', '', card);
              for (const index of groups.get(name)) {
                const button = make('button', local(nodes[index]), make('li', '', list));
                button.type = 'button';
                button.className = 'node';
                button.tabIndex = buttons.length === 0 ? 0 : -1;
                make('small', nodes[index].kind.replace(/^AWS::/, ''), button);
                button.dataset.index = index;
                button.onclick = () => select(index);
                buttons.push(button);
              }
            }
          }
          mark();
          filter();
        }
        function mark() {
          for (const button of buttons) {
            const index = Number(button.dataset.index);
            button.setAttribute('aria-pressed', index === selected);
            const needs = selected >= 0 && nodes[selected].needs.includes(index);
            const isUser = selected >= 0 && users[selected].includes(index);
            button.className = 'node' + (needs ? ' needs' : '') + (isUser ? ' users' : '');
          }
        }
        function links(title, indexes) {
          make('h3', title + ' (' + indexes.length + ')', details);
          const list = make('ul', '', details);
          for (const index of indexes) {
            const button = make('button', nodes[index].address, make('li', '', list));
            button.type = 'button';
            button.onclick = () => { select(index); details.focus(); };
          }
        }
        function select(index) {
          selected = index;
          details.textContent = '';
          history.replaceState(null, '', index < 0 ? '#' : '#' + encodeURIComponent(nodes[index].address));
          mark();
          if (index < 0) {
            make('p', 'Select a resource to see what it needs and who needs it.', details);
            return;
          }
          const node = nodes[index];
          make('h2', local(node), details);
          const table = make('dl', '', details);
          const rows = [['Address', node.address], ['Kind', node.kind], ['Place', node.scope],
            ['Zone', node.zone || 'none of its own'], ['Since', 'phase ' + node.phase]];
          if (node.protected) rows.push(['Protected', 'a delete must name it']);
          for (const [name, text] of rows) { make('dt', name, table); make('dd', text, table); }
          links('Needs', node.needs);
          links('Needed by', users[index]);
        }
        function filter() {
          const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
          let shown = 0;
          for (const button of buttons) {
            const node = nodes[Number(button.dataset.index)];
            const text = (node.address + ' ' + node.kind + ' ' + node.zone).toLowerCase();
            button.parentElement.hidden = !words.every(word => text.includes(word));
            if (!button.parentElement.hidden) shown += 1;
          }
          for (const box of main.querySelectorAll('.card, .scope')) box.hidden = !box.querySelector('li:not([hidden])');
          const visible = buttons.filter(button => !button.parentElement.hidden);
          buttons.forEach(button => { button.tabIndex = button === visible[0] ? 0 : -1; });
          document.getElementById('count').textContent =
            words.length ? shown + ' of ' + nodes.length + ' resources' : nodes.length + ' resources';
        }
        function move(by) {
          const visible = buttons.filter(button => !button.parentElement.hidden);
          const at = visible.indexOf(document.activeElement);
          const next = visible[Math.min(visible.length - 1, Math.max(0, at + by))];
          if (!next) return;
          buttons.forEach(button => { button.tabIndex = button === next ? 0 : -1; });
          next.focus();
        }
        main.addEventListener('keydown', event => {
          const steps = {ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1, Home: -1e6, End: 1e6};
          if (event.key in steps) { event.preventDefault(); move(steps[event.key]); }
        });
        document.addEventListener('keydown', event => {
          if (event.key === '/' && document.activeElement !== search) { event.preventDefault(); search.focus(); }
          if (event.key === 'Escape') { search.value = ''; filter(); select(-1); }
          if (event.key === 'ArrowDown' && document.activeElement === search) { event.preventDefault(); move(1); }
        });
        search.addEventListener('input', filter);
        group.addEventListener('change', draw);
        document.getElementById('theme').onclick = () => {
          const root = document.documentElement;
          const isDark = root.dataset.theme ? root.dataset.theme === 'dark'
            : matchMedia('(prefers-color-scheme:dark)').matches;
          root.dataset.theme = isDark ? 'light' : 'dark';
        };
        draw();
        const asked = decodeURIComponent(location.hash.slice(1));
        if (asked) select(nodes.findIndex(node => node.address === asked));
        """#
}
