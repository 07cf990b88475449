import Documents
import FakeAWS
import FakeCloudStore
import FoundationEssentials
import Guests
import Terminal

/// The fake cloud that a `fake` command means.
enum FakeClouds {
    /// Opens the cloud's file when it is there.
    static func existing(_ options: Options) throws(CommandFailure) -> StoredCloud? {
        guard FileManager.default.fileExists(atPath: Session.cloudPath(options)) else { return nil }
        return try open(options)
    }

    /// Opens the cloud's file, or makes it, for the account of the shipped specs.
    /// - Parameter speed: simulated seconds in a real one, when nobody else has it open.
    static func open(_ options: Options, speed: Int = 1) throws(CommandFailure) -> StoredCloud {
        try CloudConnection.refuseAWS(options)
        let path = Session.cloudPath(options)
        try Files.makeFolder(of: path)
        do throws(CloudFileProblem) {
            let account = try StoredCloud.owner(path: path) ?? "123456789012"
            return try StoredCloud(path: path, account: account, speed: speed, guest: PlatformGuest())
        } catch {
            throw CommandFailure(error)
        }
    }

    static func snapshot(_ stored: StoredCloud) throws(CommandFailure) -> Cloud {
        do throws(CloudFileProblem) { return try stored.snapshot() } catch { throw CommandFailure(error) }
    }

    static func edit<Output: Sendable>(
        _ stored: StoredCloud, _ change: @Sendable (inout Cloud) -> Output
    ) throws(CommandFailure) -> Output {
        do throws(CloudFileProblem) { return try stored.edit(change) } catch { throw CommandFailure(error) }
    }
}
