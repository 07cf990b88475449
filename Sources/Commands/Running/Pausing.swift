import Locks
import States
import Terminal
import Values

/// `reconcile pause` and `reconcile resume`: a word in the state that a live run hears.
enum Pausing {
    @Sendable static func pause(_ options: Options, _ output: TextOutput, _ ask: Verbs.Ask) async throws -> Int32 {
        try change(options, output, to: ProcessFacts.secondsSince1970)
    }

    @Sendable static func resume(_ options: Options, _ output: TextOutput, _ ask: Verbs.Ask) async throws -> Int32 {
        try change(options, output, to: nil)
    }

    private static func change(_ options: Options, _ output: TextOutput, to since: Int?) throws(CommandFailure) -> Int32
    {
        let store = try Session.openStore(options)
        let platform = try Chosen.platform(store, options)
        do throws(StateError) {
            let isNews = try store.pause(platform, since: since)
            let holder = try store.leaseHolder()
            let runs = holder.map { $0.isHeld && $0.isAliveHere } ?? false
            switch (isNews, since != nil) {
            case (false, true): output.result("\(platform) is paused already.")
            case (false, false): output.result("\(platform) is not paused.")
            case (true, true):
                output.result(
                    runs
                        ? "\(platform) is paused: its run finishes what it has begun, and begins nothing new."
                        : "\(platform) is paused: no run begins until `reconcile resume`.")
            case (true, false): output.result("\(platform) goes on" + (runs ? "." : ": runs may begin again."))
            }
        } catch {
            throw CommandFailure(error)
        }
        return 0
    }

    /// Refuses to begin a run while the platform is paused.
    static func refuse(_ platform: String, _ store: StateStore, _ options: Options) throws(CommandFailure) {
        let since: Int?
        do throws(StateError) { since = try store.platform(platform)?.pausedSince } catch {
            throw CommandFailure(error)
        }
        guard let since else { return }
        throw CommandFailure(
            "\(platform) is paused since \(Instant(milliseconds: since * 1000).timestamp): nothing new begins. [run.paused]",
            hint: "Go on with: reconcile resume --platform \(platform)"
                + (options.value("state").map { " --state \(CommandLineText.quoted($0))" } ?? ""))
    }
}
