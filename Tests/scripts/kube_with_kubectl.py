#!/usr/bin/env python3
"""Drives the clusters of `reconcile fake serve` by `kubectl`, which others wrote.

A cluster is made by boto3; endpoint and certificate authority are those that DescribeCluster gives, and the token is the
one that botocore signs, as `aws eks get-token` does. Each step names its source. Where there is no kubectl it says so.
"""
import argparse
import base64
import json
import os
import pathlib
import shutil
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

import botocore.credentials
import botocore.model
import botocore.session
import botocore.signers

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from served import clusters, machines  # noqa: E402
from served.steps import Steps  # noqa: E402

REGION = "ap-south-1"
KEYS = ("AKIDKUBE", "a+secret/of=ours")
API = "Kubernetes documentation, "
DEPLOYMENT = {
    "apiVersion": "apps/v1", "kind": "Deployment",
    "metadata": {"name": "api", "namespace": "shop", "labels": {"app": "api", "tier": "web"}},
    "spec": {"replicas": 2, "selector": {"matchLabels": {"app": "api"}},
             "template": {"metadata": {"labels": {"app": "api"}},
                          "spec": {"containers": [{"name": "api", "image": "registry.example/api:1",
                                                   "ports": [{"containerPort": 8080}]}]}}},
}
NAMESPACE = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "shop"}}
SETTINGS = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "api", "namespace": "shop"},
            "data": {"MODE": "live"}}
DEFINITION = {
    "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
    "metadata": {"name": "widgets.example.com"},
    "spec": {"group": "example.com", "scope": "Namespaced",
             "names": {"kind": "Widget", "plural": "widgets", "singular": "widget", "shortNames": ["wd"]},
             "versions": [{"name": "v1", "served": True, "storage": True}]},
}
WIDGET = {"apiVersion": "example.com/v1", "kind": "Widget", "metadata": {"name": "one", "namespace": "shop"},
          "spec": {"size": 3}}


def token(cluster, keys=KEYS):
    """What `aws eks get-token` gives."""
    session = botocore.session.Session()
    signer = botocore.signers.RequestSigner(
        botocore.model.ServiceId("sts"), REGION, "sts", "v4", botocore.credentials.Credentials(*keys),
        session.get_component("event_emitter"))
    url = signer.generate_presigned_url(
        {"method": "GET", "url": f"https://sts.{REGION}.amazonaws.com/?Action=GetCallerIdentity&Version=2011-06-15",
         "body": {}, "headers": {"x-k8s-aws-id": cluster}, "context": {}},
        region_name=REGION, expires_in=60, operation_name="")
    return "k8s-aws-v1." + base64.urlsafe_b64encode(url.encode()).decode().rstrip("=")


class Cluster:
    """One cluster, spoken to by kubectl and by bare HTTP."""

    def __init__(self, described, folder, name=None):
        self.url = described["endpoint"]
        self.authority = base64.b64decode(described["certificateAuthority"]["data"]).decode()
        self.name, self.folder = name or described["name"], folder
        self.config = f"{folder}/kubeconfig-{self.name}"
        self.write(token(self.name))

    def write(self, bearer):
        pathlib.Path(self.config).write_text(json.dumps({
            "apiVersion": "v1", "kind": "Config", "current-context": "c",
            "clusters": [{"name": "c", "cluster": {
                "server": self.url,
                "certificate-authority-data": base64.b64encode(self.authority.encode()).decode()}}],
            "users": [{"name": "u", "user": {"token": bearer}}],
            "contexts": [{"name": "c", "context": {"cluster": "c", "user": "u"}}]}))

    def kubectl(self, *arguments, objects=None):
        """What kubectl says; an exception with its words when it fails."""
        text = None if objects is None else json.dumps({"apiVersion": "v1", "kind": "List", "items": objects})
        done = subprocess.run(
            ["kubectl", "--kubeconfig", self.config, "--cache-dir", f"{self.folder}/cache", *arguments], input=text,
            capture_output=True, text=True, timeout=120, check=False,
            env={"PATH": os.environ["PATH"], "HOME": self.folder})
        if done.returncode:
            raise RuntimeError(done.stderr.strip())
        return done.stdout

    def ask(self, path, bearer=None, method="GET", body=None, kind="application/json", authority=None):
        """Status and body of one request; a body that is no JSON as text."""
        context = ssl.create_default_context(cadata=authority or self.authority)
        request = urllib.request.Request(self.url + path, method=method, data=body, headers={
            "Authorization": f"Bearer {bearer if bearer is not None else token(self.name)}", "Content-Type": kind})
        try:
            with urllib.request.urlopen(request, timeout=60, context=context) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            text = error.read()
            is_json = "json" in error.headers.get("Content-Type", "")
            return error.code, json.loads(text) if is_json else text.decode()


