/// A request prints without what could be a secret: query, header values and body are left out.
extension HTTPRequest: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String {
        let names = headers.fields.map(\.name).joined(separator: ", ")
        return "\(method) \(scheme)://\(authority)\(path) [\(names)] \(body.count) bytes"
    }

    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
