/// The local names of a document, each kept once.
///
/// A table of its own, since a dictionary would need a string for every tag that is looked up. The standard library's
/// hasher is seeded for each process, so that nobody can choose names that collide.
struct XMLNames {
    private(set) var all: [String] = []
    private var bytes: [[UInt8]] = []
    private var slots = [Int32](repeating: -1, count: 256)

    mutating func number(of name: UnsafePointer<CChar>) -> Int32 {
        var local = UnsafeRawPointer(name)
        var end = local
        while true {
            let byte = end.load(as: UInt8.self)
            if byte == 0 { break }
            end += 1
            if byte == UInt8(ascii: ":") { local = end }
        }
        let wanted = UnsafeRawBufferPointer(start: local, count: end - local)
        var slot = self.slot(of: wanted)
        while slots[slot] >= 0 {
            if bytes[Int(slots[slot])].elementsEqual(wanted) { return slots[slot] }
            slot = (slot + 1) & (slots.count - 1)
        }
        let number = Int32(all.count)
        slots[slot] = number
        all.append(String(decoding: wanted, as: UTF8.self))
        bytes.append(Array(wanted))
        if all.count * 2 > slots.count { grow() }
        return number
    }

    private func slot(of name: UnsafeRawBufferPointer) -> Int {
        var hasher = Hasher()
        hasher.combine(bytes: name)
        return hasher.finalize() & (slots.count - 1)
    }

    private mutating func grow() {
        slots = [Int32](repeating: -1, count: slots.count * 2)
        for (number, name) in bytes.enumerated() {
            var slot = name.withUnsafeBytes { self.slot(of: $0) }
            while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = Int32(number)
        }
    }
}
