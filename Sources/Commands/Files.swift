import FoundationEssentials
import Glibc

/// Reading and writing whole files.
enum Files {
    static func read(_ path: String) throws(CommandFailure) -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw CommandFailure("\(path) can't be read.", hint: "Check that the file exists and may be read.")
        }
        return Array(data)
    }

    static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

    /// All of standard input.
    @Sendable static func standardInput() -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while case let count = Glibc.read(STDIN_FILENO, &buffer, buffer.count), count > 0 { bytes += buffer[..<count] }
        return bytes
    }

    /// Writes through a neighbour file, so that a crash leaves the old content or the new.
    static func write(_ text: String, to path: String) throws(CommandFailure) {
        do {
            try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw CommandFailure("\(path) can't be written: \(error).", hint: "Check the folder and the free space.")
        }
    }

    static func makeFolder(of path: String) throws(CommandFailure) {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        if FileManager.default.fileExists(atPath: folder) { return }
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw CommandFailure(
                "The folder \(folder) can't be made: \(error).", hint: "Name another with --state PATH.")
        }
    }

    /// Keeps the newest `count` files of a folder by name.
    static func prune(_ folder: String, keeping count: Int) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder))?.sorted() ?? []
        for name in names.dropLast(count) { try? FileManager.default.removeItem(atPath: "\(folder)/\(name)") }
    }
}
