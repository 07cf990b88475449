#!/usr/bin/env python3
"""Holds the client's JMESPath against the reference implementation, on random expressions and values."""
import argparse
import random
import re
import sys

import jmespath
import jmespath.exceptions

from far_end import FarEnd

NAMES = ["a", "b", "c", "Key", '"x y"']
FUNCTIONS = [("length", 1), ("contains", 2), ("keys", 1), ("values", 1), ("sort", 1), ("reverse", 1), ("type", 1),
             ("max", 1), ("min", 1), ("not_null", 2), ("to_array", 1), ("starts_with", 2), ("join", 2), ("sum", 1),
             ("ends_with", 2), ("to_number", 1), ("abs", 1), ("avg", 1), ("ceil", 1), ("floor", 1), ("merge", 2)]
# With an expression at the place of the %s that is marked.
EACH = ["sort_by(%s, &%s)", "max_by(%s, &%s)", "min_by(%s, &%s)", "map(&%s, %s)"]
LITERALS = ["`1`", "`0`", "`null`", "`true`", "`[]`", "`\"a\"`", "'a'", "''", "`1.5`", "`{}`"]


def expression(draw, depth=0):
    if depth > 4:
        return draw.choice(NAMES + ["@"])
    below = lambda: expression(draw, depth + draw.choice([1, 2]))  # noqa: E731
    return draw.choice([
        lambda: draw.choice(NAMES), lambda: draw.choice(NAMES), lambda: "@", lambda: draw.choice(LITERALS),
        lambda: f"{below()}.{draw.choice(NAMES)}", lambda: f"{below()}.*", lambda: f"{below()}[*]",
        lambda: f"{below()}[]", lambda: f"{below()}[{draw.randrange(-3, 3)}]",
        lambda: f"{below()}[{draw.choice(['', 0, 1, -1])}:{draw.choice(['', 1, 2, -1])}]",
        lambda: f"{below()}[{draw.choice(['', 0, 2, -1])}:{draw.choice(['', 1, -3])}:{draw.choice(['', 2, -1, -2])}]",
        lambda: f"{below()}[?{below()}]", lambda: f"{below()} | {below()}", lambda: f"{below()} || {below()}",
        lambda: f"{below()} && {below()}", lambda: f"!{below()}", lambda: f"({below()})",
        lambda: f"{below()} {draw.choice(['==', '!=', '<', '<=', '>', '>='])} {below()}",
        lambda: f"[{below()}, {below()}]", lambda: f"{{a: {below()}, b: {below()}}}",
        lambda: f"{below()}.[{below()}]", lambda: f"{below()}.{{c: {below()}}}", lambda: call(draw, depth),
        lambda: f"{below()}.{call(draw, depth)}", lambda: "*", lambda: f"[?{below()}]", lambda: "[]", lambda: "[*].a",
        lambda: "[0]",
    ])()


def call(draw, depth):
    if draw.random() < 0.15:
        return draw.choice(EACH) % (expression(draw, depth + 2), expression(draw, depth + 3))
    name, count = draw.choice(FUNCTIONS)
    return f"{name}({', '.join(expression(draw, depth + 2) for _ in range(count))})"


def value(draw, depth=0):
    if depth > 3 or draw.random() < 0.3:
        return draw.choice([None, True, False, 0, 1, 2.5, -3, "", "a", "b", "ab"])
    if draw.random() < 0.5:
        return [value(draw, depth + 1) for _ in range(draw.randrange(4))]
    # In order of name, since the order of an object's members is nobody's, and ours is this one.
    return {name: value(draw, depth + 1) for name in sorted(one.strip('"') for one in NAMES) if draw.random() < 0.6}


def same(one, other):
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[name], other[name]) for name in one)
    return one == other


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--far-end", required=True, help="the AWSFarEnd executable")
    parser.add_argument("--count", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    draw, failures, refused, found = random.Random(options.seed), 0, 0, 0
    with FarEnd(options.far_end) as far:
        for _ in range(options.count):
            text, data = expression(draw), value(draw)
            if re.search(r"\[-?\d+\]\[-?\d*:", text):
                continue  # a defect of the reference: a slice of what an index picks is no projection there
            try:
                expected = {"found": jmespath.search(text, data)}
            except jmespath.exceptions.JMESPathError:
                expected = {"refused": ""}
            except TypeError:
                continue  # a defect of the reference: it compares what has no order, or looks for no text in a text
            answer = far.ask(do="search", expression=text, value=data)
            refused += "refused" in expected
            found += expected.get("found") is not None
            if expected.keys() != answer.keys() or not same(expected.get("found"), answer.get("found", expected.get("found"))):
                failures += 1
                if failures <= 20:
                    print(f"{text}\n    of {data}\n    is {answer}, not {expected}")
    print(f"JMESPath: {options.count} expressions, {found} found something, {refused} refused by both, {failures} differ "
          f"(seed {options.seed})")
    return 1 if failures or not found else 0


if __name__ == "__main__":
    sys.exit(main())
