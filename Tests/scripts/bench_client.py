#!/usr/bin/env python3
"""Measures the client beside boto3: the same machine, the same run, one server on the loopback. Prints a table.

Needs release builds: `swift build -c release --product AWSBench` and `--product reconcile`, and a C compiler.
"""
import argparse
import json
import os
import pathlib
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time

import boto3
import botocore.config
import botocore.parsers
import botocore.session

ROOT = pathlib.Path(__file__).resolve().parents[2]
BENCH = ROOT / ".build/release/AWSBench"
PROGRAM = ROOT / ".build/release/reconcile"
KEYS = {"AWS_ACCESS_KEY_ID": "AKIDBENCH", "AWS_SECRET_ACCESS_KEY": "bench-secret", "AWS_REGION": "eu-west-1",
        "AWS_DEFAULT_REGION": "eu-west-1", "AWS_EC2_METADATA_DISABLED": "true"}
REPEAT = ("import sys,boto3\nec2=boto3.client('ec2')\nfor _ in range(int(sys.argv[1])): ec2.describe_vpcs()")
VPCS = ("<DescribeVpcsResponse xmlns='http://ec2.amazonaws.com/doc/2016-11-15/'><requestId>r</requestId><vpcSet><item>"
        "<vpcId>vpc-0123456789abcdef0</vpcId><ownerId>111122223333</ownerId><state>available</state>"
        "<cidrBlock>10.0.0.0/16</cidrBlock><isDefault>false</isDefault><tagSet><item><key>Name</key>"
        "<value>shop</value></item></tagSet></item></vpcSet></DescribeVpcsResponse>")
INSTANCE = ("<item><reservationId>r-{n:017x}</reservationId><ownerId>111122223333</ownerId><instancesSet><item>"
            "<instanceId>i-{n:017x}</instanceId><imageId>ami-0123456789abcdef0</imageId><instanceState><code>16</code>"
            "<name>running</name></instanceState><privateDnsName>ip-10-0-0-{n}.ec2.internal</privateDnsName>"
            "<instanceType>t4g.small</instanceType><launchTime>2026-11-24T12:00:00.000Z</launchTime><placement>"
            "<availabilityZone>eu-west-1a</availabilityZone><tenancy>default</tenancy></placement><privateIpAddress>"
            "10.0.0.1</privateIpAddress><subnetId>subnet-{n:017x}</subnetId><vpcId>vpc-1</vpcId><architecture>arm64"
            "</architecture><rootDeviceType>ebs</rootDeviceType><blockDeviceMapping><item><deviceName>/dev/xvda"
            "</deviceName><ebs><volumeId>vol-{n:017x}</volumeId><status>attached</status><attachTime>"
            "2026-11-24T12:00:00.000Z</attachTime><deleteOnTermination>true</deleteOnTermination></ebs></item>"
            "</blockDeviceMapping><tagSet><item><key>Name</key><value>web-{n}</value></item><item><key>platform</key>"
            "<value>shop &amp; co</value></item></tagSet><groupSet><item><groupId>sg-1</groupId><groupName>web"
            "</groupName></item></groupSet><ebsOptimized>true</ebsOptimized><hypervisor>xen</hypervisor>"
            "<sourceDestCheck>true</sourceDestCheck><metadataOptions><state>applied</state><httpTokens>required"
            "</httpTokens><httpPutResponseHopLimit>2</httpPutResponseHopLimit><httpEndpoint>enabled</httpEndpoint>"
            "</metadataOptions></item></instancesSet></item>")


def instances(size):
    count = size // len(INSTANCE.format(n=1)) + 1
    return ("<DescribeInstancesResponse><requestId>r</requestId><reservationSet>"
            + "".join(INSTANCE.format(n=n) for n in range(count)) + "</reservationSet></DescribeInstancesResponse>")


