#!/usr/bin/env python3
"""Writes docs/reference/diagnostics.md and kinds.md from the sources; with --check says whether they are current.

The codes are read where they are made, with the text beside them. Which AWS operations a kind uses is read from its
driver's file and the files of its folder that it names.
"""

import argparse
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
SOURCES = ROOT / "Sources"
OUT = ROOT / "docs/reference"
CODE = r"(?:spec|plan|state|blueprint|cost|policy|rules|syntax)\.[a-z][A-Za-z]+"


def literal(text, start):
    """The string that begins at `start`, with what is joined to it by +; insertions become an ellipsis."""
    whole, at = "", start
    while True:
        match = re.compile(r'\s*"((?:[^"\\]|\\\((?:[^()]|\([^()]*\))*\)|\\.)*)"').match(text, at)
        if not match:
            break
        whole += match[1]
        at = match.end()
        joined = re.compile(r"\s*\+").match(text, at)
        if not joined:
            break
        at = joined.end()
    whole = re.sub(r"\\\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)", "…", whole)
    return whole.replace('\\"', '"')


def diagnostics():
    found = {}
    for path in sorted(SOURCES.rglob("*.swift")):
        text = path.read_text(encoding="utf-8")
        module = path.relative_to(SOURCES).parts[0]
        for match in re.finditer(rf'"({CODE})"\s*,\s*(?:isWarning: true,\s*path: "[^"]*",\s*message:\s*)?', text):
            found.setdefault(match[1], []).append((module, literal(text, match.end())))
        for match in re.finditer(rf'code: "({CODE})"', text):
            message = re.compile(r'message:\s*').search(text, match.end(), match.end() + 400)
            found.setdefault(match[1], []).append((module, literal(text, message.end()) if message else ""))
        for match in re.finditer(rf'"((?:[^"\\\n]|\\\((?:[^()]|\([^()]*\))*\)|\\.)*)\[({CODE})\]"', text):
            head = text[:match.start()]
            whole = re.sub(r"\\\((?:[^()]|\([^()]*\))*\)", "…", match[1]).strip()
            # A text in two parts begins with the part in front.
            before = re.search(r'"((?:[^"\\]|\\\((?:[^()]|\([^()]*\))*\)|\\.)*)"\s*\+\s*$', head)
            if before:
                whole = literal(text, before.start()).replace(f"[{match[2]}]", "").strip()
            found.setdefault(match[2], []).append((module, whole))
    enum = (SOURCES / "Documents/SyntaxCode.swift").read_text(encoding="utf-8")
    for code in re.findall(r'"(syntax\.\w+)"', enum):
        found.setdefault(code, []).append(("Documents", ""))
    rules = (SOURCES / "Policies/Rule.swift").read_text(encoding="utf-8")
    for code, text in re.findall(r'"(policy\.\w+)", \.\w+, "([^"]+)"', rules):
        found[code] = [("Policies", text)]
    lines = [
        "# Diagnostics", "",
        "Made by `Tools/reference.py` from the sources; a test holds this page against them. Codes are stable, texts are not.",
        "", "| code | what it says | from |", "|---|---|---|",
    ]
    for code in sorted(found):
        texts = []
        for _, text in found[code]:
            if text and text not in texts:
                texts.append(text)
        cell = "<br>".join(text.replace("|", "\\|").replace("<", "&lt;") for text in texts[:4])
        lines.append(f"| `{code}` | {cell} | {found[code][0][0]} |")
    return "\n".join(lines) + "\n"


def kinds():
    known = {}
    for line in (SOURCES / "AWS/CAWSModels/operations.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            service, operation = line.split()
            known.setdefault(operation, set()).add(service)
    texts = {path: path.read_text(encoding="utf-8") for path in sorted((SOURCES / "AWSKinds").rglob("*.swift"))}
    # EC2's deletes are told apart by the member that holds the id.
    deletes = dict(re.findall(r'"(\w+)": "(Delete\w+)"', texts[SOURCES / "AWSKinds/EC2/EC2Kind.swift"]))

    def operations(path):
        found = set()
        for other, text in texts.items():
            # `Distribution.swift` and `DistributionConfig.swift` are one driver.
            if other.parent != path.parent or not other.stem.startswith(path.stem):
                continue
            # Comments speak of other operations, too.
            code = re.sub(r"//.*", "", text)
            found |= {word for word in re.findall(r'"([A-Z][A-Za-z0-9]+)"', code) if word in known}
            found |= {deletes[member] for member in re.findall(r'delete: "(\w+)"', code) if member in deletes}
            for verb, member in re.findall(r'"([A-Z][a-z]+)\\\((\w+)\)"', code):
                put = {verb + word for word in re.findall(rf'{member}: "(\w+)"', code)}
                found |= put & set(known)
        return found

    rows = []
    for path, text in texts.items():
        area = path.relative_to(SOURCES / "AWSKinds").parts[0]
        named = set(re.findall(r'(?:kind: |kind:\s+|\()"((?:AWS|Reconcile)::\w+::\w+)"', text))
        # Two kinds that are one driver: their names are put together.
        for stem, one, other in re.findall(r'Kind\("(AWS::\w+::\w+)" \+ \(\w+ \? "(\w+)" : "(\w+)"\)', text):
            named = (named - {stem}) | {stem + one, stem + other}
        for stem, member in re.findall(r'Kind\("(AWS::\w+::)\\\((\w+)\)"', text):
            named |= {stem + word for word in re.findall(rf'{member}: "(\w+)"', text)}
        for kind in sorted(named):
            used = operations(path)
            rows.append((kind, area, ", ".join(f"`{one}`" for one in sorted(used)), path.relative_to(ROOT)))
    objects = re.findall(r'KubernetesKind\("([^"]+)", "(\w+)"', texts[SOURCES / "AWSKinds/Kubernetes/KubernetesKinds.swift"])
    lines = [
        "# Kinds of resources", "",
        "Made by `Tools/reference.py` from the drivers; a test holds this page against them. The operations are those that a",
        "driver's file names; tags are changed by the services' own operations on top.",
        "", "| kind | AWS operations | driver |", "|---|---|---|",
    ]
    for kind, _, used, path in sorted(rows):
        lines.append(f"| `{kind}` | {used} | [{path.name}](../../{path}) |")
    lines += ["", "Objects in a cluster, by server-side apply:", "", "| kind | version |", "|---|---|"]
    lines += [f"| `Kubernetes::{word}` | {version} |" for version, word in sorted(objects, key=lambda one: one[1])]
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    stale = []
    for name, text in (("diagnostics.md", diagnostics()), ("kinds.md", kinds())):
        path = OUT / name
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        if arguments.check:
            stale.append(name)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    if stale:
        sys.exit(f"reference: {', '.join(stale)} in docs/reference are not current: run Tools/reference.py")


if __name__ == "__main__":
    main()
