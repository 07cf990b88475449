import Documents
import HTTPClient
import HTTPMessages
import Testing
import Values

/// Requests that go well.
@Suite struct HTTPClientTests {
    private let server: FaultServer

    init() throws { server = try FaultServer.shared.get() }

    /// Connections are kept for as long as a busy machine may need for a test.
    private static func keeping() -> HTTPSettings {
        var settings = HTTPSettings()
        settings.idleLimit = .hours(1)
        return settings
    }

    private func sent(
        _ request: HTTPRequest, _ settings: HTTPSettings = HTTPSettings()
    ) async throws -> (response: HTTPResponse, seen: Value) {
        let response = try await HTTPClient(settings).send(request, within: .seconds(3600))
        return (response, (try? JSON.value(from: response.body)) ?? .null)
    }

    private func fields(_ seen: Value) -> [String] {
        (seen["headers"]?.elements ?? []).map { "\($0.texts[0]): \($0.texts[1])" }
    }

    @Test func `what the server sees is the request and nothing that curl adds`() async throws {
        let (response, seen) = try await sent(
            server.request(
                "/echo/a%2Fb/../c", method: "POST", headers: [("X-Amz-Date", "20150830T123600Z"), ("X-Empty", "")],
                body: Array("Action=x".utf8)))
        #expect(response.status == 200)
        #expect(seen.text("target") == "/echo/a%2Fb/../c")
        #expect(seen.text("body") == "Action=x")
        #expect(
            fields(seen) == [
                "Host: 127.0.0.1:\(server.ports["plain"] ?? 0)", "X-Amz-Date: 20150830T123600Z", "X-Empty: ",
                "Content-Length: 8",
            ])
    }

    @Test(arguments: ["GET", "POST", "PUT", "PATCH", "DELETE"], [0, 300_000])
    func `every method goes with and without a body`(_ method: String, _ size: Int) async throws {
        let body = (0..<size).map { UInt8(truncatingIfNeeded: $0 % 251) }
        let (response, seen) = try await sent(server.request("/echo/m", method: method, body: body))
        #expect(response.status == 200)
        #expect(seen.text("method") == method)
        #expect(Array((seen.text("body") ?? "").unicodeScalars.map { UInt8($0.value) }) == body)
    }

    @Test func `a HEAD request has fields and no body`() async throws {
        let (response, _) = try await sent(server.request("/status/200", method: "HEAD"))
        #expect(response.headers["content-length"] == "10")
        #expect(response.body.isEmpty)
    }

    @Test(arguments: [301, 400, 403, 404, 429, 500, 503])
    func `every status is an answer`(_ status: Int) async throws {
        let (response, _) = try await sent(server.request("/status/\(status)"))
        #expect(response.status == status)
        #expect(String(decoding: response.body, as: UTF8.self) == "status \(status)")
    }

    @Test func `redirects are not followed`() async throws {
        let (response, _) = try await sent(server.request("/redirect/not-followed"))
        #expect(response.status == 302)
        #expect(response.headers["Location"] == "/echo/not-followed")
        #expect(try await server.count("requests", "not-followed") == 1)
    }

    @Test func `interim answers are passed over`() async throws {
        let (response, _) = try await sent(
            server.request("/continue/x", method: "POST", body: Array("after".utf8)))
        #expect(response.status == 200)
        #expect(response.headers["X-Late"] == "1")
        #expect(response.headers["X-Early"] == nil)
        #expect(String(decoding: response.body, as: UTF8.self) == "after")
    }

    @Test func `an answer of HTTP 1 dot 0 ends with its connection`() async throws {
        let (response, _) = try await sent(server.request("/http10/x"))
        #expect(response.status == 200)
        #expect(String(decoding: response.body, as: UTF8.self) == "until the end")
    }

    @Test func `folded fields are joined and trailers are left out`() async throws {
        #expect(try await sent(server.request("/folded/x")).response.headers["X-Folded"] == "one two")
        let trailers = try await sent(server.request("/trailers/x")).response
        #expect(String(decoding: trailers.body, as: UTF8.self) == "01234")
        #expect(trailers.headers["X-Trailer"] == nil)
    }

    @Test func `what comes behind the announced length is no part of the answer`() async throws {
        let (response, _) = try await sent(server.request("/beyond-length/x"))
        #expect(String(decoding: response.body, as: UTF8.self) == "01234")
    }

    @Test func `one connection serves one request after the other`() async throws {
        let client = try HTTPClient(Self.keeping())
        var connections: Set<Int> = []
        for _ in 0..<5 {
            let response = try await client.send(server.request("/echo/x"), within: .seconds(3600))
            connections.insert(try JSON.value(from: response.body).number("connection") ?? 0)
        }
        #expect(connections.count == 1)
    }

    @Test func `many requests go at once, and those beyond the limit wait`() async throws {
        var settings = HTTPSettings()
        settings.concurrency = 7
        let client = try HTTPClient(settings)
        let server = server
        let bodies = await withTaskGroup(of: String?.self) { group in
            for number in 0..<100 {
                group.addTask {
                    let request = server.request("/echo/x", method: "POST", body: Array("\(number)".utf8))
                    let response = try? await client.send(request, within: .seconds(3600))
                    return (try? JSON.value(from: response?.body ?? []))?.text("body")
                }
            }
            return await group.reduce(into: Set<String>()) { $0.insert($1 ?? "failed") }
        }
        #expect(bodies == Set((0..<100).map { "\($0)" }))
    }

    @Test func `IPv6 addresses are reached`() async throws {
        let (_, seen) = try await sent(server.request("/echo/x", on: "ipv6"))
        #expect(fields(seen).first == "Host: [::1]:\(server.ports["ipv6"] ?? 0)")
    }

    @Test func `a trusted server that offers HTTP 2 is spoken to by it, on one connection`() async throws {
        var settings = Self.keeping()
        settings.certificateBundle = server.authority
        let client = try HTTPClient(settings)
        var streams: [Int] = []
        var connections: Set<Int> = []
        for _ in 0..<3 {
            let request = server.request("/echo/x", on: "good", method: "POST", body: Array("two".utf8))
            let seen = try JSON.value(from: try await client.send(request, within: .seconds(3600)).body)
            #expect(seen.text("body") == "two")
            #expect(fields(seen).contains(":authority: 127.0.0.1:\(server.ports["good"] ?? 0)"))
            streams.append(seen.number("stream") ?? 0)
            connections.insert(seen.number("connection") ?? 0)
        }
        #expect(streams == [1, 3, 5])
        #expect(connections.count == 1)
    }

    @Test func `a proxy is asked for plain addresses, and tunnels the others`() async throws {
        var settings = HTTPSettings()
        settings.certificateBundle = server.authority
        let proxy = "http://user:planted@127.0.0.1:\(server.ports["proxy"] ?? 0)"
        settings.proxy = ProxySettings(http: proxy, https: proxy)
        #expect(!"\(settings)".contains("planted"))
        let plain = try await sent(server.request("/echo/x"), settings).seen
        #expect(plain.text("proxied") == "http://127.0.0.1:\(server.ports["plain"] ?? 0)/echo/x")
        #expect(plain.text("authorization") == "Basic dXNlcjpwbGFudGVk")
        let (response, tunnelled) = try await sent(server.request("/echo/x", on: "good"), settings)
        #expect(tunnelled.number("stream") == 1)
        #expect(response.headers["X-Proxy"] == nil)
    }

    @Test func `hosts excepted from the proxy are asked directly`() async throws {
        var settings = HTTPSettings()
        settings.proxy = ProxySettings(http: "http://127.0.0.1:1", exceptions: "example.com,127.0.0.1")
        #expect(try await sent(server.request("/status/200"), settings).response.status == 200)
    }
}
