import Glibc

/// Whether a file can be opened for reading.
enum ReadableFile {
    static func exists(_ path: String) -> Bool { access(path, R_OK) == 0 }
}
