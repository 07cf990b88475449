#!/usr/bin/env python3
"""Writes random configuration files, each with what botocore reads from it, as a JSON line."""
import argparse
import base64
import json
import random
import tempfile

import botocore.configloader
import botocore.exceptions

NAMES = ["default", "profile a", 'profile "b c"', "profile 'd'", "profile", "profile a b", 'profile "open', "sso-session s",
         "services v", "other", "profile  e", "DEFAULT", "profilex y", "a]b", ""]
OPTIONS = ["region", "Role_ARN", "s3", "aws_access_key_id", "output", "x y"]
VALUES = ["", "eu-west-1", "a = b", "a:b", "# no comment", "x ; y", "'quoted'", "é€", "%(region)s", "  padded  "]
BROKEN = ["no delimiter", "= no name", "[]", "[open", ": no name"]


def line(rng):
    kind = rng.random()
    indent = rng.choice(["", "", "", "", " ", "  ", "\t", "    "])
    if kind < 0.25:
        return rng.choice(["", ""]) + f"[{rng.choice(NAMES)}]" + rng.choice(["", " ", " ; behind", "]"])
    if kind < 0.75:
        return indent + rng.choice(OPTIONS) + rng.choice(["=", " = ", ":", " : ", "= "]) + rng.choice(VALUES)
    if kind < 0.85:
        return indent + rng.choice(["# a comment", "; another", "#"])
    if kind < 0.97:
        return rng.choice(["", "", "  ", "\t"])
    return indent + rng.choice(BROKEN)


def read(loader, path):
    try:
        return loader(path)
    except botocore.exceptions.ConfigParseError:
        return None


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, required=True)
    arguments = parser.parse_args()
    rng = random.Random(arguments.seed)
    with tempfile.NamedTemporaryFile() as file:
        for _ in range(arguments.count):
            lines = [f"[{rng.choice(NAMES[:4])}]"] + [line(rng) for _ in range(rng.randint(0, 9))]
            text = rng.choice(["\n", "\n", "\r\n"]).join(lines)
            file.seek(0)
            file.truncate()
            file.write(text.encode())
            file.flush()
            print(json.dumps({"text": base64.b64encode(text.encode()).decode(),
                              "config": read(botocore.configloader.load_config, file.name),
                              "credentials": read(botocore.configloader.raw_config_parse, file.name)}))
