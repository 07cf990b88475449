import AWSClient
import AWSServing
import AWSSigning
import CloudCalls
import FakeAWS
import FakeCloudStore
import HTTPMessages
import Locks
import Terminal
import Values

/// `reconcile fake serve`: the fake cloud's file, to any client of AWS.
enum FakeServe {
    @Sendable static func run(_ options: Options, _ output: TextOutput, _ ask: Verbs.Ask) async throws -> Int32 {
        let place = try ListenPlace(
            options.value("listen") ?? "127.0.0.1:0", reason: "the fake cloud is for this machine alone")
        let host = place.host
        let stored = try FakeClouds.open(options, speed: options.number("speed", 100))
        let keys = ServedKeys.ofProcess(SystemRandom())
        let stop = StopSign()
        defer { stop.end() }
        let faces = try ServedFaces(stored, keys.credentials, host: host, port: place.port)
        let shown = HTTPAddress.shown(host: host)
        output.note(
            "serving account \(faces.account) from \(Session.cloudPath(options)), \(faces.speed) seconds in one; "
                + "Ctrl-C ends it")
        output.result("export AWS_ENDPOINT_URL=http://\(shown):\(faces.address.port ?? 80)")
        if keys.isOwn {
            output.result("export AWS_ACCESS_KEY_ID=\(keys.credentials.accessKeyID)")
            output.result("export AWS_SECRET_ACCESS_KEY=\(keys.credentials.secretAccessKey.reveal())")
        }
        let preparing = Task(priority: .background) { await faces.prepare() }
        await stop.wait()
        preparing.cancel()
        await faces.stop()
        return 0
    }
}
