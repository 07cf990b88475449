#!/usr/bin/env python3
"""Holds the client's encoding, decoding and validation against botocore's, operation by operation.

For every operation that is embedded: random valid parameters must give the same request on the wire, random answers the
same values, and spoilt parameters must be refused by both. The seed makes a run repeatable.
"""
import argparse
import base64
import collections
import copy
import hashlib
import io
import json
import math
import random
import re
import sys
import urllib.parse
import xml.etree.ElementTree as ElementTree
import zlib

import botocore.config
import botocore.handlers
import botocore.parsers
import botocore.serialize
import botocore.session
import botocore.validate

from far_end import FarEnd, plain
from shape_values import Maker, spoilt

REGIONS = ["us-east-1", "ap-south-1", "eu-west-1", "cn-north-1", "us-gov-west-1"]
# Made anew for each request, or the sender's.
PASSING = re.compile(
    r"user-agent|x-amz-date|authorization|x-amz-content-sha256|amz-sdk-.*|content-length|host|expect|accept-encoding"
    r"|x-amz-security-token|x-amz-decoded-content-length|x-amz-trailer|transfer-encoding|x-amz-user-agent", re.I)
# What botocore does to parameters beyond AWS's model; callers of this client write them as AWS documents them.
CONVENIENCES = [
    ("before-parameter-build.ec2.RunInstances", botocore.handlers.base64_encode_user_data),
    ("before-call.ec2.CopySnapshot", botocore.handlers.inject_presigned_url_ec2),
    *[(f"before-parameter-build.s3.{name}", botocore.handlers.set_list_objects_encoding_type_url)
      for name in ("ListObjects", "ListObjectsV2", "ListObjectVersions")],
    ("before-parameter-build.s3.CopyObject", botocore.handlers.handle_copy_source_param),
    ("before-parameter-build.s3.CopyObject", botocore.handlers.validate_ascii_metadata),
]

DIGESTS = {
    "x-amz-checksum-crc32": lambda body: zlib.crc32(body).to_bytes(4, "big"),
    "x-amz-checksum-sha1": lambda body: hashlib.sha1(body).digest(),
    "x-amz-checksum-sha256": lambda body: hashlib.sha256(body).digest(),
}


class Captured(Exception):
    def __init__(self, request):
        super().__init__()
        self.request = request


def capture(request, **_):
    raise Captured(request)


class Clients:
    def __init__(self):
        self.session = botocore.session.Session()
        self.session.set_credentials("AKIDEXAMPLE", "secret")
        self.known = {}

    def client(self, service, region, fips, dual):
        key = (service, region, fips, dual)
        if key not in self.known:
            client = self.session.create_client(service, region_name=region, config=botocore.config.Config(
                use_fips_endpoint=fips, use_dualstack_endpoint=dual, retries={"max_attempts": 0},
                s3={"us_east_1_regional_endpoint": "regional"}))
            for event, handler in CONVENIENCES:
                client.meta.events.unregister(event, handler)
            client.meta.events.register("before-send", capture)
            self.known[key] = client
        return self.known[key]


def unchunked(body, headers):
    """The content of an aws-chunked body, with its trailing headers."""
    content = b""
    while body:
        size, _, body = body.partition(b"\r\n")
        length = int(size.split(b";")[0], 16)
        if not length:
            break
        content, body = content + body[:length], body[length + 2:]
    for line in body.split(b"\r\n"):
        name, separator, value = line.decode().partition(":")
        if separator:
            headers[name.lower()] = value.strip()
    return content


def body_form(service_model, body, content_type):
    if service_model.resolved_protocol in ("query", "ec2"):
        return sorted(urllib.parse.parse_qsl(body.decode(), keep_blank_values=True))
    if service_model.resolved_protocol == "json" or (content_type or "").startswith("application/json"):
        return json.loads(body or b"{}")
    try:
        return xml_form(ElementTree.fromstring(body))
    except ElementTree.ParseError:
        return body


def xml_form(element):
    """Children in order of name, those of one name in theirs; names keep their namespaces."""
    children = sorted((xml_form(child) for child in element), key=lambda form: form[0])
    return (element.tag, tuple(sorted(element.attrib.items())), element.text or "" if not children else "",
            tuple(children))


def map_free(form):
    """A form without the numbers of map entries, whose order is free."""
    if isinstance(form, list) and all(isinstance(one, tuple) for one in form):
        return sorted((re.sub(r"entry\.\d+", "entry", name), value) for name, value in form)
    if isinstance(form, tuple) and len(form) == 4:
        return (*form[:3], tuple(sorted((map_free(child) for child in form[3]), key=repr)))
    return form


