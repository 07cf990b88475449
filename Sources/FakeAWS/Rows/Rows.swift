import Values

/// The rows that people write, as a fluid: thousandths of a row by the database that acknowledged them first.
///
/// A follower has what its source had a moment ago. That is computed when somebody asks, from how fast the source was
/// written last and until when, so that nothing ticks.
enum Rows {
    static let type = "AWS::FakeAWS::Database"
    static let ledger = CloudObject.Key(type, "global", "")
    /// How far a follower is behind its source, in milliseconds.
    private static let lag = 400

    static func key(_ name: String) -> CloudObject.Key { CloudObject.Key(type, "global", name) }

    /// The name of an RDS instance's database.
    static func name(_ instance: CloudObject.Key) -> String { "rds \(instance.region)/\(instance.id)" }

    /// People's writes over a stretch of time.
    struct Written {
        let from: Int
        let to: Int
        /// Thousandths of a row in a second, by database.
        let rates: [String: Int]
    }

    // MARK: Who has what

    /// Thousandths of rows that a database has at a moment, by the database that acknowledged them first.
    static func contents(_ name: String, at moment: Int, _ cloud: Cloud) -> [String: Int] {
        contents(name, at: moment, cloud, depth: 0)
    }

    private static func contents(_ name: String, at moment: Int, _ cloud: Cloud, depth: Int) -> [String: Int] {
        guard let database = cloud.objects[key(name)] else { return [:] }
        var rows: [String: Int] = [:]
        for pair in database.hidden["rows"]?.members ?? Members() { rows[pair.name] = pair.value.number }
        // Two that follow each other are a circle, around which nothing new comes.
        guard let source = database.hidden.text("source"), depth < 2,
            moment >= database.hidden.number("copiedAt") ?? 0
        else { return rows }
        // From a region that is cut off nothing comes any more.
        let stalled = cloud.faults.replicationStalledSince?.milliseconds
        let heard = min(moment, cutOff(source, cloud) ?? moment, stalled ?? moment)
        var theirs = contents(source, at: heard, cloud, depth: depth + 1)
        theirs[source, default: 0] -= behind(source, at: heard - lag, cloud)
        for (origin, count) in theirs { rows[origin] = max(rows[origin] ?? 0, count) }
        return rows
    }

    /// Thousandths of rows that a source has acknowledged since a moment.
    private static func behind(_ name: String, at moment: Int, _ cloud: Cloud) -> Int {
        guard let source = cloud.objects[key(name)]?.hidden else { return 0 }
        let late = max(0, (source.number("writtenUntil") ?? 0) - moment)
        return min(source["rows"]?.number(name) ?? 0, (source.number("rate") ?? 0) * late / 1000)
    }

    /// Thousandths of rows that others have acknowledged and that a database lacks.
    static func missing(_ name: String, at moment: Int, _ cloud: Cloud) -> Int {
        let here = contents(name, at: moment, cloud)
        return cloud.allEvenHidden(type, "global").reduce(0) { sum, other in
            sum + max(0, (other.hidden["rows"]?.number(other.id) ?? 0) - (here[other.id] ?? 0))
        }
    }

    /// By its guest's word, or by the parameters of an RDS instance.
    static func isFrozen(_ name: String, _ cloud: Cloud) -> Bool {
        if cloud.objects[key(name)]?.hidden["frozen"]?.flag == true { return true }
        return instance(name, cloud).map { DatabaseGroups.isReadOnly($0, cloud) } ?? false
    }

    /// The RDS instance of a database's name; nil for one of a guest.
    private static func instance(_ name: String, _ cloud: Cloud) -> CloudObject? {
        let parts = String(name.dropFirst("rds ".count)).components("/")
        guard name.hasPrefix("rds "), parts.count == 2 else { return nil }
        return cloud.object(RDS.instance, parts[0], parts[1])
    }

    /// When a database's region was cut off; nil where it answers.
    private static func cutOff(_ name: String, _ cloud: Cloud) -> Int? {
        instance(name, cloud).flatMap { cloud.cutSince($0.region) }?.milliseconds
    }

    // MARK: Changes

    static func begin(_ name: String, _ cloud: inout Cloud) {
        guard cloud.objects[key(name)] == nil else { return }
        cloud.insert(CloudObject(key(name), attributes: [:], hidden: ["rows": [:]], createdAt: cloud.now))
    }

    /// Databases change names, with all that others know of them: old names to new ones.
    static func rename(_ names: [String: String], _ cloud: inout Cloud) {
        let all = cloud.allEvenHidden(type, "global").filter { !$0.id.isEmpty }
        for one in all where names[one.id] != nil { cloud.remove(one.key) }
        for one in all {
            var hidden = one.hidden
            var rows: [String: Int] = [:]
            for pair in hidden["rows"]?.members ?? Members() {
                rows[names[pair.name] ?? pair.name, default: 0] += pair.value.number ?? 0
            }
            hidden["rows"] = .object(Members(rows.map { ($0.key, .int($0.value)) }))
            if let source = hidden.text("source") { hidden["source"] = .string(names[source] ?? source) }
            if let name = names[one.id] {
                cloud.insert(
                    CloudObject(key(name), attributes: one.attributes, hidden: hidden, createdAt: one.createdAt))
            } else if hidden != one.hidden {
                cloud.update(one.key) { $0.hidden = hidden }
            }
        }
    }

    /// Counts what people wrote.
    static func count(_ stretches: [Written], _ cloud: inout Cloud) {
        for stretch in stretches where !stretch.rates.isEmpty {
            var takers: [String] = []
            for (name, rate) in stretch.rates.sorted(by: { $0.key < $1.key }) {
                begin(name, &cloud)
                let count = rate * (stretch.to - stretch.from) / 1000
                guard !isFrozen(name, cloud) else {
                    cloud.note(key(name)) { $0.hidden["refused"] = .int(($0.hidden.number("refused") ?? 0) + count) }
                    continue
                }
                takers.append(name)
                let missing = missing(name, at: stretch.from, cloud)
                if missing > 0 { tell("forgetful", "\(name) lacks \((missing + 999) / 1000) rows", &cloud) }
                cloud.note(key(name)) {
                    var rows = $0.hidden["rows"] ?? [:]
                    rows[name] = .int((rows.number(name) ?? 0) + count)
                    $0.hidden["rows"] = rows
                    $0.hidden["rate"] = .int(rate)
                    $0.hidden["writtenUntil"] = .int(stretch.to)
                }
            }
            if takers.count > 1 { tell("together", takers.joined(separator: " and "), &cloud) }
        }
    }

    /// Remembers the first of a kind.
    private static func tell(_ what: String, _ words: String, _ cloud: inout Cloud) {
        begin(ledger.id, &cloud)
        if cloud.objects[ledger]?.hidden.text(what) == nil {
            cloud.note(ledger) { $0.hidden[what] = .string(words) }
        }
    }
}
