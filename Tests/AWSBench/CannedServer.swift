import Glibc
import Threads

/// A server that gives every request the same answer, as fast as this machine can; one thread a connection.
enum CannedServer {
    struct Failure: Error { let what: String }

    /// Prints its port and serves until its standard input ends.
    static func run(answering file: String) throws {
        let answer = try Bytes.read(file)
        let head = "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: \(answer.count)\r\n\r\n"
        let whole = Array(head.utf8) + answer
        let server = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(server, pointer, size) == 0 && listen(server, 256) == 0 && getsockname(server, pointer, &size) == 0
            }
        }
        guard isBound else { throw Failure(what: "no port") }
        print(UInt16(bigEndian: address.sin_port))
        fflush(nil)
        _ = WorkerThread.begin {
            while true {
                let connection = accept(server, nil, nil)
                guard connection >= 0 else { return }
                var isOn: Int32 = 1
                setsockopt(connection, Int32(IPPROTO_TCP), TCP_NODELAY, &isOn, socklen_t(MemoryLayout<Int32>.size))
                _ = WorkerThread.begin { serve(connection, whole) }
            }
        }
        while getchar() != EOF {}
    }

    private static func serve(_ connection: Int32, _ answer: [UInt8]) {
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        var held: [UInt8] = []
        while true {
            let count = read(connection, &buffer, buffer.count)
            guard count > 0 else { break }
            held += buffer[..<count]
            while let end = requestEnd(held) {
                held.removeFirst(end)
                var sent = 0
                while sent < answer.count {
                    let written = answer.withUnsafeBytes { bytes in
                        send(
                            connection, bytes.baseAddress.map { $0 + sent }, bytes.count - sent,
                            Int32(MSG_NOSIGNAL))
                    }
                    guard written > 0 else { return }
                    sent += written
                }
            }
        }
        close(connection)
    }

    /// Where the first request ends, once it is there whole.
    private static func requestEnd(_ bytes: [UInt8]) -> Int? {
        guard let head = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
        let text = String(decoding: bytes[..<head.lowerBound], as: UTF8.self).lowercased()
        let length = text.split(separator: "\r\n").first { $0.hasPrefix("content-length:") }
            .flatMap { Int($0.dropFirst("content-length:".count).filter { $0 != " " }) }
        let end = head.upperBound + (length ?? 0)
        return bytes.count >= end ? end : nil
    }
}
