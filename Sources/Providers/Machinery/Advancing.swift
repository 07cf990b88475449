import CloudCalls
import Resources
import Values

/// One look at one operation.
struct Advancing {
    let driver: any KindDriver
    let cloud: CloudAccess
    /// The operation with its target as the cloud has it: normalized, under its generation's name.
    var operation: Operation
    /// The target's properties as the plan has them, which the next look begins with.
    private let planned: Value
    /// Whether the call under way changes something, so that a lost answer means an unknown effect.
    var isChanging = false

    init(driver: any KindDriver, cloud: CloudAccess, operation: Operation) {
        self.driver = driver
        self.cloud = cloud.access(of: driver, for: operation.action)
        self.operation = operation
        planned = operation.target.properties
        self.operation.target.properties = GenerationName.applied(
            to: driver.normalized(operation.target.properties), driver.schema, operation.target.generation,
            // What leaves is planned as the cloud gave it, and what an undo takes away as it was to be made.
            mayHaveIt: operation.action == .delete)
    }

    mutating func look() async throws(AWSError) -> Outcome {
        switch operation.action {
        case .create: try await create()
        case .update: try await update()
        case .delete: try await delete()
        }
    }

    // MARK: Create: observe, then converge

    private mutating func create() async throws(AWSError) -> Outcome {
        if let found = try await find() { return try await converge(found) }
        if let waiting = settling() { return waiting }
        if let acted = operation.actedAt {
            guard cloud.now - acted < .minutes(5) else {
                return .failed(
                    Failure(
                        code: "Provider.Vanished", message: "It was created but can't be found any more.",
                        hint: "Somebody may have deleted it; run apply again.", isRetryable: true))
            }
            return pending("it was created and is not visible yet", after: .seconds(2))
        }
        isChanging = true
        do throws(AWSError) {
            try await driver.create(operation.target, cloud)
        } catch {
            // The name is taken: by an earlier try of ours that no list showed yet, or by somebody else.
            guard error.saysAlreadyExists else { throw error }
            isChanging = false
            if let found = try await find() { return try await converge(found) }
            return try await conflict(error)
        }
        isChanging = false
        operation.actedAt = cloud.now
        operation.mayLandUntil = nil
        if let found = try await find() { return try await converge(found) }
        return pending("it was created and is not visible yet", after: .seconds(1))
    }

    /// Unknown is not absent: after a lost answer the object counts as absent only after two reads, a consistency
    /// window apart, counted from the last moment at which the lost call can still land.
    private mutating func settling() -> Outcome? {
        guard let until = operation.mayLandUntil else { return nil }
        if cloud.now < until {
            return pending("an earlier call whose answer was lost may still take effect", after: until - cloud.now)
        }
        guard let since = operation.absentSince else {
            operation.absentSince = cloud.now
            return pending(
                "an earlier call is being settled by a second look", after: driver.schema.consistencyWindow)
        }
        let passed = cloud.now - since
        guard passed >= driver.schema.consistencyWindow else {
            return pending(
                "an earlier call is being settled by a second look",
                after: TimeSpan(milliseconds: driver.schema.consistencyWindow.milliseconds - passed.milliseconds))
        }
        operation.mayLandUntil = nil
        operation.absentSince = nil
        return nil
    }

    private mutating func conflict(_ error: AWSError) async throws(AWSError) -> Outcome {
        let others = try await driver.list(.one(operation.target), cloud)
        guard let other = others.first, let tags = other.tags else {
            // Not listed at all: the other create is younger than the consistency window.
            return pending("the name is taken by something that is not visible yet", after: .seconds(5))
        }
        let owner =
            tags[IdentityTags.address].map {
                "it belongs to \($0) of \(tags[IdentityTags.platform] ?? "another platform")"
            }
            ?? "it does not carry this platform's tags"
        return .failed(
            Failure(
                code: error.code, message: "\(other.physicalID) exists already and is not ours: \(owner).",
                hint: "Rename one of them, or delete the other.", requestID: error.requestID))
    }

