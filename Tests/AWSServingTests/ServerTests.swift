import HTTPClient
import HTTPMessages
import HTTPServer
import Testing
import Values

/// The server on real sockets.
@Suite struct ServerTests {
    private func request(_ server: HTTPServer, _ method: String = "POST", body: [UInt8] = []) -> HTTPRequest {
        HTTPRequest(
            method: method, scheme: "http", host: server.address.host, port: server.address.port, path: "/a%20b//c",
            query: "x=1&y=%2F", headers: HTTPHeaders([.init(name: "X-Thing", value: "é")]), body: body)
    }

    /// Its server shares this process's threads with all other tests, and may wait for them.
    private static func patient() throws -> HTTPClient {
        var settings = HTTPSettings()
        settings.firstByteTimeout = .seconds(3600)
        settings.stallTimeout = .seconds(3600)
        return try HTTPClient(settings)
    }

    @Test(arguments: ["127.0.0.1", "::1"]) func `a request arrives as it was sent`(host: String) async throws {
        let server = try HTTPServer(host: host, port: 0) { request in
            HTTPResponse(
                status: 201, headers: HTTPHeaders([.init(name: "X-Seen", value: "\(request.method) \(request.url)")]),
                body: request.body)
        }
        let client = try Self.patient()
        let body = (0..<300_000).map { UInt8(truncatingIfNeeded: $0) }
        let answer = try await client.send(request(server, body: body), within: .seconds(3600))
        #expect(answer.status == 201 && answer.body == body)
        #expect(answer.headers["X-Seen"] == "POST \(request(server).url)")
        await server.stop()
        await #expect(throws: HTTPError.self) {
            try await client.send(request(server), within: .seconds(3600))
        }
    }

    @Test func `many at once are answered each on its own`() async throws {
        let server = try HTTPServer(host: "127.0.0.1", port: 0) { request in
            await Task.yield()
            return HTTPResponse(status: 200, body: request.body)
        }
        let client = try Self.patient()
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<200 {
                let request = request(server, body: Array("\(number)".utf8))
                group.addTask { try await client.send(request, within: .seconds(3600)).body == Array("\(number)".utf8) }
            }
            for try await isRight in group { #expect(isRight) }
        }
        await server.stop()
    }

    @Test func `no answer breaks the connection off`() async throws {
        let server = try HTTPServer(host: "127.0.0.1", port: 0) { _ in nil }
        let client = try Self.patient()
        await #expect(throws: HTTPError.self) { try await client.send(request(server), within: .seconds(3600)) }
        await server.stop()
    }

    @Test func `stopping waits for the answers under way`() async throws {
        let (asked, askedNow) = AsyncStream<Void>.makeStream()
        let (go, goNow) = AsyncStream<Void>.makeStream()
        let server = try HTTPServer(host: "127.0.0.1", port: 0) { _ in
            askedNow.finish()
            for await _ in go {}
            return HTTPResponse(status: 200, body: Array("done".utf8))
        }
        let client = try Self.patient()
        let asking = request(server)
        async let answer = client.send(asking, within: .seconds(3600))
        for await _ in asked {}
        async let stopped: Void = server.stop()
        goNow.finish()
        #expect(try await answer.body == Array("done".utf8))
        await stopped
    }

    @Test(arguments: ["0.0.0.0", "::", "10.0.0.1", "localhost", "127.1", "128.0.0.1", "", "127.0.0.1.1"])
    func `only loopback addresses are listened on`(host: String) {
        #expect(throws: HTTPServerProblem.notLoopback(host)) {
            try HTTPServer(host: host, port: 0) { _ in nil }
        }
    }
}
