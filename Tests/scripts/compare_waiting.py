#!/usr/bin/env python3
"""Holds the client's paginators and waiters against botocore's, on random answers."""
import argparse
import collections
import copy
import random
import sys

import botocore.loaders
import botocore.paginate
import botocore.session
import botocore.waiter

from compare_with_botocore import equal, listed
from far_end import FarEnd, plain
from shape_values import Maker

LOADER = botocore.loaders.Loader()


def pages_of(config, model, outputs):
    """botocore's iterator over answers that are known beforehand, with what it asks for."""
    answers, asked = iter(outputs), []

    def method(**params):
        asked.append(dict(params))
        return copy.deepcopy(next(answers))

    paginator = botocore.paginate.Paginator(method, config, model)
    return paginator.paginate(), asked


def paginated(draw, far, service, model, config):
    """A run of three answers at most; the last is made to end it."""
    outputs = [plain(Maker(draw, likely=0.6).value(model.output_shape)) for _ in range(3)]
    iterator, asked = pages_of(config, model, outputs)
    try:
        expected = iterator.build_full_result()
    except (StopIteration, RuntimeError, botocore.exceptions.PaginationError):
        expected = None
    given, pages = {}, None
    for place, output in enumerate(outputs):
        if place >= len(asked) or given != asked[place]:
            return f"asked {given}, not {asked[place] if place < len(asked) else None}"
        request = dict(do="page", service=service, operation=model.name, input=given, output=output)
        if pages is not None:
            request["pages"] = pages
        try:
            answer = far.ask(**request)
        except RuntimeError as error:
            return None if "RepeatedToken" in str(error) else str(error)
        pages = answer["pages"]
        if answer["next"] is None:
            if place + 1 != len(asked):
                return f"ended after {place + 1} pages, not {len(asked)}"
            break
        given = answer["next"]
    if (service, model.name) == ("ecr", "DescribeImageScanFindings"):
        return None  # botocore lays what is the first page's over what it gathered, and loses the rest
    if expected is not None and not equal(present(expected), present(pages)):
        return f"all of it is {pages}, not {expected}"
    return None


def present(value):
    """Without what is null or empty: botocore fills in the paths of what is not there."""
    if isinstance(value, dict):
        kept = {name: present(one) for name, one in value.items()}
        return {name: one for name, one in kept.items() if one not in (None, {}, [])}
    return value


def waited(draw, far, service, name, config, model):
    """An answer whose texts are often those that the waiter looks for, or an error."""
    wanted = [acceptor["expected"] for acceptor in config["acceptors"]]
    acceptors = botocore.waiter.SingleWaiterConfig(config).acceptors
    if draw.random() < 0.3:
        code = draw.choice([str(one) for one in wanted] + ["Other"])
        response = {"Error": {"Code": code, "Message": ""}, "ResponseMetadata": {
            "HTTPStatusCode": int(code) if code.isdigit() else 400}}
        answer = far.ask(do="accept", service=service, waiter=name, error=code)
    else:
        output = {}
        if model.output_shape:
            output = steered(draw, plain(Maker(draw, likely=0.8).value(model.output_shape)), [one for one in wanted if isinstance(one, str)])
        response = {**output, "ResponseMetadata": {"HTTPStatusCode": 200}}
        answer = far.ask(do="accept", service=service, waiter=name, output=output)
    try:
        expected = next((one.state for one in acceptors if one.matcher_func(response)), None)
    except Exception:  # botocore's length() of what is not there
        return None
    return None if expected == answer["state"] else f"{answer['state']}, not {expected}, of {response}"


def steered(draw, value, texts):
    """The value with some of its texts put in place of others."""
    if isinstance(value, dict):
        return {name: steered(draw, one, texts) for name, one in value.items()}
    if isinstance(value, list):
        same = draw.choice(texts) if texts and draw.random() < 0.4 else None
        return [steered(draw, one, [same] if same else texts) for one in value]
    return draw.choice(texts) if isinstance(value, str) and texts and draw.random() < 0.8 else value


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--far-end", required=True, help="the AWSFarEnd executable")
    parser.add_argument("--sets", type=int, default=10, help="runs a paginator, and answers a waiter")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--operations", default="Sources/AWS/CAWSModels/operations.txt")
    options = parser.parse_args()
    draw, session, counts, failures = random.Random(options.seed), botocore.session.Session(), collections.Counter(), []
    operations = collections.defaultdict(set)
    for service, name in listed(options.operations, None):
        operations[service].add(name)
    with FarEnd(options.far_end) as far:
        for service, names in operations.items():
            models = session.get_service_model(service)
            try:
                paginators = LOADER.load_service_model(service, "paginators-1")["pagination"]
            except botocore.exceptions.UnknownServiceError:
                paginators = {}
            try:
                waiters = LOADER.load_service_model(service, "waiters-2")["waiters"]
            except botocore.exceptions.UnknownServiceError:
                waiters = {}
            work = [("page", name, lambda name=name, one=one: paginated(draw, far, service, models.operation_model(name), one))
                    for name, one in paginators.items() if name in names]
            work += [("waiter", name, lambda name=name, one=one: waited(
                draw, far, service, name, one, models.operation_model(one["operation"])))
                for name, one in waiters.items() if one["operation"] in names]
            for kind, name, run in work:
                for _ in range(options.sets):
                    counts[f"{kind} runs"] += 1
                    wrong = run()
                    if wrong:
                        failures.append(f"{kind} {service}.{name}: {wrong}"[:700])
    for failure in failures[:20]:
        print(failure)
    print(f"waiting: {dict(counts)}, {len(failures)} differ (seed {options.seed})")
    return 1 if failures or not counts else 0


if __name__ == "__main__":
    sys.exit(main())
