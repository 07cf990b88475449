#!/usr/bin/env python3
"""Plants deliberate bugs one by one in a copy of the sources, and sees whether the tests find each.

    Tests/scripts/mutations.py --check              # only: does every patch still apply? (CI does this)
    Tests/scripts/mutations.py --copy /tmp/mutants  # builds and tests each; minutes a bug
    Tests/scripts/mutations.py --copy /tmp/mutants --only skip-gate --only unfenced

A bug is found when the build or one of its tests fails. Results go to standard output and, with --results FILE, to a
JSON file that the next call goes on from. Nothing is changed in the tree itself.
"""
import argparse
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]

# Name, file, what stands there, what stands there instead, which tests should notice.
REHEARSAL = "SimulationTests"
MUTATIONS = [
    ("no-intent-record", "Sources/Simulator/RehearsalMemory.swift", "        case .intent(let intent):\n",
     "        case .intent(let intent) where !intent.token.isEmpty: break\n        case .intent(let intent):\n", REHEARSAL),
    ("fresh-token-each-try", "Sources/Engine/Core/EngineCore+Steps.swift",
     "let token = open.map { $0.inputHash == hash ? $0.token : fresh } ?? fresh", "let token = fresh", "IntentTests"),
    ("reuse-token-of-other-input", "Sources/Engine/Core/EngineCore+Steps.swift",
     "let token = open.map { $0.inputHash == hash ? $0.token : fresh } ?? fresh", "let token = open?.token ?? fresh",
     "IntentTests"),
    ("outcome-is-not-written", "Sources/Engine/Core/EngineCore+Steps.swift",
     "        commands.add(.journal(.outcome(outcome(index, result, now))))\n", "", "SimulationTests|CommandTests"),
    ("dependents-do-not-wait", "Sources/Engine/Core/EngineCore+Steps.swift",
     "phases[dependent] = open == 1 ? .ready : .blocked(open - 1)\n            if open == 1, isInStage",
     "phases[dependent] = .ready\n            if isInStage", "SimulationTests|PlanningTests"),
    ("later-stage-begins-early", "Sources/Engine/Core/EngineCore+Steps.swift",
     "undoing != nil || stage >= plan.stages.count || steps[index].stage == plan.stages[stage].name", "true",
     "PlanningTests"),
    ("skip-gate", "Sources/Engine/Core/EngineCore+Stages.swift",
     "guard stage < plan.stages.count, let gate = plan.stages[stage].gate else { return true }",
     "guard stage > plan.stages.count, let gate = plan.stages[stage].gate else { return true }", "PlanningTests"),
    ("failed-gate-is-not-undone", "Sources/Engine/Core/EngineCore+Stages.swift",
     "        openInStage = undoSteps[stage].count\n        for step in undoSteps[stage] {",
     "        openInStage = 0\n        for step in undoSteps[stage].prefix(0) {", "GateTests"),
    ("failed-step-counts-as-done", "Sources/Engine/Core/EngineCore+Steps.swift",
     "        case .failed(let failure):\n            fail(index, failure, now, &commands)\n",
     "        case .failed(let failure):\n            settle(index, .failed(failure), now, &commands)\n", "RoadTests"),
    ("gate-passes-without-samples", "Sources/Engine/Core/GateWatch.swift",
     "if isSilent ? !isExcused : !isMet { holds = false }", "if !isSilent, !isMet { holds = false }", "GateTests"),
    ("gate-passes-at-once", "Sources/Engine/Core/GateWatch.swift",
     "if let heldSince, now - heldSince >= gate.window { return .passed }", "if heldSince != nil { return .passed }",
     "PlanningTests"),
    ("broken-gate-waits-on", "Sources/Engine/Core/GateWatch.swift",
     "if breaches >= 2 || now - began >= gate.timeLimit { return .failed }", "if breaches >= 2_000 { return .failed }",
     "GateTests"),
    ("bound-turned-around", "Sources/Resources/Gates/Measurement.swift", "case .atMost(let limit): value <= limit",
     "case .atMost(let limit): value >= limit", "RoadTests"),
    ("promote-with-lag", "Sources/Migrations/Legs/Proofs.swift", '"DBInstanceIdentifier", .atMost(10_000)',
     '"DBInstanceIdentifier", .atMost(10_000_000)', "LoadTests"),
    ("retire-before-soak", "Sources/Migrations/Road.swift", "return [prepare(bridge)] + shift + [soak(bridge)] + end }",
     "return [prepare(bridge)] + shift + [end[0], soak(bridge), end[1]] }", "PlanningTests"),
    ("no-soak", "Sources/Migrations/Road.swift", "return [prepare(bridge)] + shift + [soak(bridge)] + end }",
     "return [prepare(bridge)] + shift + end }", "PlanningTests"),
    ("shift-all-at-once", "Sources/Migrations/Legs/Split.swift", "static let shares = [5, 25, 50, 100]",
     "static let shares = [100]", "RoadTests|HoldTests"),
    ("weights-swapped", "Sources/Migrations/Legs/Split.swift",
     '["TargetGroupArn": oldTarget, "Weight": .int(100 - share)]', '["TargetGroupArn": oldTarget, "Weight": .int(share)]',
     "PlanningTests"),
    ("share-read-wrongly", "Sources/Migrations/Legs/Split.swift", "return all == 0 ? 0 : ours * 100 / all",
     "return all == 0 ? 0 : 100", "PlanningTests"),
    ("undo-forgets-order", "Sources/Migrations/Legs/WayBack.swift",
     "return try planner.plan(to: base).steps.map { step in", "return try planner.plan(to: base).steps.prefix(0).map { step in",
     "RoadTests|PlanningTests"),
    ("create-twice", "Sources/Providers/Machinery/Advancing.swift",
     "        if let found = try await find() { return try await converge(found) }\n        if let waiting = settling() { return waiting }\n",
     "        if let waiting = settling() { return waiting }\n", "KindsTests"),
    ("unknown-is-absent", "Sources/Providers/Machinery/Advancing.swift",
     "        guard let until = operation.mayLandUntil else { return nil }\n",
     "        guard let until = operation.mayLandUntil, until.milliseconds < 0 else { return nil }\n", "KindsTests"),
    ("one-look-settles", "Sources/Providers/Machinery/Advancing.swift",
     "        guard let since = operation.absentSince else {\n            operation.absentSince = cloud.now\n            return pending(\n                \"an earlier call is being settled by a second look\", after: driver.schema.consistencyWindow)\n        }\n",
     "        let since = operation.absentSince ?? Instant(milliseconds: 0)\n", "KindsTests"),
    ("gone-at-first-look", "Sources/Providers/Machinery/Advancing.swift",
     "if operation.actedAt != nil || operation.absentSince != nil { return .done(nil) }", "if cloud.now.milliseconds > 0 { return .done(nil) }",
     "KindsTests"),
    ("does-not-read-back", "Sources/Providers/Machinery/Advancing.swift",
     "            if differences.isEmpty { return try await settled(found) }\n",
     "            if !differences.isEmpty || differences.isEmpty { return try await settled(found) }\n", "KindsTests"),
    ("retry-what-has-an-effect", "Sources/CloudCalls/Retry/RetryingCalls.swift",
     "guard number < policy.attempts, policy.allows(error, request), !Task.isCancelled else { throw error }",
     "guard number < policy.attempts, !Task.isCancelled else { throw error }", "RetriesTests"),
    ("endless-retries", "Sources/CloudCalls/Retry/RetryingCalls.swift",
     "guard next - start <= policy.span else { throw error }", "guard next >= start else { throw error }", "RetriesTests"),
    ("unfenced", "Sources/States/RunJournal.swift",
     'guard try connection.run("SELECT fence FROM lease").first?.first?.integer == fence else {',
     'guard try connection.run("SELECT fence FROM lease").first?.first?.integer != nil || fence < 0 else {',
     "StatesTests|TwoProcessTests"),
    ("stopped-run-goes-on", "Sources/CloudCalls/Fencing/Fence.swift",
     "guard !isRead, let problem else { return }", "guard !isRead, let problem, problem.isEmpty else { return }",
     "FencedTests"),
    ("lease-of-a-living-run-is-taken", "Sources/States/Lease/StateStore+Lease.swift",
     "if let foreign = result.foreign { throw held(foreign) }", "if let foreign = result.foreign, foreign.process < 0 { throw held(foreign) }",
     "StatesTests"),
    ("fence-stays", "Sources/States/Lease/StateStore+Lease.swift", "let fence = (row?[0].integer ?? 0) + 1",
     "let fence = (row?[0].integer ?? 0) + (row == nil ? 1 : 0)", "StatesTests"),
    ("undo-replaces-what-was-there", "Sources/Migrations/Planner.swift",
     ".undoing(made: made, frozen: leg.scope.frozen)", "made.isEmpty ? .everything : .everything", "PlanPropertyTests"),
    ("region-enters-at-once", "Sources/Migrations/Legs/ShiftLegs.swift",
     "let isSplit = group.contains(where: bridge.isShared)", "let isSplit = group.contains { bridge.split($0) != nil }",
     "RoadStageTests"),
    ("what-gets-more-begins-small", "Sources/Migrations/Legs/Bridge.swift",
     "sizes = GroupSizes.held(from: old, to: new, in: world)", "sizes = [:]", "LoadedRoadTests"),
    ("exchange-forgets-how-many", "Sources/Migrations/Upgrades/NodeExchange.swift",
     "let nodes = GroupSizes.successor(nodes, in: build.world)", "let nodes = nodes", "LoadedRoadTests"),
    ("autoscaler-may-not", "Sources/Blueprints/Global/ClusterIdentity.swift",
     '"autoscaling:SetDesiredCapacity", ', "", "LoadedRoadTests"),
    ("forget-a-region", "Sources/Blueprints/Blueprint.swift", "for region in regions {", "for region in regions.prefix(1) {",
     "GoldenTests|BlueprintsTests"),
    ("forget-where-the-record-says-something", "Sources/Runner/PlatformLook.swift",
     "if !more.isEmpty {", "if more.count > 9 {", "RoadTests|RehearsalTests"),
    ("drop-the-name-in-silence", "Sources/Migrations/Entry.swift",
     "guard options.allowDestroy.contains(zone) else { throw PlanProblems([refusal(name, then)]) }",
     "if options.allowDestroy.count > 9 { throw PlanProblems([refusal(name, then)]) }", "EntryTests"),
    ("road-forgets-the-writer", "Sources/Blueprints/Global/Standing.swift",
     "standing.writer = known.writer ?? writer", "standing.writer = writer", "HomecomingTests"),
    ("rows-of-the-first-database", "Sources/Migrations/Rows/RowsMove.swift",
     "database: String(database))", "database: String(database.prefix(8)))", "HomecomingTests"),
    ("wait-before-the-release", "Sources/Migrations/Upgrades/ServiceRelease.swift",
     "        return waiting\n", "        return []\n", "ReleaseTests"),
    ("ingress-refuses-rules-without-a-host", "Sources/Blueprints/Stamp/Cluster/IngressController.swift",
     '"-allow-empty-ingress-host", ', "", "ReleaseTests"),
    ("any-page-means-gone", "Sources/Kubernetes/KubernetesClient/AnswerForm.swift",
     "response.status == 404 && response.body.starts(with: unknownPath.utf8)", "response.status == 404",
     "ClusterWireTests"),
    ("forget-where-state-knows-something", "Sources/Migrations/Candidates.swift",
     "Set(spec.regions.map(\\.name)).union(recorded.map(\\.observation.region)).sorted()",
     "spec.regions.map(\\.name) + recorded.prefix(0).map(\\.observation.region)", "ChangeTests"),
    ("first-look-once", "Sources/Runner/FirstLook.swift",
     "        return try await again(limit + window, observed.count, waits, look)\n",
     "        return observed\n", "KindsTests"),
    ("data-is-not-kept", "Sources/Blueprints/Stamp/SingleInstance.swift", "lifecycle: Lifecycle(isProtected: true, isKept: true)",
     "lifecycle: Lifecycle()", "GoldenTests"),
    ("database-is-not-protected", "Sources/Blueprints/Stamp/ManagedDatabase.swift",
     "lifecycle: Lifecycle(isProtected: true, isKept: true), since: 1)", "lifecycle: Lifecycle(isKept: true), since: 1)",
     "BlueprintsTests"),
    ("stale-plan-goes-on", "Sources/Providers/Machinery/Advancing.swift",
     "        if operation.actedAt == nil, !operation.isResumed,", "        if operation.actedAt != nil, !operation.isResumed,",
     "KindsTests"),
    ("fleet-before-its-rows", "Sources/Migrations/Road.swift", "            return [beside(held, bridge)] + moving + [ready]",
     "            _ = moving\n            return [beside(held, bridge)] + [ready]", REHEARSAL),
    ("thaw-without-switch", "Sources/Migrations/Rows/RowsLegs.swift",
     "for step in [RowsMove.Step.freeze, .change] {", "for step in [RowsMove.Step.freeze] {", "PlanningTests"),
    ("retire-before-rows-moved", "Sources/Migrations/Road.swift", "if bridge.isRetiring, rows?.isOver != false {",
     "if bridge.isRetiring {", "SimulationTests"),
    ("killed-release-skips-its-gate", "Sources/Migrations/Upgrades/ServiceRelease.swift",
     "guard let proven = record.provenContent,", "guard let proven = record.isKept ? record.provenContent : nil,",
     "ReleaseTests"),
    ("killed-release-forgets-what-ran", "Sources/Migrations/Upgrades/ServiceRelease.swift",
     "var proven = unproven\n", "var proven: [Address: Value] = [:]\n", "ReleaseTests"),
    ("freeze-lets-sessions-live", "Sources/Blueprints/Rows/RowsScript+Steps.swift",
     "          refuse_writes \"$1\"\n          end_sessions \"$1\"\n", "          refuse_writes \"$1\"\n", "RowsScriptTests"),
    ("sequences-stay", "Sources/Blueprints/Rows/RowsScript+Steps.swift",
     "          carry_sequences \"$1\" \"$2\"\n", "", "RowsScriptTests"),
    ("switch-without-freeze", "Sources/Blueprints/Rows/RowsScript+Steps.swift",
     "if frozen \"$1\"; then arm \"$1\"; else freeze \"$1\" \"$2\"; fi", "arm \"$1\"", "RowsScriptTests"),
    ("target-takes-writes-early", "Sources/Blueprints/Rows/RowsScript+Steps.swift",
     "          refuse_writes \"$2\"\n          subscribe", "          subscribe", "RowsScriptTests"),
    ("leaving-shape-loses-early", "Sources/Migrations/Legs/Bridge.swift",
     "resource.referencedAddresses.contains(where: { frozen.contains($0) }),", "false,", "RoadTests"),
    ("home-left-unfenced", "Sources/Migrations/HomeRegion.swift",
     "guard let open = world.existing.keys.filter({ isOpen($0, in: home, world) }).min() else { return }",
     "guard let open = world.existing.keys.filter({ _ in false }).min() else { return }", "RelocationTests"),
    ("half-taken-secret", "Sources/AWSKinds/Identity/Secret+Copies.swift",
     "return Address(address).scope != region", "return Address(address).scope.isEmpty", "RelocationTests"),
    ("token-of-what-is-gone", "Sources/States/StateStore.swift",
     "OR o.action = 'delete' AND o.type = 'outcome' AND o.detail = 'done'", "OR 1 = 0", "JournalTests"),
    ("people-before-services", "Sources/Blueprints/Global/DomainNames.swift",
     "\n                + ServiceObjects.serving(spec.services, of: spec)).map", ").map", "RegionEntryTests"),
    ("region-enters-unproven", "Sources/Migrations/Upgrades/RegionEntry.swift",
     "made.filter { !waitedFor.contains($0) }", "made.filter { _ in false }", "RegionEntryTests"),
    ("services-deleted-for-gitops", "Sources/Migrations/Handover.swift",
     "guard let first = served.first else { return }", "guard let first = served.first, served.isEmpty else { return }",
     "GitOpsTests"),
    ("cleared-region-forgotten-first", "Sources/Migrations/Planner.swift",
     "$0.action == .delete && !wanted.contains($0.address.scope)", "$0.action == .keep && !wanted.contains($0.address.scope)",
     "RelocationTests"),
]


