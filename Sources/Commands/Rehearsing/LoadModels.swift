import Capacity
import FakeAWS
import Reports
import Terminal

/// The load model that a command line means.
enum LoadModels {
    static func model(users: Int, _ options: Options, _ output: TextOutput) throws -> LoadModel {
        var model = LoadModel(users: users)
        if let path = options.value("load"), path != "standard" {
            let reading = model.reading(try Files.read(path), file: path)
            for line in DiagnosticReport.lines(reading.diagnostics) { output.note(line) }
            guard let read = reading.model else {
                throw CommandFailure(["\(path) is no valid load file; nothing was done."])
            }
            model = read
        }
        if let text = options.value("mix") {
            guard let mix = LoadModel.mix(text) else {
                throw UsageProblem(
                    "`\(text)` is no mix of places",
                    hint: "For example india=0.7,us=0.3; a place \(LoadModel.placesHint), and they add up to 1.")
            }
            model.mix = mix
        }
        return model
    }

    /// What a request costs, for the fake cloud.
    static func demand(_ model: LoadModel) -> Demand {
        func micros(_ milliseconds: Double) -> Int { Int((milliseconds * 1000).rounded()) }
        func thousandths(_ share: Double) -> Int { Int((share * 1000).rounded()) }
        var mix: [String: Int] = [:]
        for (place, share) in model.mix { mix[LoadModel.places[place]?.region ?? place] = thousandths(share) }
        return Demand(
            service: micros(model.serviceMilliseconds), cached: micros(model.cachedMilliseconds),
            read: micros(model.readMilliseconds), write: micros(model.writeMilliseconds),
            reads: thousandths(model.readShare), hits: thousandths(model.hitShare), edge: thousandths(model.edgeShare),
            mix: mix)
    }
}
