import CMicroHTTPD
import HTTPMessages

/// The functions that libmicrohttpd calls, all on its own thread; `context` is the hall, which outlives the server.
enum ServerCallbacks {
    typealias Place = UnsafeMutablePointer<UnsafeMutableRawPointer?>

    /// A request line was read: the exchange begins. What it gives back is what `place` then holds.
    static let begun:
        @convention(c) (UnsafeMutableRawPointer?, UnsafePointer<CChar>?, OpaquePointer?)
            -> UnsafeMutableRawPointer? = { _, target, _ in
                let target = target.map { String(cString: $0) } ?? "/"
                return Unmanaged.passRetained(Exchange(target: target)).toOpaque()
            }

    /// Head, then pieces of the body, then its end; and once more when the answer is made.
    static let access: MHD_AccessHandlerCallback = { context, connection, _, method, _, piece, size, place in
        guard let context, let connection, let method, let size, let exchange = exchange(place) else { return .NO }
        if exchange.begin() { return .YES }
        if size.pointee > 0, let piece {
            exchange.take(UnsafeRawBufferPointer(start: piece, count: size.pointee))
            size.pointee = 0
            return .YES
        }
        switch exchange.answer {
        case .made(let response): return queue(response, on: connection)
        case .none: return .NO
        case .awaited: break
        }
        guard !exchange.isTooLarge else { return queue(HTTPResponse(status: 413), on: connection) }
        let hall = Unmanaged<ExchangeHall>.fromOpaque(context).takeUnretainedValue()
        guard hall.enter() else { return .NO }
        exchange.enter()
        let request = exchange.request(
            method: String(cString: method), scheme: hall.scheme, headers: headers(of: connection))
        // The connection sleeps until its answer is there; it stays where it is meanwhile.
        reconcile_mhd_suspend(connection)
        let address = UInt(bitPattern: connection)
        Task {
            exchange.finish(await hall.handler(request))
            if let connection = OpaquePointer(bitPattern: address) { reconcile_mhd_resume(connection) }
        }
        return .YES
    }

    /// The answer is sent, or the connection broke.
    static let completed: MHD_RequestCompletedCallback = { context, _, place, _ in
        guard let context, let place, let pointer = place.pointee else { return }
        place.pointee = nil
        let exchange = Unmanaged<Exchange>.fromOpaque(pointer).takeRetainedValue()
        if exchange.isEntered { Unmanaged<ExchangeHall>.fromOpaque(context).takeUnretainedValue().leave() }
    }

    private static func exchange(_ place: Place?) -> Exchange? {
        place?.pointee.map { Unmanaged<Exchange>.fromOpaque($0).takeUnretainedValue() }
    }

    private static func headers(of connection: OpaquePointer) -> HTTPHeaders {
        var headers = HTTPHeaders()
        withUnsafeMutablePointer(to: &headers) { pointer in
            _ = reconcile_mhd_headers(
                connection,
                { context, _, name, value in
                    guard let context, let name else { return .NO }
                    context.assumingMemoryBound(to: HTTPHeaders.self).pointee
                        .add(String(cString: name), value.map { String(cString: $0) } ?? "")
                    return .YES
                }, pointer)
        }
        return headers
    }

    private static func queue(_ answer: HTTPResponse, on connection: OpaquePointer) -> MHD_Result {
        var body = answer.body
        guard let response = reconcile_mhd_response(&body, body.count) else {
            return .NO
        }
        defer { reconcile_mhd_destroy(response) }
        for field in answer.headers.fields { _ = reconcile_mhd_add_header(response, field.name, field.value) }
        return reconcile_mhd_queue(connection, UInt32(answer.status), response)
    }
}
