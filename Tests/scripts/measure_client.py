#!/usr/bin/env python3
"""Measures what the client's models and protocols cost, beside botocore in the same run; a table, not a test.

Requests and answers are given in bulk, so that the way to the far end and back does not count.
"""
import argparse
import base64
import random
import resource
import sys
import time

import botocore.awsrequest
import botocore.parsers
import botocore.serialize
import botocore.session

from compare_with_botocore import Answer
from far_end import FarEnd, plain
from shape_values import Maker


def seconds(work):
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def first_calls(path):
    """From the start of the program to its first encoded request, for a small and for the largest service."""
    for service, operation, params in [("sts", "GetCallerIdentity", {}),
                                       ("ec2", "RunInstances", {"MinCount": 1, "MaxCount": 1})]:
        def work():
            with FarEnd(path) as far:
                far.ask(do="encode", service=service, operation=operation, region="eu-west-1", input=params)
        # The second ask in one process tells what the models themselves cost.
        whole = min(seconds(work) for _ in range(5))
        with FarEnd(path) as far:
            far.ask(do="search", expression="a", value={})
            first = seconds(lambda: far.ask(do="encode", service=service, operation=operation, region="eu-west-1", input=params))
            again = min(seconds(lambda: far.ask(do="encode", service=service, operation=operation, region="eu-west-1",
                                                input=params)) for _ in range(20))
        yield f"{service}.{operation}", whole, first, again


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--far-end", required=True, help="the AWSFarEnd executable")
    options = parser.parse_args()
    session, draw = botocore.session.Session(), random.Random(3)
    print("start, ms: operation, program start to request, first request, request again")
    for name, whole, first, again in first_calls(options.far_end):
        print(f"  {name:26} {whole * 1e3:8.1f} {first * 1e3:8.2f} {again * 1e3:8.3f}")
    print("encode with validation, requests a second and core: operation, client, botocore's validation and serializer")
    with FarEnd(options.far_end) as far:
        for service, name in [("ec2", "DescribeInstances"), ("ec2", "RunInstances"), ("s3", "PutObject"), ("eks", "CreateCluster"),
                              ("route53", "ChangeResourceRecordSets"), ("cloudwatch", "PutMetricData")]:
            model = session.get_service_model(service).operation_model(name)
            params = Maker(draw, likely=0.3).value(model.input_shape)
            if service == "s3":
                params = {"Bucket": "my-bucket", "Key": "k", "Body": b"x" * 1000}
            serializer = botocore.serialize.create_serializer(model.service_model.resolved_protocol)
            count = 2000
            ours = seconds(lambda: far.ask(do="encode", service=service, operation=name, region="eu-west-1", input=plain(params),
                                           times=count))
            theirs = seconds(lambda: [serializer.serialize_to_request(params, model) for _ in range(count // 10)]) * 10
            print(f"  {service + '.' + name:36} {count / ours:9.0f} {count / theirs:9.0f}")
        print("decode DescribeInstances: size, client, botocore (s, without the network)")
        model = session.get_service_model("ec2").operation_model("DescribeInstances")
        value = {"Reservations": []}
        while len(Answer(model, value).parts()[2]) < 5_000_000:
            value["Reservations"] += [Maker(draw, likely=0.9).value(model.output_shape.members["Reservations"].member)
                                      for _ in range(40)]
        _, headers, body = Answer(model, value).parts()
        coded = base64.b64encode(body).decode()
        ask = dict(do="decode", service="ec2", operation="DescribeInstances", status=200, headers=[], body=coded)
        once = seconds(lambda: far.ask(**ask, times=1))
        ten = seconds(lambda: far.ask(**ask, times=11))
        parser = botocore.parsers.create_parser("ec2")
        response = {"status_code": 200, "headers": botocore.awsrequest.HeadersDict(headers), "body": body}
        theirs = min(seconds(lambda: parser.parse(response, model.output_shape)) for _ in range(3))
        print(f"  {len(body) / 1e6:.1f} MB {(ten - once) / 10:9.3f} {theirs:9.3f}")
    print(f"the far end at its largest: {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