def wire(service_model, method, url, headers, body):
    headers = {name.lower(): value.decode() if isinstance(value, bytes) else str(value) for name, value in headers}
    if headers.get("content-encoding", "").endswith("aws-chunked"):
        body = unchunked(body, headers)
        rest = headers["content-encoding"].removesuffix("aws-chunked").rstrip(",")
        headers["content-encoding"] = rest
        if not rest:
            del headers["content-encoding"]
    # XML has many forms, and each its checksum: it must be right, and then it need not be the same.
    for name, digest in DIGESTS.items():
        if name in headers and service_model.resolved_protocol == "rest-xml":
            told = headers[name]
            headers[name] = "right" if told == base64.b64encode(digest(body)).decode() else f"wrong: {told}"
    parts = urllib.parse.urlsplit(url)
    content_type = headers.get("content-type")
    if service_model.resolved_protocol == "rest-xml":
        headers.pop("content-type", None)  # botocore names none, and so leaves it to whatever sends
    kept = {name: value.replace(", ", ",") for name, value in headers.items() if not PASSING.fullmatch(name)}
    return {
        "method": method, "host": parts.netloc, "path": parts.path,
        "query": sorted(urllib.parse.parse_qsl(parts.query, keep_blank_values=True)), "headers": kept,
        "body": body_form(service_model, body, content_type),
    }


def readable(body):
    if body is None:
        return b""
    if hasattr(body, "read"):
        return body.read()
    return body if isinstance(body, (bytes, bytearray)) else body.encode()


def same_requests(expected, found):
    if expected == found:
        return True
    return {**expected, "body": None} == {**found, "body": None} and map_free(expected["body"]) == map_free(found["body"])


