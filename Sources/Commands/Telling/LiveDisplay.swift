@preconcurrency import Dispatch
import Synchronization
import Terminal

/// Draws a region at the bottom of the terminal ten times a second at most; finished lines scroll away above it.
final class LiveDisplay: Sendable {
    private struct State {
        var region = LiveRegion()
        /// Lines that stay, not drawn yet.
        var above: [StyledLine] = []
        var lines: (@Sendable (_ rows: Int, _ columns: Int) -> [StyledLine])?
        var isSuspended = false
    }

    private static let interval = DispatchTimeInterval.milliseconds(100)

    private let output: TextOutput
    private let state = Mutex(State())
    private let timer: any DispatchSourceTimer

    init(_ output: TextOutput) {
        self.output = output
        timer = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "display"))
    }

    /// Begins to draw.
    /// - Parameter lines: the region's lines now, for so many rows and columns.
    func begin(_ lines: @escaping @Sendable (_ rows: Int, _ columns: Int) -> [StyledLine]) {
        state.withLock { $0.lines = lines }
        output.write(LiveRegion.hideCursor)
        timer.setEventHandler { [weak self] in self?.draw() }
        timer.schedule(deadline: .now() + Self.interval, repeating: Self.interval)
        timer.resume()
    }

    /// Adds a line that stays.
    func add(_ line: StyledLine) { state.withLock { $0.above.append(line) } }

    private func draw() {
        state.withLock { state in
            guard let lines = state.lines, !state.isSuspended else { return }
            let traits = output.noteTraits
            output.write(
                state.region.redraw(above: state.above, lines: lines(Self.rows(of: traits), traits.width - 1), traits))
            state.above = []
        }
    }

    /// Half of the screen is left to what has happened.
    private static func rows(of traits: TerminalTraits) -> Int { min(16, max(3, traits.height / 2)) }

    /// Takes the region away and gives the cursor back; what stays is written out.
    func end() {
        state.withLock { state in
            guard state.lines != nil else { return }
            state.lines = nil
            output.write(state.region.redraw(above: state.above, lines: [], output.noteTraits) + LiveRegion.showCursor)
            state.above = []
        }
        timer.cancel()
    }

    /// Leaves the terminal to somebody else for a while.
    func suspend() {
        state.withLock { state in
            guard state.lines != nil else { return }
            state.isSuspended = true
            output.write(state.region.erase(output.noteTraits) + LiveRegion.showCursor)
        }
    }

    func resume() {
        state.withLock { state in
            guard state.lines != nil, state.isSuspended else { return }
            state.isSuspended = false
            output.write(LiveRegion.hideCursor)
        }
    }
}
