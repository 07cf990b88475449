/// What people ask of a platform, and what each request costs its parts.
///
/// The numbers are assumptions of a middling web shop, chosen so that the journey's phases end where it says; a load
/// file replaces them by what was measured.
public struct LoadModel: Sendable, Hashable {
    /// Users that are at it in the busiest hour.
    public var users: Int
    /// The share of users by where they are, for example `india`; adds up to 1.
    public var mix: [String: Double]
    /// Requests of one user in a second: 0.1 is a request every ten seconds.
    public var requestsPerUser = 0.1
    /// The part of the busiest hour's requests that comes in each hour of the day, in local time.
    public var hours: [Double] = [
        0.30, 0.20, 0.14, 0.10, 0.10, 0.14, 0.24, 0.38, 0.52, 0.64, 0.72, 0.78, 0.80, 0.78, 0.74, 0.72, 0.74, 0.80,
        0.88, 0.95, 1.00, 0.92, 0.70, 0.46,
    ]
    /// How much higher a minute of the busiest hour may be than its mean.
    public var spike = 1.5
    /// The share of requests that only read.
    public var readShare = 0.9
    /// Milliseconds of a vCPU that a request takes in a service, uncached.
    public var serviceMilliseconds = 50.0
    /// The same for a read that the cache answers.
    public var cachedMilliseconds = 20.0
    /// Milliseconds of a database's vCPU for a read and for a write.
    public var readMilliseconds = 4.0
    public var writeMilliseconds = 2.3
    /// How much slower both get where services and database share one machine.
    public var sharedMachine = 1.5
    /// The share of reads that the cache answers.
    public var hitShare = 0.85
    /// The share of requests that the CDN answers at its edge.
    public var edgeShare = 0.55
    /// Milliseconds of mean waiting that are fine.
    public var waitBound = 100.0
    /// How full a part may be at the busiest minute, whatever its waits are.
    public var fullest = 0.9

    /// Minutes that a release of the monolith may take; an instance refresh takes about five for each instance.
    public var releaseMinutes = 90.0
    /// vCPUs that one region lends, a quota that has to be asked for.
    public var regionCores = 2500.0
    /// Users above which nobody wants to hang on one machine, or on one region.
    public var oneMachineUsers = 100.0
    public var oneRegionUsers = 500_000.0

    public init(users: Int, mix: [String: Double] = ["india": 0.7, "us": 0.3]) {
        self.users = users
        self.mix = mix
    }

    /// Places that a mix may name, with their AWS region and how far behind UTC their evening is.
    public static let places: [String: (region: String, hoursFromUTC: Double)] = [
        "india": ("ap-south-1", 5.5), "us": ("us-east-1", -5),
    ]

    /// Requests a second of the busiest hour, if everybody's evening fell together.
    public var peak: Double { Double(users) * requestsPerUser }

    /// Requests a second in each hour of a day in UTC.
    public var hourly: [Double] {
        (0..<24).map { hour in mix.sorted { $0.key < $1.key }.reduce(0) { $0 + rate(of: $1.key, in: hour) } }
    }

    /// Requests a second from one place in an hour of UTC.
    public func rate(of place: String, in hour: Int) -> Double {
        let offset = Int((Self.places[place]?.hoursFromUTC ?? 0).rounded(.down))
        return peak * (mix[place] ?? 0) * hours[((hour + offset) % 24 + 24) % 24]
    }

    /// The share of users by region, where one region serves everybody for whom there is none nearer.
    public func share(of region: String, among regions: [String]) -> Double {
        mix.sorted { $0.key < $1.key }.reduce(0) { sum, one in
            let near = Self.places[one.key]?.region ?? ""
            let served = regions.contains(near) ? near : regions.first ?? ""
            return served == region ? sum + one.value : sum
        }
    }

    /// The same for other numbers of users.
    func with(users: Int) -> LoadModel {
        var model = self
        model.users = users
        return model
    }
}