    private mutating func converge(_ first: Found) async throws(AWSError) -> Outcome {
        var found = first
        // What is being deleted is an older object and says nothing about a call of ours.
        if found.status != .deleting {
            operation.mayLandUntil = nil
            if operation.actedAt == nil { operation.actedAt = cloud.now }
        }
        for _ in 0..<2 {
            switch found.status {
            case .failed(let text):
                return .failed(
                    Failure(
                        code: "Provider.ResourceFailed", message: text,
                        hint: "The next apply makes it anew once the cause is mended."))
            case .deleting: return pending("an older one of the same name is being deleted", after: interval())
            case .ready, .pending: break
            }
            let differences = Differences.names(
                found: found, target: operation.target, driver: driver, isFresh: operation.action == .create)
            if differences.isEmpty { return try await settled(found) }
            if case .pending(let reason) = found.status {
                return pending(try await completed(found) ?? reason, after: interval())
            }
            if let fixed = differences.first(where: { isFixed($0) }) {
                return .failed(
                    Failure(
                        code: "Provider.CannotChange",
                        message: "\(fixed) of \(found.physicalID) differs from the plan and can't be changed in place.",
                        hint: "Run plan again; it will show a replacement."))
            }
            isChanging = true
            try await driver.update(operation.target, found, differences: differences, cloud)
            isChanging = false
            guard let again = try await find() else { break }
            found = again
        }
        let left = Differences.names(
            found: found, target: operation.target, driver: driver, isFresh: operation.action == .create)
        if left.isEmpty { return try await settled(found) }
        return pending("\(left.joined(separator: ", ")) not yet as wanted", after: interval())
    }

    /// Whether the wanted value of a property can't be reached in place.
    private func isFixed(_ property: String) -> Bool {
        let effects = driver.schema.effects(of: property)
        guard effects.contains(.replaces) else { return false }
        return effects.emptying == nil || operation.target.properties[property] != ""
    }

    private mutating func settled(_ found: Found) async throws(AWSError) -> Outcome {
        if let reason = try await completed(found) { return pending(reason, after: interval()) }
        let observation = operation.target.observation(of: found)
        if case .pending(let reason) = found.status {
            let lacks = operation.neededAttributes.contains { observation.attributes[$0] == nil }
            if operation.waitsForServing || lacks { return pending(reason, after: interval()) }
        }
        return .done(observation)
    }

    private mutating func completed(_ found: Found) async throws(AWSError) -> String? {
        isChanging = true
        let reason = try await driver.complete(operation, found, cloud)
        isChanging = false
        return reason
    }

    // MARK: Update and delete

    private mutating func update() async throws(AWSError) -> Outcome {
        guard let found = try await find() else {
            if operation.actedAt != nil { return pending("it is not visible", after: .seconds(2)) }
            return .failed(
                Failure(
                    code: "Plan.Stale", message: "It no longer exists, although the plan would change it.",
                    hint: "Run plan again.", isRetryable: true))
        }
        if operation.actedAt == nil, !operation.isResumed,
            let stale = StaleCheck.problem(operation, found: found, driver: driver)
        {
            return .failed(stale)
        }
        return try await converge(found)
    }

    private mutating func delete() async throws(AWSError) -> Outcome {
        guard let found = try await find() else {
            if operation.actedAt != nil || operation.absentSince != nil { return .done(nil) }
            // One look is not enough: a fresh object may be invisible.
            operation.absentSince = cloud.now
            return pending("it can't be found; a second look follows", after: .seconds(3))
        }
        if found.status == .deleting {
            operation.actedAt = operation.actedAt ?? cloud.now
            return pending("it is being deleted", after: interval())
        }
        isChanging = true
        do throws(AWSError) {
            try await driver.delete(operation.target, found, cloud)
        } catch {
            guard error.saysNotFound else { throw error }
        }
        isChanging = false
        operation.actedAt = operation.actedAt ?? cloud.now
        guard try await find() != nil else { return .done(nil) }
        return pending("it is being deleted", after: interval())
    }

    // MARK: Help

    /// The object of exactly this target.
    private func find() async throws(AWSError) -> Found? {
        let candidates: [Found]
        do throws(AWSError) {
            candidates = try await driver.list(.one(operation.target), cloud)
        } catch {
            // Naming an id that is not visible fails the whole call instead of giving an empty list.
            guard error.saysNotFound else { throw error }
            return nil
        }
        return Matching.find(operation.target, among: candidates, driver: driver)
    }

    func pending(_ reason: String, after span: TimeSpan) -> Outcome {
        var next = operation
        next.target.properties = planned
        return .pending(reason: reason, lookAgainAfter: max(span, .milliseconds(500)), next)
    }

    /// Until the next look: a twentieth of the time that it takes as a rule, or of the time since the start where that is
    /// longer; from 1 to 20 seconds.
    func interval() -> TimeSpan {
        let span = max(operation.expected, cloud.now - operation.startedAt)
        return .milliseconds(min(20_000, max(1000, span.milliseconds / 20)))
    }
}
