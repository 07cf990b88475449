// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

/// A library target; `dependencies` are the only modules that it may import.
func library(_ name: String, _ dependencies: [String] = [], path: String? = nil) -> Target {
    .target(
        name: name,
        dependencies: dependencies.map { .target(name: $0) },
        path: "Sources/\(path ?? name)",
        swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [String], exclude: [String] = []) -> Target {
    .testTarget(
        name: name,
        dependencies: dependencies.map { .target(name: $0) },
        path: "Tests/\(name)",
        exclude: exclude,
        swiftSettings: strict)
}

let package = Package(
    name: "reconcile",
    products: [.executable(name: "reconcile", targets: ["reconcile"])],
    targets: [
        // Faces: what a user sees.
        .executableTarget(
            name: "reconcile", dependencies: ["Commands", "Terminal"], path: "Sources/reconcile",
            swiftSettings: strict),
        // Measures; not for users.
        .executableTarget(
            name: "benchmarks",
            dependencies: [
                "AWSKinds", "Blueprints", "CloudCalls", "Diagnostics", "Digests", "Documents", "Engine", "FakeAWS",
                "Migrations", "Planning", "Providers", "Resources", "Runner", "Specs", "States", "Values",
            ], path: "Benchmarks", swiftSettings: strict),
        library(
            "Commands",
            [
                "AWSKinds", "Blueprints", "CallRecords", "CloudCalls", "Diagnostics", "Digests", "Documents", "Engine",
                "FakeAWS", "FakeCloudStore", "Locks", "Migrations", "Planning", "Providers", "Reports", "Resources",
                "Runner", "Simulator", "Specs", "States", "Terminal", "Values",
            ]),
        library("Terminal", ["Diagnostics"]),
        library(
            "Reports",
            [
                "Diagnostics", "Documents", "Engine", "Planning", "Providers", "Resources", "Simulator", "Terminal",
                "Values",
            ]),
        // Drivers: the same core on the real clock and in virtual time.
        library(
            "Runner",
            [
                "CloudCalls", "Engine", "Planning", "Providers", "Resources", "States", "Values",
            ]),
        library(
            "Simulator",
            [
                "AWSKinds", "Blueprints", "CloudCalls", "Diagnostics", "Digests", "Documents", "Engine", "FakeAWS",
                "Migrations",
                "Planning", "Providers", "Resources", "Runner", "Specs", "Values",
            ]),
        // The pure core: no I/O, no clock, no randomness.
        library("Engine", ["Digests", "Documents", "Planning", "Providers", "Resources", "Values"]),
        library("Migrations", ["Blueprints", "Planning", "Providers", "Resources", "Specs", "Values"]),
        library("Planning", ["Diagnostics", "Digests", "Documents", "Resources", "Values"]),
        library("Blueprints", ["Digests", "Documents", "Resources", "Specs", "Values"]),
        library("Specs", ["Diagnostics", "Documents", "Values"]),
        library("Resources", ["Compression", "Values"]),
        // The cloud: one provider over AWS operations, and a fake AWS below it.
        library("Providers", ["CloudCalls", "Digests", "Documents", "Resources", "Values"]),
        library("AWSKinds", ["CloudCalls", "Diagnostics", "Digests", "Documents", "Providers", "Resources", "Values"]),
        library("CloudCalls", ["Values"]),
        library("FakeAWS", ["CloudCalls", "Compression", "Digests", "Documents", "Values"]),
        library("CallRecords", ["CloudCalls", "Documents", "Values"]),
        library("FakeCloudStore", ["CloudCalls", "Diagnostics", "Documents", "FakeAWS", "Locks", "SQLite", "Values"]),
        // The signed client behind `AWSCalls`; it knows no resources.
        library("HTTPMessages", path: "AWS/HTTPMessages"),
        // State: observations, journal, runs, plans, lease.
        library(
            "States",
            [
                "Diagnostics", "Digests", "Documents", "Engine", "Locks", "Planning", "Providers", "Resources",
                "SQLite",
                "Values",
            ]),
        // Foundations.
        library("Documents", ["Diagnostics", "Values"]),
        library("Diagnostics"),
        library("Values"),
        library("SQLite", ["CSQLite"], path: "System/SQLite"),
        library("Digests", ["CCrypto"], path: "System/Digests"),
        library("Compression", ["CZlib"], path: "System/Compression"),
        library("Locks", path: "System/Locks"),
        .systemLibrary(
            name: "CSQLite", path: "Sources/System/CSQLite", pkgConfig: "sqlite3",
            providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(
            name: "CCrypto", path: "Sources/System/CCrypto", pkgConfig: "libcrypto",
            providers: [.apt(["libssl-dev"])]),
        .systemLibrary(
            name: "CZlib", path: "Sources/System/CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        // Tests.
        .target(
            name: "TestSupport",
            dependencies: ["CallRecords", "Resources", "Specs", "Values", "CloudCalls", "Documents"],
            path: "Tests/TestSupport", swiftSettings: strict),
        tests("DocumentsTests", ["Diagnostics", "Documents", "TestSupport", "Values"]),
        tests("SpecsTests", ["Diagnostics", "Documents", "Specs", "TestSupport", "Values"]),
        tests(
            "BlueprintsTests",
            [
                "Blueprints", "Diagnostics", "Documents", "Planning", "Resources", "Specs", "TestSupport", "Values",
            ]),
        tests(
            "PlanningTests",
            [
                "AWSKinds", "Blueprints", "Diagnostics", "Digests", "Documents", "Migrations", "Planning",
                "Providers", "Resources", "Simulator", "Specs", "TestSupport", "Values",
            ]),
        tests(
            "KindsTests",
            [
                "AWSKinds", "CallRecords", "CloudCalls", "Documents", "FakeAWS", "Providers", "Resources",
                "TestSupport", "Values",
            ]),
        tests(
            "StatesTests",
            [
                "CloudCalls", "Digests", "Documents", "Engine", "FakeAWS", "FakeCloudStore", "Planning", "Providers",
                "Resources", "SQLite", "States", "TestSupport", "Values",
            ]),
        tests("SimulationTests", ["Simulator", "Specs", "TestSupport"]),
        tests(
            "CommandTests",
            [
                "Commands", "Diagnostics", "Documents", "Engine", "Planning", "Providers", "Reports", "Resources",
                "Terminal", "TestSupport", "Values",
            ], exclude: ["Golden"]),
        tests("TidyTests", ["TestSupport"]),
    ],
    swiftLanguageModes: [.v6]
)
