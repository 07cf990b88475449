import HTTPClient
import HTTPMessages
import Testing
import Values

/// Requests that go wrong: each gives its documented error, in bounded time and memory, and tells no secret.
@Suite struct HTTPFaultTests {
    private let server: FaultServer

    init() throws { server = try FaultServer.shared.get() }

    /// Small limits, and none of the timeouts that a busy machine could trip over.
    private static func patient() -> HTTPSettings {
        var settings = HTTPSettings()
        settings.connectTimeout = .seconds(300)
        settings.firstByteTimeout = .seconds(300)
        settings.stallTimeout = .seconds(300)
        settings.idleLimit = .hours(1)
        settings.bodyLimit = 1 << 20
        settings.headerLimit = 64 << 10
        return settings
    }

    private func failure(
        _ request: HTTPRequest, _ settings: HTTPSettings, within span: TimeSpan = .seconds(300)
    ) async throws -> HTTPError {
        var request = request
        request.headers["Authorization"] = "planted"
        request.query = "X-Amz-Signature=planted"
        let error = await #expect(throws: HTTPError.self) {
            try await HTTPClient(settings).send(request, within: span)
        }
        let found = try #require(error)
        #expect(!"\(found)\(String(reflecting: found))".contains("planted"))
        #expect(found.authority == request.authority)
        return found
    }

    @Test(arguments: [
        ("/silent/x", HTTPError.Kind.firstByteTimeout), ("/only-continue/x", .firstByteTimeout),
        ("/slow-headers/x", .stalled), ("/stall/x", .stalled),
    ])
    func `a server that does not go on is given up`(_ path: String, _ kind: HTTPError.Kind) async throws {
        // Only the limit that is meant is short: a busy machine is slow everywhere.
        var settings = Self.patient()
        if kind == .stalled { settings.stallTimeout = .milliseconds(400) }
        if kind == .firstByteTimeout { settings.firstByteTimeout = .milliseconds(400) }
        let error = try await failure(server.request(path), settings)
        #expect(error.kind == kind)
        #expect(error.mayHaveArrived)
    }

    @Test func `a server that does not read is given up`() async throws {
        let body = [UInt8](repeating: 120, count: 30 << 20)
        var settings = Self.patient()
        settings.firstByteTimeout = .milliseconds(400)
        let error = try await failure(server.request("/deaf/x", method: "PUT", body: body), settings)
        #expect(error.kind == .firstByteTimeout)
    }

    @Test(arguments: ["/dribble/x", "/silent/x"])
    func `the deadline of a call counts for all of it`(_ path: String) async throws {
        let error = try await failure(server.request(path), Self.patient(), within: .milliseconds(500))
        #expect(error.kind == .deadlineExceeded)
        #expect(error.mayHaveArrived)
    }

    @Test(arguments: [
        ("/reset/x", HTTPError.Kind.connectionLost), ("/close/x", .connectionLost),
        ("/reset-in-body/x", .connectionLost), ("/truncated/x", .truncated), ("/truncated-chunks/x", .truncated),
        ("/bad-chunk/x", .connectionLost), ("/announced-too-long/x", .tooLarge), ("/endless/x", .tooLarge),
        ("/endless-headers/x", .tooLarge), ("/endless-line/x", .tooLarge), ("/two-lengths/x", .malformed),
        ("/negative-length/x", .malformed), ("/no-number/x", .malformed), ("/http09/x", .malformed),
        ("/no-http/x", .malformed), ("/no-colon/x", .malformed),
    ])
    func `a broken answer is refused`(_ path: String, _ kind: HTTPError.Kind) async throws {
        let error = try await failure(server.request(path), Self.patient())
        #expect(error.kind == kind)
        #expect(error.mayHaveArrived)
    }

    @Test(arguments: ["endless", "announced-too-long", "endless-headers"])
    func `an endless answer is cut off at its limit`(_ what: String) async throws {
        let name = "cut-\(what)"
        #expect(try await failure(server.request("/\(what)/\(name)"), Self.patient()).kind == .tooLarge)
        // The rest is what lay in the sockets' buffers.
        #expect(try await server.count("sent", name) < 32 << 20)
    }

    @Test(arguments: ["wrong-name", "expired", "stranger"])
    func `a certificate that proves nothing is refused before anything is sent`(_ port: String) async throws {
        var settings = Self.patient()
        settings.certificateBundle = server.authority
        let error = try await failure(server.request("/echo/\(port)", on: port), settings)
        #expect(error.kind == .untrustedCertificate)
        #expect(!error.mayHaveArrived)
        #expect(!error.detail.isEmpty)
        #expect(try await server.count("requests", port) == 0)
    }

    @Test func `an authority that only the bundle knows is not trusted without it`() async throws {
        #expect(try await failure(server.request("/echo/x", on: "good"), Self.patient()).kind == .untrustedCertificate)
    }

    @Test func `a server without TLS is no partner for https`() async throws {
        let error = try await failure(server.request("/echo/x", on: "plain-spoken"), Self.patient())
        #expect(error.kind == .handshakeFailed)
        #expect(!error.mayHaveArrived)
    }

    @Test func `nobody there is told from a slow handshake`() async throws {
        let refused = try await failure(server.request("/echo/x", on: "closed"), Self.patient())
        #expect(refused.kind == .connectFailed)
        var hasty = Self.patient()
        hasty.connectTimeout = .milliseconds(400)
        let slow = try await failure(server.request("/echo/x", on: "mute"), hasty)
        #expect(slow.kind == .connectTimeout)
        var unknown = server.request("/echo/x")
        unknown.host = "no-such-host.invalid"
        let name = try await failure(unknown, Self.patient())
        #expect(name.kind == .hostNotFound)
        #expect([refused, slow, name].map(\.mayHaveArrived) == [false, false, false])
    }

    @Test func `a proxy that refuses or is not there is named as the cause`() async throws {
        var settings = Self.patient()
        settings.proxy = ProxySettings(https: "http://127.0.0.1:\(server.ports["proxy"] ?? 0)")
        var request = server.request("/echo/x", on: "good")
        request.host = "refuse.example.com"
        #expect(try await failure(request, settings).kind == .proxyFailed)
        settings.proxy = ProxySettings(https: "http://no-such-host.invalid:80")
        #expect(try await failure(request, settings).kind == .proxyFailed)
    }

    @Test(arguments: ["POST", "PUT"])
    func `a request is not repeated when a kept connection breaks under it`(_ method: String) async throws {
        let client = try HTTPClient(Self.patient())
        let name = "once-\(method)"
        let request = server.request("/closes-next/\(name)", method: method, body: Array("x".utf8))
        #expect(try await client.send(request, within: .seconds(3600)).status == 200)
        let error = await #expect(throws: HTTPError.self) { try await client.send(request, within: .seconds(3600)) }
        #expect(error?.kind == .connectionLost)
        #expect(error?.mayHaveArrived == true)
        #expect(try await server.count("requests", name) == 2)
    }

    @Test func `a POST without a body takes a connection of its own`() async throws {
        let client = try HTTPClient(Self.patient())
        let request = server.request("/closes-next/bare", method: "POST")
        for _ in 0..<3 { #expect(try await client.send(request, within: .seconds(3600)).status == 200) }
        #expect(try await server.count("requests", "bare") == 3)
    }

    @Test(arguments: ["reset", "refused", "goaway"])
    func `a stream of HTTP 2 that is cut off is a lost connection, and not repeated`(_ what: String) async throws {
        var settings = Self.patient()
        settings.certificateBundle = server.authority
        let request = server.request("/\(what)/\(what)-2", on: "good", method: "POST", body: Array("x".utf8))
        let error = try await failure(request, settings)
        #expect(error.kind == .connectionLost)
        #expect(error.mayHaveArrived)
        #expect(try await server.count("requests", "\(what)-2") == 1)
    }

    @Test func `cancelling ends a call at once, before and after it was sent`() async throws {
        let client = try HTTPClient(Self.patient())
        let server = server
        for delay in [0, 50] {
            let task = Task { () -> HTTPError.Kind? in
                do throws(HTTPError) {
                    _ = try await client.send(server.request("/silent/x"), within: .seconds(600))
                    return nil
                } catch {
                    return error.kind
                }
            }
            try await Task.sleep(for: .milliseconds(delay))
            task.cancel()
            #expect(await task.value == .cancelled)
        }
    }

    @Test(arguments: [
        HTTPRequest(method: "GET", host: "example.com", path: "/a b"),
        HTTPRequest(method: "GET", host: "example.com", path: "/a?b"),
        HTTPRequest(method: "GET", host: "example.com", path: "a"),
        HTTPRequest(method: "GET", host: "example.com", path: "/a#b"),
        HTTPRequest(method: "GET", host: "example.com", query: "a=ä"),
        HTTPRequest(method: "GET", host: "user@example.com"), HTTPRequest(method: "GET", host: "example.com/x"),
        HTTPRequest(method: "GET", host: ""), HTTPRequest(method: "G T", host: "example.com"),
        HTTPRequest(method: "GET", scheme: "file", host: "example.com"),
        HTTPRequest(method: "GET", host: "example.com", port: 0),
        HTTPRequest(method: "GET", host: "example.com", headers: HTTPHeaders([.init(name: "a", value: "b\r\nc: d")])),
        HTTPRequest(method: "GET", host: "example.com", headers: HTTPHeaders([.init(name: "a:b", value: "c")])),
        HTTPRequest(method: "GET", host: "example.com", headers: HTTPHeaders([.init(name: "a", value: "b\0")])),
    ])
    func `a request that would leave its place in the message is not sent`(_ request: HTTPRequest) async throws {
        let error = await #expect(throws: HTTPError.self) {
            try await HTTPClient().send(request, within: .seconds(3600))
        }
        #expect(error?.kind == .invalidRequest)
        #expect(error?.mayHaveArrived == false)
    }

    @Test func `a certificate bundle that is not there is told before the first request`() throws {
        var settings = HTTPSettings()
        settings.certificateBundle = "/no/such/bundle.pem"
        let error = #expect(throws: HTTPError.self) { _ = try HTTPClient(settings) }
        #expect(error?.detail.contains("/no/such/bundle.pem") == true)
    }
}
