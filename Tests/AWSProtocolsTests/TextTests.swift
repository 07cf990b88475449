import AWSModels
import Digests
import Testing
import Values

@testable import AWSProtocols

@Suite struct TextTests {
    @Test(arguments: [
        ("2026-11-24T12:00:00Z", "2026-11-24T12:00:00Z"), ("2026-11-24T12:00:00.120Z", "2026-11-24T12:00:00.120000Z"),
        ("2026-11-24T17:30:00+05:30", "2026-11-24T12:00:00Z"), ("2026-11-24", "2026-11-24T00:00:00Z"),
        ("Tue, 24 Nov 2026 12:00:00 GMT", "2026-11-24T12:00:00Z"), ("1795521600", "2026-11-24T12:00:00Z"),
        ("1795521600.5", "2026-11-24T12:00:00.500000Z"), ("-1", "1969-12-31T23:59:59Z"),
        ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"), ("2024-02-29T23:59:60Z", "2024-03-01T00:00:00Z"),
    ])
    func `a time is read in every form`(text: String, iso: String) {
        #expect(TimestampParser.parse(text)?.iso8601 == iso)
    }

    @Test(arguments: [
        "", "now", "2026-02-30T00:00:00Z", "2026-11-24T25:00:00Z", "1e999", "2026-13-01", "Tue, 24 Nov 2026",
    ])
    func `what is no time is refused`(text: String) {
        #expect(TimestampParser.parse(text) == nil)
    }

    @Test func `a time is written in the three forms`() {
        let moment = Timestamp(seconds: 1_795_521_600, microseconds: 250_000)
        #expect(moment.text(.rfc822) == "Tue, 24 Nov 2026 12:00:00 GMT")
        #expect(moment.text(.unixTimestamp) == "1795521600.25")
        #expect(Timestamp(seconds: -1, microseconds: 500_000).text(.unixTimestamp) == "-0.5")
        #expect(Timestamp(seconds: -2, microseconds: 500_000).text(.unixTimestamp) == "-1.5")
    }

    @Test func `every day from the year 1 to 9999 is found again`() throws {
        for days in stride(from: -719_162, to: 2_932_896, by: 97) {
            let date = CivilDate(days: days)
            #expect(try #require(CivilDate(year: date.year, month: date.month, day: date.day)).days == days)
        }
    }

    @Test func `lists in headers know quotation marks and dates`() {
        #expect(HeaderList.parts("a, \"b,c\", \"\\\"d\\\"\" ,", ofDates: false) == ["a", "b,c", "\"d\"", ""])
        #expect(
            HeaderList.parts("Tue, 24 Nov 2026 12:00:00 GMT, Wed, 25 Nov 2026 12:00:00 GMT", ofDates: true)
                == ["Tue, 24 Nov 2026 12:00:00 GMT", "Wed, 25 Nov 2026 12:00:00 GMT"])
    }

    @Test func `base64 is checked strictly and read past line breaks`() {
        for good in ["", "YQ==", "YWI=", "YWJj", "+/+/"] { #expect(BlobText.isBase64(good)) }
        for bad in ["YQ", "YQ=", "Y===", "YQ=a", "Y-==", "YWJj\n"] { #expect(!BlobText.isBase64(bad)) }
        #expect(BlobText.canonical("YWJj\nYWI=\n") == "YWJjYWI=")
    }

    @Test func `whole numbers are whole whatever their shape`() {
        #expect(ScalarReader.number(80) == .int(80))
        #expect(ScalarReader.number(0.5) == .double(0.5))
        #expect(ScalarReader.number(1e300) == .double(1e300))
    }

    @Test func `checksums are those of their standards`() {
        let check = Array("123456789".utf8)
        #expect(CRC32.checksum(check) == 0xCBF4_3926)
        #expect(CRC32.checksum([]) == 0)
        #expect(Base64.encode(MessageDigest.md5(check)) == "JfnnlDI7RTiF9RgfG2JNCw==")
        #expect(Base64.encode(MessageDigest.sha1([])) == "2jmj7l5rSw0yVb/vlWAYkK/YBwk=")
    }
}