class Comparison:
    def __init__(self, far, seed):
        self.far, self.random, self.clients = far, random.Random(seed), Clients()
        self.counts, self.failures = collections.Counter(), []

    def fail(self, what, name, *words):
        self.counts[f"{what} wrong"] += 1
        if len(self.failures) < 40:
            self.failures.append(f"{what} {name}: " + "\n    ".join(str(word)[:1500] for word in words))

    def operations(self, listed):
        for service, name in listed:
            yield service, self.clients.session.get_service_model(service).operation_model(name)

    def parameters(self, model, likely):
        if model.input_shape is None:
            return {}
        made = Maker(self.random, likely=likely).value(model.input_shape)
        for name in model.idempotent_members:
            made[name] = "0f8fad5b-d9cb-469f-a165-70867728950e"
        if model.name in ("CopyObject",):
            made["CopySource"] = "bucket/key"
        return made

    def request(self, service, model, params):
        region = self.random.choice(REGIONS)
        fips, dual = self.random.random() < 0.1, self.random.random() < 0.1
        client = self.clients.client(service, region, fips, dual)
        try:
            client._make_api_call(model.name, copy.deepcopy(params))
        except Captured as captured:
            request = captured.request
            expected = wire(model.service_model, request.method, request.url, request.headers.items(),
                            readable(request.body))
        except botocore.exceptions.EndpointResolutionError:
            self.counts["requests without endpoint"] += 1
            try:
                found = self.far.ask(do="encode", service=service, operation=model.name, region=region, fips=fips,
                                     dualStack=dual, input=plain(params))
                self.fail("request", f"{service}.{model.name}", "botocore finds no endpoint", found)
            except RuntimeError:
                pass
            return
        answer = self.far.ask(do="encode", service=service, operation=model.name, region=region, fips=fips,
                              dualStack=dual, input=plain(params))
        self.counts["requests"] += 1
        if "problems" in answer:
            return self.fail("request", f"{service}.{model.name}", plain(params), answer["problems"])
        found = wire(model.service_model, answer["method"], answer["url"], answer["headers"],
                     base64.b64decode(answer["body"]))
        if not same_requests(expected, found):
            wrong = [part for part in expected if expected[part] != found[part]]
            self.fail("request", f"{service}.{model.name} {wrong}", plain(params),
                      {part: expected[part] for part in wrong}, {part: found[part] for part in wrong})

    def refusal(self, service, model, params):
        if model.input_shape is None:
            return
        bad = spoilt(self.random, params, model.input_shape)
        report = botocore.validate.ParamValidator().validate(bad, model.input_shape)
        try:
            refused = report.has_errors()
            answer = self.far.ask(do="check", service=service, operation=model.name, input=plain(bad))
        except (TypeError, ValueError):
            return
        self.counts["spoilt"] += 1
        if not refused:
            self.counts["spoilt but allowed by botocore"] += 1
        elif not answer["problems"]:
            self.fail("refusal", f"{service}.{model.name}", plain(bad), report.generate_report())

    def answer(self, service, model):
        shape = model.output_shape
        value = Maker(self.random, likely=0.5).value(shape) if shape else {}
        status, headers, body = Answer(model, value).parts()
        parser = botocore.parsers.create_parser(model.service_model.resolved_protocol)
        streamed = io.BytesIO(body) if model.has_streaming_output else body
        response = {"status_code": status, "headers": botocore.awsrequest.HeadersDict(headers), "body": streamed}
        expected = parser.parse(response, shape)
        expected.pop("ResponseMetadata", None)
        found = self.far.ask(do="decode", service=service, operation=model.name, status=status,
                             headers=[[name, text] for name, text in headers.items()],
                             body=base64.b64encode(body).decode())
        self.counts["answers"] += 1
        if "output" not in found:
            return self.fail("answer", f"{service}.{model.name}", found, body)
        if service == "s3" and model.name == "GetBucketLocation":
            return None  # botocore reads the region after its parser
        if model.has_streaming_output:
            payload = shape.serialization["payload"]
            expected[payload] = body
            found["output"].setdefault(payload, "")
        if not equal(plain(expected), found["output"]):
            self.fail("answer", f"{service}.{model.name}", body, plain(expected), found["output"])
        return None


    def error(self, service, model):
        """A refusal in the service's protocol, with one of its own errors or with none that the model knows."""
        names = [shape.name for shape in model.error_shapes] + ["Throttling", "Unknown.Code"]
        code, message = self.random.choice(names), self.random.choice(["no", "a <b> & \"c\"", ""])
        status = self.random.choice([400, 403, 404, 429, 500, 503])
        protocol, headers = model.service_model.resolved_protocol, {}
        if protocol in ("json", "rest-json"):
            headers["x-amzn-RequestId"] = "r-1"
            spelt = self.random.choice(["{}", "a.b#{}", "{}:http://x/", "a.b#{}:http://x/"]).format(code)
            body = {self.random.choice(["message", "Message"]): message}
            if protocol == "rest-json" and self.random.random() < 0.5:
                headers["x-amzn-errortype"] = spelt
            else:
                body["code" if protocol == "rest-json" else "__type"] = spelt
            if model.service_model.is_query_compatible and self.random.random() < 0.5:
                headers["x-amzn-query-error"] = "Old.Code;Sender"
            body = json.dumps(body).encode()
        else:
            root = ElementTree.Element({"ec2": "Response"}.get(protocol, "Error" if service == "s3" else "ErrorResponse"))
            inner = root
            for name in {"ec2": ["Errors", "Error"]}.get(protocol, [] if service == "s3" else ["Error"]):
                inner = ElementTree.SubElement(inner, name)
            for name, text in (("Code", code), ("Message", message)):
                ElementTree.SubElement(inner, name).text = text
            ElementTree.SubElement(root, "RequestID" if protocol == "ec2" else "RequestId").text = "r-1"
            if service == "s3":
                headers["x-amz-request-id"] = "r-1"
            body = ElementTree.tostring(root)
        if self.random.random() < 0.1:
            body = b"<html><body>Service Unavailable</body></html>" if status >= 500 else body
        parser = botocore.parsers.create_parser(protocol)
        told = parser.parse({"status_code": status, "headers": botocore.awsrequest.HeadersDict(headers), "body": body},
                            model.output_shape)
        expected = (told["Error"]["Code"], told["Error"]["Message"] or "",
                    told["ResponseMetadata"].get("RequestId", headers.get("x-amzn-RequestId", headers.get("x-amz-request-id", ""))))
        answer = self.far.ask(do="decode", service=service, operation=model.name, status=status,
                              headers=list(headers.items()), body=base64.b64encode(body).decode())
        found = (answer.get("error"), answer.get("message"), answer.get("id"))
        self.counts["errors"] += 1
        if expected != found:
            self.fail("error", f"{service}.{model.name}", body, headers, status, expected, found)


def equal(expected, found):
    if isinstance(expected, dict) and isinstance(found, dict):
        # An empty list, map or text may be left out of a head, where it can't be told from none.
        names = set(expected) | set(found)
        return all(name in expected and name in found and equal(expected[name], found[name]) for name in names)
    if isinstance(expected, list) and isinstance(found, list):
        return len(expected) == len(found) and all(map(equal, expected, found))
    if isinstance(expected, bool) or isinstance(found, bool):
        return expected is found
    if isinstance(expected, (int, float)) and isinstance(found, (int, float)):
        return math.isclose(expected, found, rel_tol=1e-12)
    return expected == found


