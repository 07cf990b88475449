import HTTPMessages
import HTTPServer

/// What a watcher shows on a loopback port: `/healthz` for whoever restarts it, `/metrics` for Prometheus.
final class WatchFace: Sendable {
    private let board: WatchBoard
    private let server: HTTPServer

    init(_ place: ListenPlace, _ board: WatchBoard) throws(CommandFailure) {
        self.board = board
        do throws(HTTPServerProblem) {
            server = try HTTPServer(host: place.host, port: place.port) { board.answer(to: $0) }
        } catch {
            throw CommandFailure("There is nothing to listen on: \(error).")
        }
    }

    /// For example `http://127.0.0.1:9100`.
    var url: String {
        "http://\(HTTPAddress.shown(host: server.address.host)):\(server.address.port ?? 80)"
    }

    func stop() async { await server.stop() }
}
