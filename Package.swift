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
        // What they test is optimised; the tests themselves would take longer to optimise than they ever save.
        swiftSettings: strict + [.unsafeFlags(["-Onone"], .when(configuration: .release))])
}

let package = Package(
    name: "reconcile",
    products: [.executable(name: "reconcile", targets: ["reconcile"])],
    targets: [
        // Faces: what a user sees.
        .executableTarget(
            name: "reconcile", dependencies: ["CMalloc", "Commands", "Terminal"], path: "Sources/reconcile",
            swiftSettings: strict,
            // With Swift's own libraries inside it starts in half the time, and runs where no Swift is installed.
            linkerSettings: [
                .unsafeFlags(
                    [
                        "-static-stdlib", "-l_FoundationCShims", "-l_FoundationCollections", "-use-ld=lld",
                    ], .when(configuration: .release))
            ]),
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
                "AWSClient", "AWSCredentials", "AWSKinds", "AWSModels", "AWSPaginators", "AWSServing", "AWSSigning",
                "AccountLeases",
                "Blueprints", "CallRecords", "Capacity", "CloudCalls", "Costs", "Diagnostics", "Digests", "Documents",
                "Certificates", "Drawings", "Engine", "FakeAWS", "FakeCloudStore", "HTTPClient", "HTTPMessages",
                "Guests", "HTTPServer",
                "Insight", "JMESPaths", "KubernetesClient", "KubernetesServing", "Locks", "Migrations", "Planning",
                "Policies", "Providers", "Reports",
                "Resources",
                "Runner", "Simulator", "Specs", "States", "Terminal", "Values",
            ]),
        library("Terminal", ["Diagnostics"]),
        library(
            "Reports",
            [
                "Capacity", "Costs", "Diagnostics", "Documents", "Engine", "Insight", "Planning", "Policies",
                "Providers",
                "Resources", "Simulator", "Specs", "Terminal", "Values",
            ]),
        // What can be said of specs and plans without looking at a cloud.
        library(
            "Insight",
            [
                "AWSKinds", "AccountLeases", "Blueprints", "Diagnostics", "Documents", "Migrations", "Planning",
                "Providers",
                "Resources",
                "Specs", "Values",
            ]),
        // Who may change a platform, told in its account.
        library("AccountLeases", ["CloudCalls", "Digests", "Documents", "Values"]),
        library("Policies", ["Diagnostics", "Documents", "Planning", "Resources", "Specs", "Values"]),
        library("Costs", ["Diagnostics", "Documents", "Planning", "Resources", "Values"]),
        library("Drawings", ["Documents", "Resources", "Values"]),
        // Drivers: the same core on the real clock and in virtual time.
        library(
            "Runner",
            [
                "Blueprints", "CloudCalls", "Engine", "Migrations", "Planning", "Providers", "Resources", "Specs",
                "States", "Values",
            ]),
        library(
            "Simulator",
            [
                "AWSKinds", "AccountLeases", "Blueprints", "CloudCalls", "Diagnostics", "Digests", "Documents",
                "Engine", "FakeAWS",
                "Guests", "Migrations",
                "Planning", "Providers", "Resources", "Runner", "Specs", "Values",
            ]),
        // The pure core: no I/O, no clock, no randomness.
        library("Engine", ["Digests", "Documents", "Planning", "Providers", "Resources", "Values"]),
        library("Migrations", ["Blueprints", "Planning", "Providers", "Resources", "Specs", "Values"]),
        library("Planning", ["Diagnostics", "Digests", "Documents", "Resources", "Values"]),
        library("Blueprints", ["Digests", "Documents", "Resources", "Specs", "Values"]),
        library("Capacity", ["Diagnostics", "Documents", "Resources", "Specs", "Values"]),
        library("Specs", ["Diagnostics", "Documents", "Values"]),
        library("Resources", ["Compression", "Values"]),
        // The cloud: one provider over AWS operations, and a fake AWS below it.
        library("Providers", ["CloudCalls", "Digests", "Documents", "Resources", "Values"]),
        library("AWSKinds", ["CloudCalls", "Diagnostics", "Digests", "Documents", "Providers", "Resources", "Values"]),
        library("CloudCalls", ["Values"]),
        library("FakeAWS", ["CloudCalls", "Compression", "Digests", "Documents", "Values"]),
        // What runs on the fake cloud's machines: it knows our documents, no specs.
        library("Guests", ["FakeAWS", "Values"]),
        library("CallRecords", ["AWSModels", "CloudCalls", "Documents", "Values"]),
        library("FakeCloudStore", ["CloudCalls", "Diagnostics", "Documents", "FakeAWS", "Locks", "SQLite", "Values"]),
        // The signed client behind `AWSCalls`; it knows no resources.
        library("HTTPMessages", path: "AWS/HTTPMessages"),
        library("AWSSigning", ["Digests", "HTTPMessages", "Values"], path: "AWS/AWSSigning"),
        library("HTTPClient", ["CCurl", "HTTPMessages", "Threads", "Values"], path: "AWS/HTTPClient"),
        library(
            "AWSCredentials",
            [
                "AWSEndpoints", "AWSSigning", "CloudCalls", "Diagnostics", "Digests", "Documents", "HTTPClient",
                "HTTPMessages", "Processes", "Values", "XMLTrees",
            ], path: "AWS/AWSCredentials"),
        library(
            "AWSClient",
            [
                "AWSCredentials", "AWSEndpoints", "AWSModels", "AWSProtocols", "AWSSigning", "CloudCalls",
                "HTTPClient", "HTTPMessages", "Values",
            ], path: "AWS/AWSClient"),
        // AWS turned around: whatever answers `AWSCalls`, over HTTP; it knows no resources either.
        library("HTTPServer", ["CMicroHTTPD", "HTTPMessages"], path: "AWS/HTTPServer"),
        library(
            "AWSServing",
            [
                "AWSModels", "AWSProtocols", "AWSSigning", "CloudCalls", "Digests", "Documents", "HTTPMessages",
                "Values",
            ],
            path: "AWS/AWSServing"),
        // The API of clusters, from both sides.
        library(
            "KubernetesMessages", ["CloudCalls", "HTTPMessages", "Values"], path: "Kubernetes/KubernetesMessages"),
        library(
            "KubernetesClient",
            [
                "AWSClient", "CloudCalls", "Diagnostics", "Digests", "Documents", "HTTPClient", "HTTPMessages",
                "KubernetesMessages", "Values",
            ], path: "Kubernetes/KubernetesClient"),
        library(
            "KubernetesServing",
            [
                "AWSServing", "AWSSigning", "CloudCalls", "Diagnostics", "Digests", "Documents", "HTTPMessages",
                "KubernetesMessages", "Values",
            ], path: "Kubernetes/KubernetesServing"),
        // What AWS's services are: their models and endpoint rules as data in the program, and how they are spoken to.
        .target(
            name: "CAWSModels", path: "Sources/AWS/CAWSModels", exclude: ["data", "operations.txt"],
            cSettings: [.headerSearchPath("data")]),
        library(
            "AWSProtocols",
            [
                "AWSModels", "CloudCalls", "Diagnostics", "Digests", "Documents", "HTTPMessages", "Values", "XMLTrees",
            ], path: "AWS/AWSProtocols"),
        library("AWSPaginators", ["AWSModels", "CloudCalls", "JMESPaths", "Values"], path: "AWS/AWSPaginators"),
        library("AWSWaiters", ["AWSModels", "CloudCalls", "JMESPaths", "Values"], path: "AWS/AWSWaiters"),
        library("JMESPaths", ["Diagnostics", "Documents", "Values"], path: "AWS/JMESPaths"),
        library(
            "AWSEndpoints", ["AWSModels", "Diagnostics", "Documents", "HTTPMessages", "Values"],
            path: "AWS/AWSEndpoints"),
        library("AWSModels", ["CAWSModels", "Documents", "Diagnostics", "Values"], path: "AWS/AWSModels"),
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
        .systemLibrary(name: "CMalloc", path: "Sources/System/CMalloc"),
        .systemLibrary(name: "CSpawn", path: "Sources/System/CSpawn"),
        library("SQLite", ["CSQLite"], path: "System/SQLite"),
        library("Digests", ["CCrypto"], path: "System/Digests"),
        library("Certificates", ["CCrypto", "Values"], path: "System/Certificates"),
        library("Compression", ["CZlib"], path: "System/Compression"),
        library("Locks", path: "System/Locks"),
        library("Processes", ["CSpawn", "Threads"], path: "System/Processes"),
        library("Threads", path: "System/Threads"),
        .systemLibrary(
            name: "CSQLite", path: "Sources/System/CSQLite", pkgConfig: "sqlite3",
            providers: [.apt(["libsqlite3-dev"])]),
        library("XMLTrees", ["CExpat"], path: "System/XMLTrees"),
        .systemLibrary(
            name: "CExpat", path: "Sources/System/CExpat", pkgConfig: "expat",
            providers: [.apt(["libexpat1-dev"])]),
        .systemLibrary(
            name: "CCrypto", path: "Sources/System/CCrypto", pkgConfig: "libcrypto",
            providers: [.apt(["libssl-dev"])]),
        // No system libraries: what is linked is loaded at every start, and these two bring forty others with them.
        .target(name: "CCurl", path: "Sources/System/CCurl"),
        .target(name: "CMicroHTTPD", path: "Sources/System/CMicroHTTPD"),
        .systemLibrary(
            name: "CZlib", path: "Sources/System/CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        // Tests.
        .target(
            name: "TestSupport",
            dependencies: ["CallRecords", "Resources", "Specs", "Values", "CloudCalls", "Documents", "Processes"],
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
                "AWSKinds", "Blueprints", "Diagnostics", "Digests", "Documents", "Engine", "Migrations",
                "Planning", "Providers", "Resources", "Simulator", "Specs", "TestSupport", "Values",
            ]),
        tests(
            "KindsTests",
            [
                "AWSKinds", "AWSModels", "CallRecords", "CloudCalls", "Documents", "FakeAWS", "Providers", "Resources",
                "Runner", "TestSupport", "Values",
            ]),
        tests(
            "StatesTests",
            [
                "AccountLeases", "CloudCalls", "Digests", "Documents", "Engine", "FakeAWS", "FakeCloudStore",
                "Locks", "Planning", "Providers",
                "Resources", "SQLite", "States", "TestSupport", "Values",
            ]),
        tests("CapacityTests", ["Capacity", "Diagnostics", "Specs", "TestSupport"]),
        tests("SimulationTests", ["Diagnostics", "Simulator", "Specs", "TestSupport", "Values"]),
        tests(
            "SigningTests", ["AWSSigning", "Digests", "Documents", "HTTPMessages", "TestSupport", "Values"]),
        tests("HTTPClientTests", ["Documents", "HTTPClient", "HTTPMessages", "TestSupport", "Values"]),
        tests(
            "CredentialsTests",
            [
                "AWSCredentials", "AWSSigning", "CloudCalls", "Digests", "Documents", "HTTPClient", "HTTPMessages",
                "Processes", "TestSupport", "Values",
            ]),
        tests("AWSModelsTests", ["AWSModels", "Digests", "FakeAWS", "Values"]),
        tests(
            "AWSProtocolsTests",
            [
                "AWSModels", "AWSProtocols", "CloudCalls", "Digests", "Documents", "HTTPMessages", "TestSupport",
                "Values",
                "XMLTrees",
            ]),
        tests(
            "AWSServingTests",
            [
                "AWSModels", "AWSProtocols", "AWSServing", "AWSSigning", "CloudCalls", "FakeAWS", "HTTPClient",
                "HTTPMessages", "HTTPServer", "TestSupport", "Values",
            ]),
        tests(
            "KubernetesTests",
            [
                "AWSServing", "AWSSigning", "Certificates", "CloudCalls", "FakeCloudStore", "HTTPClient",
                "HTTPMessages", "HTTPServer", "KubernetesClient", "KubernetesMessages", "KubernetesServing",
                "TestSupport", "Values",
            ]),
        tests(
            "AWSPaginatorsTests",
            [
                "AWSModels", "AWSPaginators", "AWSWaiters", "CloudCalls", "JMESPaths", "TestSupport", "Values",
            ]),
        tests("AWSEndpointsTests", ["AWSEndpoints", "AWSModels", "HTTPMessages", "TestSupport", "Values"]),
        tests("RetriesTests", ["CloudCalls", "Documents", "TestSupport", "Values"]),
        // The client as it is measured beside boto3.
        .executableTarget(
            name: "AWSBench",
            dependencies: [
                "AWSClient", "AWSCredentials", "AWSModels", "AWSProtocols", "CloudCalls", "HTTPMessages", "Threads",
                "Values",
            ],
            path: "Tests/AWSBench", swiftSettings: strict),
        // The client without its network, for the scripts that hold it against botocore.
        .executableTarget(
            name: "AWSFarEnd",
            dependencies: [
                "AWSEndpoints", "AWSModels", "AWSPaginators", "AWSProtocols", "AWSWaiters", "CloudCalls", "Diagnostics",
                "Digests", "Documents", "HTTPMessages", "JMESPaths", "Values",
            ],
            path: "Tests/AWSFarEnd", swiftSettings: strict),
        tests(
            "AWSClientTests",
            [
                "AWSClient", "AWSCredentials", "AWSModels", "AWSSigning", "CloudCalls", "Documents", "HTTPClient",
                "HTTPMessages", "TestSupport", "Values",
            ]),
        tests(
            "CommandTests",
            [
                "AWSCredentials", "AWSKinds", "AWSSigning", "CloudCalls", "Commands", "Diagnostics", "Documents",
                "Engine",
                "FakeAWS", "FakeCloudStore", "HTTPClient", "HTTPMessages", "Planning", "Providers",
                "Reports", "Resources", "Terminal", "TestSupport", "Values",
            ], exclude: ["Golden"]),
        tests("TidyTests", ["TestSupport"]),
    ],
    swiftLanguageModes: [.v6]
)