def words(s, title, source, call, *wanted):
    """kubectl goes well and says all of `wanted`."""
    s.ok(title, source, call, lambda said: all(one in said for one in wanted))


def fails(s, title, source, wanted, call):
    """kubectl fails and says `wanted`."""
    try:
        said = call()
    except RuntimeError as error:
        s.note(title, source, None if wanted in str(error) else f"says: {error}")
        return
    s.note(title, source, f"does not fail: {said}")


def door(s, c, other):
    """Who is let in."""
    s.area = "door"
    source = "aws-iam-authenticator, README, API authorization from outside a cluster"
    s.ok("botocore's token is taken", source, lambda: c.ask("/api/v1/namespaces"), lambda a: a[0] == 200)
    for title, bearer in [
        ("no token", ""), ("a token of another secret", token(c.name, (KEYS[0], "wrong"))),
        ("a token of another key", token(c.name, ("AKIDOTHER", KEYS[1]))),
        ("a token for another cluster", token("other")), ("a token that is cut off", token(c.name)[:-9]),
        ("a token that is none", "k8s-aws-v1.!!"),
    ]:
        s.ok(f"{title} is refused", API + "Authenticating", lambda bearer=bearer: c.ask("/api/v1/namespaces", bearer),
             lambda a: a[0] == 401 and a[1]["kind"] == "Status" and a[1]["reason"] == "Unauthorized")

    def untrusted():
        c.ask("/version", authority=pathlib.Path(other).read_text(encoding="ascii"))

    try:
        untrusted()
        s.note("another authority is not enough", API + "PKI certificates", "it was trusted")
    except urllib.error.URLError as error:
        s.note("another authority is not enough", API + "PKI certificates",
               None if "CERTIFICATE_VERIFY_FAILED" in str(error) else str(error))