def problems():
    """Patches that do not apply exactly once."""
    found = []
    for name, path, old, _, _ in MUTATIONS:
        count = (ROOT / path).read_text().count(old) if (ROOT / path).exists() else -1
        if count != 1:
            found.append(f"{name}: its text stands {count} times in {path}")
    names = [one[0] for one in MUTATIONS]
    return found + [f"{name} stands twice" for name in set(names) if names.count(name) > 1]


def run(command, folder, limit, log):
    """The exit code of a command, or None when it took too long; its whole process group ends with it."""
    environment = dict(os.environ, RECONCILE_SEEDS="6", NO_COLOR="1")
    with subprocess.Popen(["nice", "-n", "15", *command], cwd=folder, stdout=log, stderr=log, env=environment,
                          start_new_session=True) as process:
        try:
            return process.wait(timeout=limit)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            return None


def copy(folder):
    """The tracked files as they are, and the build so far, so that only what changed is built."""
    folder.mkdir(parents=True, exist_ok=True)
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True).stdout
    for name in filter(None, listed.decode().split("\0")):
        source, target = ROOT / name, folder / name
        if not source.is_file():
            continue
        if not target.exists() or target.read_bytes() != source.read_bytes():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target)


def judge(mutation, folder, log):
    """How a bug fared, and how long that took."""
    name, path, old, new, filters = mutation
    target = folder / path
    original = target.read_text()
    began = time.monotonic()
    try:
        target.write_text(original.replace(old, new))
        if run(["swift", "build", "--build-tests"], folder, 3000, log) != 0:
            return "does not build", time.monotonic() - began
        code = run(["swift", "test", "--skip-build", "--disable-xctest", "--parallel", "--filter", filters], folder, 1500, log)
        return ("SURVIVED" if code == 0 else "hangs" if code is None else "found"), time.monotonic() - began
    finally:
        target.write_text(original)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="only see whether every patch applies")
    parser.add_argument("--copy", type=pathlib.Path, help="a folder for the copy, kept from call to call")
    parser.add_argument("--only", action="append", default=[], help="only the bug of this name")
    parser.add_argument("--results", type=pathlib.Path, help="a JSON file with what is known already")
    parser.add_argument("--minutes", type=float, default=1e9, help="begin no further bug after this long")
    options = parser.parse_args()
    wrong = problems()
    for line in wrong:
        print(line, file=sys.stderr)
    if options.check or wrong:
        print(f"{len(MUTATIONS) - len(wrong)} of {len(MUTATIONS)} deliberate bugs can be planted")
        # Sources move on: a patch that is out of date is told, and is no failure as long as thirty apply.
        return 1 if len(MUTATIONS) - len(wrong) < 30 else 0
    if options.copy is None:
        parser.error("--copy FOLDER is needed")
    known = json.loads(options.results.read_text()) if options.results and options.results.exists() else {}
    copy(options.copy)
    end = time.monotonic() + options.minutes * 60
    with open(options.copy / "mutations.log", "ab") as log:
        for mutation in MUTATIONS:
            if (options.only and mutation[0] not in options.only) or mutation[0] in known or time.monotonic() > end:
                continue
            result, seconds = judge(mutation, options.copy, log)
            known[mutation[0]] = result
            print(f"{mutation[0]}: {result} ({seconds:.0f} s)", flush=True)
            if options.results:
                options.results.write_text(json.dumps(known, indent=2, sort_keys=True) + "\n")
    survived = sorted(name for name, result in known.items() if result == "SURVIVED")
    print(f"{len(known) - len(survived)} of {len(known)} found; survived: {', '.join(survived) or 'none'}")
    return 1 if survived else 0


if __name__ == "__main__":
    sys.exit(main())
