import Foundation
import Simulator
import Specs
import Testing

/// The shipped specs as beginnings and ends of roads.
enum Road {
    /// A shipped spec, in another phase where that is asked.
    static func spec(_ file: Int, phase: Int? = nil, setting: String? = nil) throws -> Spec {
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("specs/phase\(file).json").path
        let bytes = try #require(FileManager.default.contents(atPath: path))
        let settings = ["phase=\(phase ?? file)", setting].compactMap { $0 }
        let overrides = try settings.map { try #require(SpecOverride(setting: $0)) }
        return try #require(SpecReader.read(Array(bytes), file: path, overrides: overrides).spec)
    }

    /// A simulation of the way from one shipped phase to another.
    static func simulation(
        _ from: Int, _ to: Int, seed: UInt64 = 1, runs: Int, _ play: Simulation.Play
    ) throws -> Simulation {
        Simulation(try spec(to), from: .spec(try spec(from)), seed: seed, runs: runs, play: play)
    }
}
