import CMicroHTTPD
public import HTTPMessages
import Synchronization

/// An HTTP/1.1 server on a loopback address, by libmicrohttpd: one thread of its own reads and writes, answers are made
/// by tasks.
///
/// It owns libmicrohttpd's handle: `stop` takes it away once every answer under way is made.
public final class HTTPServer: Sendable {
    /// Makes the answer; nil breaks the connection off without one.
    public typealias Handler = @Sendable (HTTPRequest) async -> HTTPResponse?

    /// Where it listens.
    public let address: HTTPAddress
    private let daemon: Mutex<UInt>
    private let hall: ExchangeHall

    /// Listens, and answers from now on.
    /// - Parameters:
    ///   - host: a numeric loopback address.
    ///   - port: 0 for any that is free.
    ///   - identity: with it the server speaks TLS.
    public init(
        host: String, port: Int, identity: ServerIdentity? = nil, handler: @escaping Handler
    ) throws(HTTPServerProblem) {
        guard LoopbackHost.contains(host) else { throw .notLoopback(host) }
        guard let number = UInt16(exactly: port) else { throw .cannotListen(host: host, port: port) }
        guard reconcile_mhd_load() == 1 else { throw .noLibrary }
        let hall = ExchangeHall(scheme: identity == nil ? "http" : "https", handler: handler)
        let context = Unmanaged.passUnretained(hall).toOpaque()
        guard
            let handle = reconcile_mhd_start(
                host, number, ServerCallbacks.access, ServerCallbacks.completed, ServerCallbacks.begun, context,
                identity?.key, identity?.certificate)
        else { throw .cannotListen(host: host, port: port) }
        self.hall = hall
        daemon = Mutex(UInt(bitPattern: handle))
        address = HTTPAddress(
            scheme: identity == nil ? "http" : "https", host: host, port: Int(reconcile_mhd_port(handle)))
    }

    /// Takes no more requests, waits for the answers under way, and ends; it can be called again.
    public func stop() async {
        await hall.close()
        let handle = daemon.withLock { handle in
            defer { handle = 0 }
            return handle
        }
        if let handle = OpaquePointer(bitPattern: handle) { reconcile_mhd_stop(handle) }
    }
}
