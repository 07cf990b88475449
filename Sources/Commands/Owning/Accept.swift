import Documents
import Insight
import Planning
import Reports
import Resources
import Specs
import States
import Terminal
import Values

/// `reconcile accept ADDRESS SPEC`: takes one resource's drift over, in the state and in the spec.
enum Accept {
    @Sendable static func run(_ options: Options, _ output: TextOutput, _ ask: Verbs.Ask) async throws -> Int32 {
        let (address, path) = (Address(options.words[0]), options.words[1])
        let spec = try Session.readSpec(path, options, output)
        let session = try await Session(options, output, spec: spec)
        return try await Execution.underLease(session) { _ in
            let (input, all) = try await RefreshOnly.look(session)
            let drift = all.filter { $0.address == address && $0.change != .unknown }
            guard !drift.isEmpty else {
                output.note("\(address) has not drifted: it is what the last run left.")
                return 0
            }
            DriftReport(drift, platform: spec.name).lines.forEach { output.note($0) }
            let acceptances = drift.flatMap { Acceptance.all(spec, $0) }
            output.note(StyledLine("\nWhat the spec must say, or the next apply undoes it", .title))
            for one in acceptances { output.result(line(one, address)) }
            for one in drift where one.change == .gone {
                output.result(
                    "\(one.address) is gone: only leaving out what needs it keeps the next apply from making it.")
            }
            let question =
                "\nTake this over into the state\(options.has("write") ? " and the spec" : "")? Only `yes` does: "
            guard try Confirmation.given(question, "yes", options, output, ask) else { return 1 }
            if options.has("write") { try write(acceptances, address, to: path) }
            do throws(StateError) {
                for one in drift where one.change == .gone { _ = try session.store.forget(address, of: spec.name) }
                _ = try session.store.refresh(spec.name, input.observed.filter { $0.address == address })
            } catch {
                throw CommandFailure(error)
            }
            output.note("The state now says what the cloud says of \(address).")
            return 0
        }
    }

    private static func line(_ one: Acceptance, _ address: Address) -> String {
        guard let setting = one.setting else {
            return "\(one.property): no value of the spec gives this; leave it alone with \"ignore\": "
                + "[\"\(one.ignore(address))\"]"
        }
        return "\(one.property): \(setting.path) = \(JSON.text(of: setting.value))"
    }

    /// Changes the spec's file: settings where there are some, `ignore` for the rest.
    private static func write(
        _ acceptances: [Acceptance], _ address: Address, to path: String
    ) throws(CommandFailure) {
        var edits: [(path: String, value: Value)] = []
        var ignored: [String] = []
        for one in acceptances {
            if let setting = one.setting {
                edits.append((setting.path, setting.value))
            } else if !ignored.contains(one.ignore(address)) {
                ignored.append(one.ignore(address))
            }
        }
        guard let text = SpecEdit.text(try Files.read(path), file: path, edits: edits, ignoring: ignored) else {
            throw CommandFailure(
                "\(path) can't be changed as it stands. Nothing was changed.", hint: "Change it by hand as shown above."
            )
        }
        try Files.write(text, to: path)
    }
}
