import Foundation

/// A folder of one test's own, removed at its end.
public struct Scratch: ~Copyable, Sendable {
    public let path: String

    public init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("reconcile-test-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// The path of a file inside; its folders are made.
    @discardableResult
    public func write(_ text: String, to name: String, isExecutable: Bool = false) throws -> String {
        let file = "\(path)/\(name)"
        try FileManager.default.createDirectory(
            atPath: URL(fileURLWithPath: file).deletingLastPathComponent().path, withIntermediateDirectories: true)
        try text.write(toFile: file, atomically: true, encoding: .utf8)
        if isExecutable { try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file) }
        return file
    }

    public func read(_ name: String) throws -> String { try String(contentsOfFile: "\(path)/\(name)", encoding: .utf8) }

    /// Every file below a folder with its text and permissions, by relative path.
    public func files(below name: String) throws -> [String: String] {
        var files: [String: String] = [:]
        for case let file as String in FileManager.default.enumerator(atPath: "\(path)/\(name)") ?? .init() {
            var isFolder: ObjCBool = false
            let whole = "\(path)/\(name)/\(file)"
            guard FileManager.default.fileExists(atPath: whole, isDirectory: &isFolder), !isFolder.boolValue else {
                continue
            }
            let attributes = try FileManager.default.attributesOfItem(atPath: whole)
            let mode = (attributes[.posixPermissions] as? NSNumber)?.intValue ?? 0
            let bytes = FileManager.default.contents(atPath: whole) ?? Data()
            files[file] = "\(String(mode, radix: 8)) \(String(decoding: bytes, as: UTF8.self))"
        }
        return files
    }
}
