#!/usr/bin/env python3
"""Holds our HTML pages and drawings against axe-core in headless Chromium, in light and dark, wide and narrow.

Each page is loaded from a file without a network; axe-core (from the PyPI wheel axe-playwright-python, by hash) runs inside
of it. A page must have no violation of WCAG 2.2 A and AA nor of axe's best practices, no error of a script, nothing that it
asks the network for, and no line wider than the window.

    check_pages.py --binary PROGRAM [--pictures FOLDER] [--quick]
"""

import argparse
import html
import importlib.util
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]

# Runs when the page is done, and leaves its findings where `--dump-dom` shows them.
PROBE = """
<script>%s</script>
<script>
const errors = [];
addEventListener('error', event => errors.push(String(event.message || event.target.src)), true);
addEventListener('load', async () => {
  const result = await axe.run(document, {resultTypes: ['violations', 'incomplete']});
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  const asked = performance.getEntriesByType('resource').map(entry => entry.name);
  const dark = matchMedia('(prefers-color-scheme: dark)').matches;
  const findings = result.violations.map(one => ({id: one.id, impact: one.impact,
    nodes: one.nodes.slice(0, 3).map(node => node.target.join(' ') + ': ' + node.failureSummary)}));
  const text = JSON.stringify({findings, wide, asked, errors, dark, passes: result.passes.length,
    contrast: result.passes.filter(one => one.id === 'color-contrast').length});
  const place = document.createElement('pre');
  place.id = 'probe';
  place.textContent = text;
  document.body.append(place);
});
</script>
"""


def axe():
    """axe-core's text, from the wheel in our environment; nothing of Playwright is loaded."""
    spec = importlib.util.find_spec("axe_playwright_python")
    if spec is None or spec.origin is None:
        sys.exit("check_pages: axe_playwright_python is not there: run Tests/scripts/fetch_suites")
    return (pathlib.Path(spec.origin).parent / "axe.min.js").read_text(encoding="utf-8")


def browse(chromium, folder, page, *words, width=1280, dark=False):
    command = [
        chromium, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
        "--disable-background-networking", "--disable-component-update", "--no-first-run",
        # Nothing resolves: a page that needs the network fails.
        "--host-resolver-rules=MAP * ~NOTFOUND",
        f"--user-data-dir={folder}/profile", f"--window-size={width},900",
        f"--blink-settings=preferredColorScheme={0 if dark else 1}", "--virtual-time-budget=20000", *words,
        page.as_uri(),
    ]
    return subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", required=True)
    parser.add_argument("--pictures", help="keep a picture of each page here")
    parser.add_argument("--quick", action="store_true", help="light and wide, dark and narrow alone")
    arguments = parser.parse_args()
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("check_pages: chromium is not there: apt-get install chromium")
    folder = pathlib.Path(tempfile.mkdtemp(prefix="pages-"))
    state = str(folder / "state.db")
    try:
        problems = look(arguments, chromium, folder, state)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    for problem in problems:
        print(problem)
    sys.exit(1 if problems else 0)


def look(arguments, chromium, folder, state):
    binary = str(pathlib.Path(arguments.binary).resolve())

    def reconcile(*words, codes=(0,)):
        ran = subprocess.run(
            [binary, *words, "--state", state], capture_output=True, text=True, check=False, cwd=ROOT)
        if ran.returncode not in codes:
            sys.exit(f"check_pages: {' '.join(words)}: {ran.returncode}\n{ran.stdout}{ran.stderr}")

    pages = {}
    for name, words in {
        "graph-0": ("graph", "specs/phase0.json", "--format", "html", "--out"),
        "graph-4": ("graph", "specs/phase4.json", "--format", "html", "--out"),
        "simulate": ("simulate", "specs/phase1.json", "--from", "specs/phase0.json", "--runs", "4", "--report"),
        "run": ("apply", "specs/phase1.json", "--yes", "--speed", "max", "--report"),
    }.items():
        pages[name] = folder / f"{name}.html"
        reconcile(*words, str(pages[name]))
    # A run with a failure looks different.
    reconcile("fake", "break", "call", "eks.CreateCluster", "fail", "--times", "10000", "--code", "AccessDeniedException")
    pages["failed-run"] = folder / "failed-run.html"
    reconcile("apply", "specs/phase2.json", "--yes", "--speed", "max", "--report", str(pages["failed-run"]), codes=(1,))
    drawing = folder / "drawing.svg"
    reconcile("graph", "specs/phase4.json", "--format", "svg", "--out", str(drawing))
    pages["drawing"] = folder / "drawing.html"
    pages["drawing"].write_text(
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>drawing</title></head><body><main>'
        f"<h1>Drawing</h1>{drawing.read_text(encoding='utf-8')}</main></body></html>", encoding="utf-8")

    problems = []
    script = PROBE % axe().replace("</script", "<\\/script")
    for name, page in pages.items():
        text = page.read_text(encoding="utf-8")
        probed = folder / f"{name}-probed.html"
        head = re.search(r"<head>", text)
        probed.write_text(text[:head.end()] + script + text[head.end():], encoding="utf-8")
        for dark in (False, True):
            for width in ((400,) if dark else (1280,)) if arguments.quick else (1280, 400):
                label = f"{name}, {'dark' if dark else 'light'}, {width} wide"
                ran = browse(chromium, folder, probed, "--dump-dom", width=width, dark=dark)
                found = re.search(r'<pre id="probe">(.*?)</pre>', ran.stdout, re.S)
                if found is None:
                    problems.append(f"{label}: axe did not end: {ran.stderr[-500:]}")
                    continue
                result = json.loads(html.unescape(found[1]))
                if result["dark"] != dark:
                    problems.append(f"{label}: the browser shows the other colours")
                for finding in result["findings"]:
                    problems.append(f"{label}: {finding['id']} ({finding['impact']}): " + "; ".join(finding["nodes"]))
                for error in result["errors"]:
                    problems.append(f"{label}: a script failed: {error}")
                for asked in result["asked"]:
                    problems.append(f"{label}: it asked for {asked}")
                if name != "drawing" and result["wide"] > 0:
                    problems.append(f"{label}: {result['wide']} pixels wider than the window")
                print(f"{label}: {result['passes']} rules of axe pass")
                if arguments.pictures:
                    pictures = pathlib.Path(arguments.pictures)
                    pictures.mkdir(parents=True, exist_ok=True)
                    picture = pictures / f"{name}-{'dark' if dark else 'light'}-{width}.png"
                    browse(chromium, folder, page, f"--screenshot={picture}", width=width, dark=dark)
    return problems


if __name__ == "__main__":
    main()