def objects(s, c):
    """Objects by kubectl."""
    s.area = "kubectl"
    words(s, "its kinds are found", API + "Kubernetes API discovery", lambda: c.kubectl("api-resources"),
          "deployments", "deploy", "horizontalpodautoscalers", "Namespace")
    words(s, "its version", API + "kubectl version", lambda: c.kubectl("version"), "Server Version: v1.")
    words(s, "a namespace is made", API + "kubectl create", lambda: c.kubectl("create", "-f", "-", objects=[NAMESPACE]),
          "namespace/shop created")
    fails(s, "but not twice", API + "kubectl create", "(AlreadyExists)",
          lambda: c.kubectl("create", "-f", "-", objects=[NAMESPACE]))
    words(s, "server-side apply makes what is not there", API + "Server-Side Apply",
          lambda: c.kubectl("apply", "--server-side", "-f", "-", objects=[DEPLOYMENT, SETTINGS]),
          "deployment.apps/api serverside-applied", "configmap/api serverside-applied")
    words(s, "and changes what is", API + "Server-Side Apply",
          lambda: c.kubectl("apply", "--server-side", "-f", "-", objects=[
              dict(SETTINGS, data={"MODE": "test"})]), "serverside-applied")
    words(s, "one object is read", API + "kubectl get",
          lambda: c.kubectl("get", "cm", "api", "-n", "shop", "-o", "jsonpath={.data.MODE}"), "test")
    words(s, "kubectl's own apply makes an object", API + "kubectl apply",
          lambda: c.kubectl("apply", "-f", "-", objects=[
              dict(SETTINGS, metadata={"name": "other", "namespace": "shop"})]), "configmap/other created")
    words(s, "all of a kind are listed", API + "kubectl get",
          lambda: c.kubectl("get", "configmaps", "-A", "-o", "name"), "configmap/api", "configmap/other")
    words(s, "for people", API + "kubectl get", lambda: c.kubectl("get", "deploy", "-n", "shop"), "NAME", "api")
    for selector, isFound in [("tier=web", True), ("tier!=web", False), ("tier in (web,db),app", True), ("!app", False),
                              ("tier notin (web)", False)]:
        s.ok(f"by the labels {selector}", API + "Labels and Selectors",
             lambda selector=selector: c.kubectl("get", "deploy", "-n", "shop", "-l", selector, "-o", "name"),
             lambda said, isFound=isFound: ("deployment.apps/api" in said) == isFound)
    s.ok("by a field", API + "Field Selectors",
         lambda: c.kubectl("get", "cm", "-A", "--field-selector", "metadata.name=other", "-o", "name"),
         lambda said: said.split() == ["configmap/other"])
    words(s, "its pods are listed, and say how they are", API + "Pods",
          lambda: c.kubectl("get", "pods", "-n", "shop", "-l", "app=api"), "api-0")
    s.ok("pods come up as the cluster has nodes", API + "Deployments",
         lambda: json.loads(c.kubectl("get", "deploy", "api", "-n", "shop", "-o", "json")),
         lambda one: one["status"]["replicas"] == 2 and one["metadata"]["generation"] == 1
         and one["spec"]["strategy"]["type"] == "RollingUpdate" and one["metadata"]["resourceVersion"])
    words(s, "an object is described", API + "kubectl describe",
          lambda: c.kubectl("describe", "deployment", "api", "-n", "shop"), "Name:", "registry.example/api:1",
          "RollingUpdate")
    words(s, "a label is set", API + "kubectl label",
          lambda: c.kubectl("label", "deployment", "api", "-n", "shop", "owner=ops"), "deployment.apps/api labeled")
    words(s, "and taken off all of them", API + "kubectl label",
          lambda: c.kubectl("label", "deployment,configmap", "-n", "shop", "--all", "owner-"), "deployment.apps/api unlabeled")
    s.ok("that leaves the rest as it was", API + "kubectl label",
         lambda: json.loads(c.kubectl("get", "deploy", "api", "-n", "shop", "-o", "json")),
         lambda one: one["metadata"]["labels"] == {"tier": "web", "app": "api"} and one["metadata"]["generation"] == 1)
    words(s, "a kind of one's own is defined", API + "Custom Resources",
          lambda: c.kubectl("create", "-f", "-", objects=[DEFINITION]), "widgets.example.com created")
    words(s, "and its objects are served", API + "Custom Resources",
          lambda: c.kubectl("apply", "--server-side", "-f", "-", objects=[WIDGET]), "widget.example.com/one")
    words(s, "by its short name", API + "Custom Resources", lambda: c.kubectl("get", "wd", "-n", "shop", "-o", "name"),
          "widget.example.com/one")
    fails(s, "what is not there", API + "kubectl get", "(NotFound)",
          lambda: c.kubectl("get", "cm", "none", "-n", "shop"))
    fails(s, "a namespace that is not there", API + "Namespaces", "(NotFound)",
          lambda: c.kubectl("create", "-f", "-", objects=[
              dict(SETTINGS, metadata={"name": "a", "namespace": "none"})]))
    fails(s, "a kind that nobody knows", API + "kubectl get", "doesn't have a resource type",
          lambda: c.kubectl("get", "gadgets"))
    words(s, "an object is deleted, and kubectl waits for it", API + "kubectl delete",
          lambda: c.kubectl("delete", "deploy", "api", "-n", "shop"), 'deployment.apps "api" deleted')
    fails(s, "then it is gone", API + "kubectl delete", "(NotFound)",
          lambda: c.kubectl("delete", "deploy", "api", "-n", "shop"))
    words(s, "a namespace takes along what lies in it", API + "Namespaces",
          lambda: c.kubectl("delete", "namespace", "shop"), 'namespace "shop" deleted')
    s.ok("then that is gone too", API + "Namespaces", lambda: c.kubectl("get", "cm", "-A", "-o", "name"),
         lambda said: not said.strip())


