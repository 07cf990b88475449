import Foundation
import TestSupport
import Testing

extension Place {
    /// Holds what a command did against the file `Golden/NAME.txt`.
    func expect(_ ran: Ran, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let difference = try Golden.difference(
            "exit code \(ran.code)\n--- results\n\(ran.result)--- notes\n\(ran.note)", from: "\(name).txt",
            hiding: [(folder.path, "PLACE"), (root, "ROOT")])
        #expect(difference == nil, "\(difference ?? "")", sourceLocation: sourceLocation)
    }
}
