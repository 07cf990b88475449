import FakeAWS
import Runner
import Values

extension Rehearsal {
    /// Whether a region is lost on the way.
    var isLossy: Bool { legs.contains { $0.lost != nil } }

    /// A copy of the cloud, at the clock's time.
    var cloudNow: Cloud {
        var now = cloud.snapshot
        now.advance(to: clock.now())
        return now
    }

    /// Acknowledged rows that the database lacks that takes writes.
    var lackingRows: Int {
        var now = cloudNow
        now.countTraffic()
        let writers = now.objects.values.filter { $0.key.type == Watch.database && now.takesWrites($0) }
        return writers.map { now.missingRows("rds \($0.region)/\($0.id)") }.min() ?? 0
    }

    /// What did not hold.
    func judge(_ result: inout Result, isAnnounced: Bool) {
        result.breaches += watch.breaches
        let differences = setting.quiet.map { result.inventory.differences(from: $0.inventory) } ?? []
        if !differences.isEmpty {
            result.breaches.append(Breach(.oneOfEverything, differences.joined(separator: "; ")))
        }
        if !isLossy {
            judgeService(&result, isAnnounced: isAnnounced)
        } else if let together = cloud.look({ Watch.writingTogether($0) }) {
            result.breaches.append(Breach(.oneWriter, "At the end these take writes: \(together)."))
        }
        let place = cloud.look { SecretSearch($0) }.place(in: memory, result.trace + [result.firstStopDetail])
        if let place { result.breaches.append(Breach(.secrets, "One stands in \(place).")) }
        result.breaches.sort { $0.invariant.rawValue < $1.invariant.rawValue }
    }

    private func judgeService(_ result: inout Result, isAnnounced: Bool) {
        if let quiet = setting.quiet {
            let isHarmed = setting.script?.mishaps.contains { $0.kind.harmsUsers } ?? false
            let unstated = (result.failed - result.restarting, quiet.failed - quiet.restarting)
            if !isHarmed, !isAnnounced, unstated.0 > unstated.1 {
                result.breaches.append(
                    Breach(.served, "\(unstated.0) requests failed, \(unstated.1) without faults."))
            }
        } else if result.failed > result.restarting, !isAnnounced {
            let all = result.failed + result.answered
            result.breaches.append(Breach(.quietIsSilent, "\(result.failed) of \(all) requests failed."))
        }
    }

    /// What became of people's requests so far; the time in milliseconds.
    var traffic: (answered: Int, failed: Int, unavailable: Int, restarting: Int, cloud: Cloud) {
        var now = cloud.snapshot
        let counts = now.traffic().reduce(into: (0, 0, 0, 0)) {
            $0.3 += $1.restarting
            $0.0 += $1.answered
            $0.1 += $1.failed
            $0.2 += $1.unavailable.milliseconds
        }
        return (counts.0, counts.1, counts.2, counts.3, now)
    }
}