def refusals(s, c):
    """What kubectl does not send."""
    s.area = "requests"
    place = "/api/v1/namespaces/default/configmaps"
    apply = "application/apply-patch+yaml"
    source = API + "Kubernetes API Concepts"
    one = json.dumps(dict(SETTINGS, metadata={"name": "one"})).encode()
    for title, path, method, body, kind, status, reason in [
        ("another kind than the path's", place, "POST", json.dumps(NAMESPACE).encode(), "application/json", 400,
         "BadRequest"),
        ("another name than the path's", place + "/two", "PATCH", one, apply, 400, "BadRequest"),
        ("another namespace than the path's", place, "POST", json.dumps(SETTINGS).encode(), "application/json", 400,
         "BadRequest"),
        ("what is no JSON", place, "POST", b"{", "application/json", 400, "BadRequest"),
        ("a form that is not taken", place + "/one", "PATCH", one, "application/json-patch+json", 415,
         "UnsupportedMediaType"),
        ("a dry run", place + "?dryRun=All", "POST", one, "application/json", 400, "BadRequest"),
        ("no name", place, "POST", b"{}", "application/json", 422, "Invalid"),
        ("a method that is none", place, "PUT", one, "application/json", 405, "MethodNotAllowed"),
        ("a watch", place + "?watch=1", "GET", None, "application/json", 405, "MethodNotAllowed"),
        ("a broken selector", place + "?labelSelector=a%20is%20b", "GET", None, "application/json", 400, "BadRequest"),
    ]:
        s.ok(f"{title} is refused", source,
             lambda path=path, method=method, body=body, kind=kind: c.ask(
                 path, method=method, body=body, kind=kind),
             lambda a, status=status, reason=reason: a[0] == status == a[1]["code"] and a[1]["reason"] == reason)
    s.ok("an unknown path is refused in a line of text", source, lambda: c.ask("/apis/none/v1/things"),
         lambda a: a == (404, "404 page not found\n"))
    s.ok("and nothing was made", source, lambda: c.ask(place), lambda a: a[0] == 200 and a[1]["items"] == [])


def made(s):
    """A cluster with a node group."""
    s.area = "cluster"
    iam, eks = s.client("iam"), s.client("eks", REGION)
    _, subnets, _, _ = machines.place(s.client("ec2", REGION), "kube")
    roles = {name: clusters.role(iam, name, f"{name}.amazonaws.com") for name in ("eks", "ec2")}

    def patient(call, **given):
        for _ in range(200):
            try:
                return call(**given)
            except (eks.exceptions.InvalidParameterException, eks.exceptions.InvalidRequestException) as error:
                last = error  # the new role may not be known yet
                time.sleep(0.05)
        raise last

    patient(eks.create_cluster, name="kube", roleArn=roles["eks"], resourcesVpcConfig={"subnetIds": subnets})
    described = eks.describe_cluster(name="kube")["cluster"]
    s.note("while it is made it has no endpoint", "EKS API Reference, DescribeCluster",
           None if "endpoint" not in described else described["endpoint"])
    s.until("it becomes active", "EKS API Reference, Cluster, status",
            lambda: eks.describe_cluster(name="kube")["cluster"]["status"], "ACTIVE")
    return eks.describe_cluster(name="kube")["cluster"]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binary", default=".build/release/reconcile")
    parser.add_argument("--speed", type=int, default=1000)
    given = parser.parse_args()
    if not shutil.which("kubectl"):
        print("kubectl is not on this machine, so it is not asked")
        return 0
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        environment = {k: v for k, v in os.environ.items() if not k.startswith("AWS_")}
        environment.update(AWS_ACCESS_KEY_ID=KEYS[0], AWS_SECRET_ACCESS_KEY=KEYS[1])
        servers, urls = [], []
        for number in range(2):  # the second for its certificate authority alone
            servers.append(subprocess.Popen(
                [given.binary, "fake", "serve", "--cloud", f"{folder}/{number}.db", "--speed", str(given.speed)],
                env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL))
            urls.append(servers[-1].stdout.readline().split("=", 1)[1].strip())
        s = Steps(urls[0], *KEYS)
        try:
            other = Steps(urls[1], *KEYS)
            pathlib.Path(f"{folder}/other.pem").write_text(base64.b64decode(
                made(other)["certificateAuthority"]["data"]).decode())
            c = Cluster(made(s), folder)
            door(s, c, f"{folder}/other.pem")
            objects(s, c)
            refusals(s, c)
        finally:
            for server in servers:
                server.terminate()
            codes = [server.wait(timeout=15) for server in servers]
        s.note("the servers end cleanly", "", None if codes == [0, 0] else str(codes))
    failed = [one for one in s.results if one[3]]
    for area, title, source, problem in failed:
        print(f"{area}: {title}: {problem}\n    {source}")
    print(f"{len(s.results)} steps, {len(failed)} not as documented, {time.monotonic() - began:.0f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
