public import Diagnostics
import Documents
import Values

/// Prices of one day.
public struct PriceList: Sendable {
    /// For example `2026-11-29`.
    public let date: String
    private let prices: [String: Price]

    /// A price, or another region's that stands for it; nil when nobody knows one.
    func price(_ item: String, in region: String) -> (price: Price, isBorrowed: Bool)? {
        if let price = prices["\(item) \(region)"] { return (price, false) }
        return prices["\(item) \(Self.standIn)"].map { ($0, true) }
    }

    /// Whose prices stand for those of regions that the list lacks.
    static let standIn = "us-east-1"

    /// Reads a price file: `{"date", "currency": "USD", "prices": [{"item", "region", "unit", "usd", "verified",
    /// "source"}]}`.
    /// - Throws: the first thing that is wrong with it.
    public init(_ bytes: [UInt8], file: String) throws(Diagnostic) {
        let value = try JSON.value(from: bytes, file: file)
        func wrong(_ what: String, _ path: String) -> Diagnostic {
            Diagnostic("cost.badPrices", "\(file): \(what)", path: path, hint: "docs/costs.md has the form.")
        }
        guard let date = value.text("date"), !date.isEmpty else { throw wrong("the date is missing.", "date") }
        guard value.text("currency") == "USD" else { throw wrong("prices must be in USD.", "currency") }
        self.date = date
        var prices: [String: Price] = [:]
        for (index, one) in (value["prices"]?.elements ?? []).enumerated() {
            let path = "prices[\(index)]"
            guard let item = one.text("item"), let region = one.text("region"),
                let unit = one.text("unit").flatMap(Price.Unit.init)
            else { throw wrong("item, region and unit (hour, month or GiB-month) must be there.", path) }
            let usd: Double? =
                switch one["usd"] {
                case .int(let number)?: Double(number)
                case .double(let number)?: number
                default: nil
                }
            guard let usd, usd >= 0, usd < 1_000_000 else { throw wrong("usd must be a price.", path) }
            prices["\(item) \(region)"] = Price(
                item: item, region: region, unit: unit, nanos: Int((usd * 1_000_000_000).rounded()),
                isVerified: one["verified"]?.flag ?? false, source: one.text("source") ?? "")
        }
        guard !prices.isEmpty else { throw wrong("there is no price in it.", "prices") }
        self.prices = prices
    }

    /// The list that the program brings.
    public static func shipped() throws(Diagnostic) -> PriceList {
        try PriceList(Array(ShippedPrices.text.utf8), file: "shipped prices")
    }
}