def ours(*words):
    done = subprocess.run([BENCH, *map(str, words)], check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def client(port, in_flight):
    return boto3.client("ec2", region_name="eu-west-1", endpoint_url=f"http://127.0.0.1:{port}",
                        aws_access_key_id="AKIDBENCH", aws_secret_access_key="bench-secret",
                        config=botocore.config.Config(max_pool_connections=in_flight))


def boto_calls(port, in_flight, seconds):
    ec2 = client(port, in_flight)
    ec2.describe_vpcs()
    counts = [0] * in_flight
    start, used = time.monotonic(), time.process_time()
    end = start + seconds

    def work(index):
        while time.monotonic() < end:
            ec2.describe_vpcs()
            counts[index] += 1

    threads = [threading.Thread(target=work, args=(index,)) for index in range(in_flight)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    total = sum(counts)
    return {"perSecond": total / (time.monotonic() - start),
            "processorMicroseconds": (time.process_time() - used) / total * 1e6}


def boto_requests(operation, arguments, seconds):
    """Encodes and signs, and answers in place of the network."""
    ec2 = client(1, 1)
    ec2.meta.events.register("before-send", lambda **_: botocore.awsrequest.AWSResponse(
        "http://x", 200, {}, type("Raw", (), {"stream": lambda self, **_: [b"<R/>"]})()))
    getattr(ec2, operation)(**arguments)
    used, count = time.process_time(), 0
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        getattr(ec2, operation)(**arguments)
        count += 1
    return count / (time.process_time() - used)


def boto_decode(path, times):
    program = ("import sys,time,botocore.session,botocore.parsers;"
               "model=botocore.session.get_session().get_service_model('ec2').operation_model('DescribeInstances');"
               "parser=botocore.parsers.create_parser('ec2');body=open(sys.argv[1],'rb').read();best=1e9\n"
               "for _ in range(int(sys.argv[2])):\n"
               " start=time.monotonic();parser.parse({'status_code':200,'headers':{},'body':body},model.output_shape);"
               "best=min(best,time.monotonic()-start)\n"
               "print(best,[int(l.split()[1])//1024 for l in open('/proc/self/status') if l.startswith('VmHWM')][0])")
    done = subprocess.run([sys.executable, "-c", program, path, str(times)], check=True, capture_output=True, text=True)
    best, peak = done.stdout.split()
    return float(best), int(peak)


def allocations(words, port, library):
    """Those of one call: what 600 calls take more than 100."""
    def run(count):
        variables = dict(os.environ, **KEYS, LD_PRELOAD=str(library), PYTHONMALLOC="malloc",
                         AWS_ENDPOINT_URL=f"http://127.0.0.1:{port}")
        done = subprocess.run([*words, str(count)], env=variables, check=True, capture_output=True, text=True)
        return int(done.stderr.split("allocations ")[1])
    return (run(600) - run(100)) / 500


def first_byte(words):
    """Seconds from a process's start to the first byte of its first request, the best of ten."""
    best = 1e9
    with socket.create_server(("127.0.0.1", 0)) as server:
        variables = dict(os.environ, **KEYS, AWS_ENDPOINT_URL=f"http://127.0.0.1:{server.getsockname()[1]}")
        for _ in range(10):
            start = time.monotonic()
            child = subprocess.Popen(words, env=variables, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            connection, _ = server.accept()
            with connection:
                connection.recv(1)
                best = min(best, time.monotonic() - start)
            child.kill()
            child.wait()
    return best


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=4)
    arguments = parser.parse_args()
    print("| measured | client | boto3 | ratio |")
    print("|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        small = pathlib.Path(folder) / "vpcs.xml"
        small.write_text(VPCS)
        server = subprocess.Popen([BENCH, "serve", small], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        port = int(server.stdout.readline())
        for in_flight in (1, 16, 64):
            mine = ours("calls", port, in_flight, arguments.seconds)
            other = boto_calls(port, in_flight, arguments.seconds)
            print(f"| DescribeVpcs, calls a second, {in_flight} in flight | {mine['perSecond']:.0f} "
                  f"| {other['perSecond']:.0f} | {mine['perSecond'] / other['perSecond']:.1f} |")
            print(f"| processor time of each, µs | {mine['processorMicroseconds']:.0f} "
                  f"| {other['processorMicroseconds']:.0f} "
                  f"| {other['processorMicroseconds'] / mine['processorMicroseconds']:.1f} |")
        library = pathlib.Path(folder) / "count.so"
        subprocess.run(["cc", "-O2", "-shared", "-fPIC", "-o", library, ROOT / "Tests/scripts/count_allocations.c"],
                       check=True)
        mine = allocations([BENCH, "repeat", str(port)], port, library)
        other = allocations([sys.executable, "-c", REPEAT], port, library)
        print(f"| allocations of one DescribeVpcs | {mine:.0f} | {other:.0f} | {other / mine:.1f} |")
        server.stdin.close()
        server.wait()
        mine = first_byte([PROGRAM, "aws", "call", "ec2", "DescribeVpcs"])
        other = first_byte([sys.executable, "-c", REPEAT, "1"])
        print(f"| process start to the first byte of its first request, ms | {mine * 1000:.0f} | {other * 1000:.0f} "
              f"| {other / mine:.1f} |")
        run = dict(ImageId="ami-0123456789abcdef0", InstanceType="t4g.small", MinCount=1, MaxCount=1,
                   SubnetId="subnet-0123456789abcdef0", SecurityGroupIds=["sg-1", "sg-2"],
                   ClientToken="3f2504e0-4f89-41d3-9a0c-0305e82c3301", UserData="#!/bin/sh\necho hello\n",
                   TagSpecifications=[{"ResourceType": "instance", "Tags": [{"Key": "Name", "Value": "web-1"},
                                                                            {"Key": "platform", "Value": "shop"}]}])
        for name, given in (("DescribeVpcs", {}), ("RunInstances", run)):
            mine = ours("requests", name, arguments.seconds)["perProcessorSecond"]
            snake = re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
            other = boto_requests(snake, given, arguments.seconds)
            print(f"| {name}, encoded and signed a second and core | {mine:.0f} | {other:.0f} | {mine / other:.1f} |")
        large = pathlib.Path(folder) / "instances.xml"
        large.write_text(instances(5_000_000))
        mine = ours("decode", large, 7)
        once = ours("decode", large, 1)
        best, _ = boto_decode(large, 7)
        _, peak = boto_decode(large, 1)
        print(f"| DescribeInstances of {large.stat().st_size / 1e6:.1f} MB, {mine['instances']} instances, ms to decode "
              f"| {mine['seconds'] * 1000:.0f} | {best * 1000:.0f} | {best / mine['seconds']:.1f} |")
        print(f"| memory of the process at most, MiB | {once['peakMebibytes']} | {peak} "
              f"| {peak / once['peakMebibytes']:.1f} |")


if __name__ == "__main__":
    main()
