#!/usr/bin/env python3
"""Gives the client damaged answers, odd endpoint parameters and odd expressions: it must refuse them, and never die.

Answers that AWS could have sent, made from its models, are cut, doubled, spliced and sprinkled; so are their heads.
"""
import argparse
import base64
import collections
import random
import resource
import sys

import botocore.session

import fault_answers
from compare_with_botocore import Answer, listed
from far_end import FarEnd
from shape_values import Maker

# The far end with all models read takes about 100 MB; a bomb that goes off would take gigabytes.
LIMIT = 400
TOKENS = [b"<", b">", b"</", b"/>", b"<![CDATA[", b"]]>", b"<!--", b"&lt;", b"&#0;", b"&#x110000;", b"&x;", b"<?xml?>",
          b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"xmlns:a='b'", b"{", b"}", b"[", b"]", b",", b":", b'"', b"\\u", b"\\ud800",
          b"null", b"true", b"-", b"1e999", b"-9223372036854775809", b"NaN", b"0x1", b"\x00", b"\xff", b"\xc0\x80",
          b"\xed\xa0\x80", b"\xef\xbb\xbf", b"9999-12-31T23:59:60Z", b"-0001-01-01", b"1e18", b"====", b"=", b"\r\n", b"{}" * 9]
TEXTS = ["", "a", "us-east-1", "aws-global", "é", "a.b", "..", "-", "a" * 64, "{Region}", "arn:aws:s3:us-east-1:1:accesspoint/x",
         "arn:aws:s3:::", "arn:", "x--use1-az1--x-s3", "https://a", "http://[::1]:1/p", "https://1.2.3.4", "://", "https://a b",
         "a/b", "%41", "\u0000", "bucket", "UPPER", "1.2.3.4", "https://a:99999", "https://a?b"]


def damaged(draw, body):
    body = bytearray(body)
    for _ in range(draw.choice([1, 1, 1, 2, 5])):
        kind, place = draw.randrange(8), draw.randrange(len(body) + 1)
        if kind == 0 and body:
            body[place % len(body)] ^= 1 << draw.randrange(8)
        elif kind == 1:
            del body[place:]
        elif kind == 2:
            del body[place:place + draw.randrange(1, 20)]
        elif kind == 3:
            body[place:place] = draw.choice(TOKENS)
        elif kind == 4:
            other = draw.randrange(len(body) + 1)
            body[place:place] = body[other:other + draw.randrange(1, 80)]
        elif kind == 5:
            body[place:place + draw.randrange(1, 6)] = draw.choice(TOKENS)
        elif kind == 6:
            body[place:place] = draw.randbytes(draw.randrange(1, 5))
        elif draw.random() < 0.02:
            body[place:place] = draw.choice([b"<a>", b"[", b'{"a":', b"("]) * draw.randrange(1, 3000)
    return bytes(body)


def corpus(draw, operations):
    session = botocore.session.Session()
    for service, name in operations:
        model = session.get_service_model(service).operation_model(name)
        value = Maker(draw, likely=0.5).value(model.output_shape) if model.output_shape else {}
        _, headers, body = Answer(model, value).parts()
        yield service, name, headers, body
        error = b'{"__type":"a.b#Error:http://x","message":"no"}' if model.service_model.resolved_protocol in (
            "json", "rest-json") else b"<ErrorResponse><Error><Code>C</Code><Message>m</Message></Error></ErrorResponse>"
        yield service, name, {"x-amzn-RequestId": "r"}, error
    for bodies, service, name in [(fault_answers.XML, "ec2", "DescribeVpcs"), (fault_answers.JSON, "logs", "DescribeLogGroups")]:
        for body in bodies.values():
            yield service, name, {}, body if isinstance(body, bytes) else body.encode()


def answer(draw, far, known):
    service, name, headers, body = draw.choice(known)
    # A head's values are text; what no head can carry does not come this far.
    heads = [[field, damaged(draw, text.encode()).decode("latin-1") if draw.random() < 0.3 else text]
             for field, text in headers.items()]
    found = far.ask(do="decode", service=service, operation=name, headers=heads,
                    status=draw.choice([200, 200, 200, 204, 206, 301, 400, 403, 404, 500, 503]),
                    body=base64.b64encode(damaged(draw, body)).decode())
    return "answers read" if "output" in found else "answers refused"


def endpoint(draw, far, services):
    names = ["Region", "Endpoint", "Bucket", "Key", "UseFIPS", "UseDualStack", "ForcePathStyle", "Accelerate", "UseArnRegion"]
    given = {}
    for name in names:
        if draw.random() < 0.5:
            given[name] = draw.random() < 0.5 if name.startswith(("Use", "Force", "Acc")) else draw.choice(TEXTS)
            if draw.random() < 0.05:
                given[name] = draw.choice([1, [], None, "x", {"a": 1}])
    found = far.ask(do="endpoint", service=draw.choice(services), parameters=given)
    return "endpoints found" if "url" in found else "endpoints refused"


def expression(draw, far):
    seed = draw.choice(["a.b[0].c", "length(a[?b=='c'])", "{a: b, c: [d, e]}", "*.a || `[1]`", "a[1:2] | @", "'x' < \"y\""])
    text = damaged(draw, seed.encode()).decode("utf-8", "replace")
    found = far.ask(do="search", expression=text, value={"a": [{"b": "c"}], "b": {"c": [1, [2]]}})
    return "expressions read" if "found" in found else "expressions refused"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--far-end", required=True, help="the AWSFarEnd executable")
    parser.add_argument("--count", type=int, default=20000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--operations", default="Sources/AWS/CAWSModels/operations.txt")
    options = parser.parse_args()
    draw, counts = random.Random(options.seed), collections.Counter()
    operations = list(listed(options.operations, None))
    known = list(corpus(draw, operations))
    services = sorted({service for service, _ in operations})
    with FarEnd(options.far_end) as far:
        for _ in range(options.count):
            kind = draw.random()
            counts[answer(draw, far, known) if kind < 0.8 else endpoint(draw, far, services) if kind < 0.9
                   else expression(draw, far)] += 1
    told = ", ".join(f"{value} {name}" for name, value in sorted(counts.items()))
    size = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(f"fuzz: {options.count} inputs, no crash: {told}; at most {size} MB (seed {options.seed})")
    if size > LIMIT:
        print(f"that is more than {LIMIT} MB: an answer swells")
    return 0 if len(counts) == 6 and size <= LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