class Answer:
    """An answer as the service would write it, by botocore's own serializers turned round."""

    def __init__(self, model, value):
        self.model, self.value, self.protocol = model, value, model.service_model.resolved_protocol

    def parts(self):
        shape = self.model.output_shape
        if self.protocol in ("query", "ec2"):
            return 200, {"Content-Type": "text/xml"}, self.wrapped(shape)
        if self.protocol == "json":
            return 200, {"Content-Type": "application/x-amz-json-1.1"}, self.json(shape, self.value)
        return self.rest(shape)

    def json(self, shape, value):
        serializer, body = botocore.serialize.JSONSerializer(), {}
        if shape:
            serializer._serialize(body, value, shape)
        return json.dumps(body).encode()

    def xml(self, shape, value, name):
        root = ElementTree.Element("none")
        XMLWriter()._serialize(shape, value, root, name)
        return root[0]

    def wrapped(self, shape):
        name = f"{self.model.name}Response"
        result = shape.serialization.get("resultWrapper") if shape else None
        if self.protocol == "ec2" or not shape or not result:
            root = self.xml(shape, self.value, name) if shape else ElementTree.Element(name)
        else:
            root = ElementTree.Element(name, {"xmlns": "https://example.amazonaws.com/doc/"})
            root.append(self.xml(shape, self.value, result))
        metadata = ElementTree.SubElement(root, "ResponseMetadata" if self.protocol == "query" else "requestId")
        if self.protocol == "query":
            ElementTree.SubElement(metadata, "RequestId").text = "r-1"
        return ElementTree.tostring(root, encoding="utf-8")

    def rest(self, shape):
        if not shape:
            return 200, {}, b""
        serializer = botocore.serialize.RestJSONSerializer()
        split = {"uri_path_kwargs": {}, "query_string_kwargs": {}, "body_kwargs": {}, "headers": {}}
        status = 200
        for name, one in self.value.items():
            if shape.members[name].serialization.get("location") == "statusCode":
                continue
            serializer._partition_parameters(split, name, one, shape.members)
        headers = {name: str(text) for name, text in split["headers"].items()}
        payload = shape.serialization.get("payload")
        if payload:
            member, value = shape.members[payload], self.value.get(payload)
            if member.type_name == "blob":
                return status, headers, value or b""
            if member.type_name == "string":
                return status, headers, (value or "").encode()
            inner = value if value is not None else {}
        else:
            member, inner = shape, split["body_kwargs"]
        if self.protocol == "rest-json":
            return status, headers, self.json(member, inner)
        name = member.serialization.get("name", member.name)
        return status, headers, ElementTree.tostring(self.xml(member, inner, name), encoding="utf-8")


class XMLWriter(botocore.serialize.RestXMLSerializer):
    """Writes what botocore's parsers read: a flattened list goes by its element's name, if that has one."""

    def _serialize_type_list(self, xmlnode, params, shape, name):
        if shape.serialization.get("flattened"):
            name = shape.member.serialization.get("name", name)
        super()._serialize_type_list(xmlnode, params, shape, name)

    def _serialize_type_timestamp(self, xmlnode, params, shape, name):
        ElementTree.SubElement(xmlnode, name).text = self._convert_timestamp_to_str(params, "iso8601")


def listed(path, only):
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            if line.strip() and not line.startswith("#"):
                service, name = line.split()
                if not only or service in only or f"{service}.{name}" in only:
                    yield service, name


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--far-end", required=True, help="the AWSFarEnd executable")
    parser.add_argument("--sets", type=int, default=20, help="parameter sets an operation")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--operations", default="Sources/AWS/CAWSModels/operations.txt")
    parser.add_argument("--only", nargs="*", help="services or SERVICE.OPERATION")
    options = parser.parse_args()
    with FarEnd(options.far_end) as far:
        comparison = Comparison(far, options.seed)
        count = 0
        for service, model in comparison.operations(listed(options.operations, options.only)):
            count += 1
            for number in range(options.sets):
                params = comparison.parameters(model, likely=[0.0, 0.2, 0.5, 0.9][number % 4])
                comparison.request(service, model, params)
                comparison.refusal(service, model, params)
                comparison.answer(service, model)
                comparison.error(service, model)
    for failure in comparison.failures:
        print(failure)
    told = ", ".join(f"{value} {name}" for name, value in sorted(comparison.counts.items()))
    print(f"botocore: {count} operations, {told} (seed {options.seed})")
    return 1 if comparison.failures or not count else 0


if __name__ == "__main__":
    sys.exit(main())
