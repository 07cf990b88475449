/// Why a server can't be had.
public enum HTTPServerProblem: Error, Sendable, Hashable, CustomStringConvertible {
    /// Only this machine may reach a server of ours.
    case notLoopback(String)
    /// The address is taken, or not this machine's.
    case cannotListen(host: String, port: Int)
    /// libmicrohttpd is not on this machine.
    case noLibrary

    public var description: String {
        switch self {
        case .notLoopback(let host): "\(host) is no loopback address such as 127.0.0.1 or ::1"
        case .cannotListen(let host, let port):
            "nothing can listen on port \(port) of \(host): it is taken, or the address is not there"
        case .noLibrary: "libmicrohttpd.so.12 can't be loaded: install libmicrohttpd12"
        }
    }
}
