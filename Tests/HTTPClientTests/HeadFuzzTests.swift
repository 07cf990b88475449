import HTTPMessages
import TestSupport
import Testing
import Values

@testable import HTTPClient

/// Heads of answers and addresses of all kinds, good and damaged.
struct HeadFuzzTests {
    private static let slices = 0..<4
    private static let head =
        "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nx-amzn-requestid: 1\r\nX-Folded: a\r\n b\r\nDate: Sun, 06 Nov 1994 "
        + "08:49:37 GMT\r\nContent-Length: 5\r\n\r\n"
    private static let addresses = [
        "https://ec2.eu-west-1.amazonaws.com", "http://[::1]:4566/base/", "http://127.0.0.1:80", "https://a:443/%41",
    ]

    /// Line by line, as curl hands it over.
    private static func lines(_ bytes: [UInt8]) -> [[UInt8]] {
        var lines: [[UInt8]] = [[]]
        for byte in bytes {
            lines[lines.count - 1].append(byte)
            if byte == UInt8(ascii: "\n") { lines.append([]) }
        }
        return lines.filter { !$0.isEmpty }
    }

    @Test(arguments: slices)
    func `whatever the bytes of a head, its reader keeps to its limits`(_ slice: Int) {
        for seed in stride(from: slice, to: Seeds.fuzz, by: Self.slices.count) {
            var mutation = Mutation(seed: UInt64(seed))
            let head = Array(Self.head.utf8)
            let bytes = seed % 5 == 0 ? mutation.noise(400) : mutation.damaged(head + head)
            var reader = AnswerReader(bodyLimit: 64, headerLimit: 300)
            var isGoing = true
            for line in Self.lines(bytes) where isGoing { isGoing = line.withUnsafeBytes { reader.takeHeader($0) } }
            if isGoing { isGoing = bytes.withUnsafeBytes { reader.takeBody($0) } }
            #expect(isGoing == (reader.failure == nil), "seed \(seed)")
            let answer = reader.response(status: 200)
            #expect(answer.body.count <= 64 && (isGoing || answer.body.isEmpty), "seed \(seed)")
            // Bytes that are no UTF-8 become three each.
            let size = answer.headers.fields.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count }
            #expect(size <= 3 * 300, "seed \(seed)")
            let text = answer.headers.fields.map { $0.name + $0.value }.joined()
            #expect(!text.utf8.contains(10), "seed \(seed)")
        }
    }

    @Test(arguments: slices)
    func `an address that is read is one that can be asked, or is refused`(_ slice: Int) {
        for seed in stride(from: slice, to: Seeds.fuzz, by: Self.slices.count) {
            var mutation = Mutation(seed: UInt64(seed))
            let good = Array(Self.addresses[seed % Self.addresses.count].utf8)
            let text = String(decoding: mutation.damaged(good, count: 3), as: UTF8.self)
            guard let address = HTTPAddress(url: text) else { continue }
            let request = HTTPRequest(
                method: "GET", scheme: address.scheme, host: address.host, port: address.port, path: address.path + "/")
            guard RequestCheck.problem(request) == nil else { continue }
            #expect(HTTPAddress(url: request.url) == address, "seed \(seed): \(text)")
        }
    }
}
