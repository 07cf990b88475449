public import Values

/// The face of the data that people write: who follows whom, who is frozen, what each has.
extension Cloud {
    /// Every database that was ever written or followed, by name.
    public mutating func databases() -> [DatabaseRows] {
        Traffic.countIfBegun(&self)
        let moment = now.milliseconds
        return allEvenHidden(Rows.type, "global").filter { !$0.id.isEmpty }.sorted { $0.id < $1.id }.map { one in
            DatabaseRows(
                name: one.id, acknowledged: (one.hidden["rows"]?.number(one.id) ?? 0) / 1000,
                refused: (one.hidden.number("refused") ?? 0) / 1000,
                missing: (Rows.missing(one.id, at: moment, self) + 999) / 1000,
                isFrozen: Rows.isFrozen(one.id, self), source: one.hidden.text("source"))
        }
    }

    /// What must never have happened, as far as people were counted.
    public var rowsLedger: RowsLedger {
        let told = objects[Rows.ledger]?.hidden ?? [:]
        let refused = allEvenHidden(Rows.type, "global").reduce(0) { $0 + ($1.hidden.number("refused") ?? 0) }
        return RowsLedger(
            together: told.text("together") ?? "", forgetful: told.text("forgetful") ?? "", refused: refused / 1000)
    }

    /// What happened before does not count any more.
    public mutating func clearRowsLedger() { remove(Rows.ledger) }

    /// Has a database follow another; what is there already comes when the copy is done.
    public mutating func follow(_ follower: String, _ source: String, copyTakes span: TimeSpan = .zero) {
        for name in [follower, source] { Rows.begin(name, &self) }
        let done = (now + span).milliseconds
        update(Rows.key(follower)) {
            $0.hidden["source"] = .string(source)
            $0.hidden["copiedAt"] = .int(done)
        }
    }

    /// Ends it; the follower stays with what it has by now.
    public mutating func unfollow(_ follower: String) {
        Traffic.countIfBegun(&self)
        let rows = Rows.contents(follower, at: now.milliseconds, self)
        update(Rows.key(follower)) {
            $0.hidden["rows"] = .object(Members(rows.map { ($0.key, .int($0.value)) }))
            $0.hidden["source"] = nil
        }
    }

    /// Empties a database of the rows that it has of others.
    public mutating func truncate(_ database: String) {
        update(Rows.key(database)) {
            let own = $0.hidden["rows"]?[database] ?? 0
            $0.hidden["rows"] = .object(Members([(database, own)]))
        }
    }

    /// What lay on a disk goes with it. A guest's database is named by its disk last.
    mutating func loseRows(on disk: String) {
        for one in allEvenHidden(Rows.type, "global") where one.id.hasSuffix(" \(disk)") { remove(one.key) }
    }

    public mutating func refuseWrites(_ database: String) {
        Rows.begin(database, &self)
        update(Rows.key(database)) { $0.hidden["frozen"] = true }
    }

    public mutating func takeWrites(_ database: String) { update(Rows.key(database)) { $0.hidden["frozen"] = nil } }

    public func isFrozen(_ database: String) -> Bool { Rows.isFrozen(database, self) }

    /// The database that one follows.
    public func source(of database: String) -> String? { objects[Rows.key(database)]?.hidden.text("source") }

    /// Whether the first copy is done.
    public func isCopied(_ database: String) -> Bool {
        now.milliseconds >= objects[Rows.key(database)]?.hidden.number("copiedAt") ?? 0
    }

    /// Rows that others have acknowledged and that a database lacks at a moment from now.
    public func missingRows(_ database: String, after span: TimeSpan = .zero) -> Int {
        (Rows.missing(database, at: (now + span).milliseconds, self) + 999) / 1000
    }

    /// Where a machine's services find their database.
    public func database(of machine: String, in region: String) -> String? {
        object(EC2Type.instance.type, region, machine)?.hidden.text("database")
    }

    public mutating func setDatabase(_ database: String, of machine: String, in region: String) {
        update(CloudObject.Key(EC2Type.instance.type, region, machine)) { $0.hidden["database"] = .string(database) }
    }

    /// The services of a machine start anew: until they are up it answers nothing, and what load balancers send it fails.
    public mutating func restartServices(of machine: String, in region: String, for span: TimeSpan) {
        let until = (now + span).milliseconds
        update(CloudObject.Key(EC2Type.instance.type, region, machine)) { $0.hidden["silentUntil"] = .int(until) }
    }

    /// Sets a machine's one timer: the guest is woken with the text, unless another is set before; nil stops it.
    public mutating func setTimer(_ text: String?, of machine: String, in region: String, after span: TimeSpan) {
        let key = CloudObject.Key(EC2Type.instance.type, region, machine)
        let number = Value.int(sequence)
        note(key) { $0.hidden["timer"] = text == nil ? nil : number }
        guard let text else { return }
        schedule("guest.timer", after: span, on: key, ["timer": .string(text), "number": number])
    }

    /// The database of the RDS instance that answers at an address; nil for none that does.
    public func database(at host: String, in region: String) -> String? {
        allEvenHidden(RDS.instance, region).first {
            $0.attributes["Endpoint"]?.text("Address") == host && $0.status == "available"
        }.map { Rows.name($0.key) }
    }
}
