/// Rows in columns that stand below each other.
public enum Table {
    /// Each row as a line; the last column is not padded.
    public static func lines(_ rows: [[String]]) -> [String] {
        var widths: [Int] = []
        for row in rows {
            for (column, cell) in row.enumerated() {
                if column < widths.count {
                    widths[column] = max(widths[column], cell.count)
                } else {
                    widths.append(cell.count)
                }
            }
        }
        return rows.map { row in
            var line = ""
            for (column, cell) in row.enumerated() {
                line += cell
                if row[(column + 1)...].contains(where: { !$0.isEmpty }) {
                    line += String(repeating: " ", count: widths[column] - cell.count + 2)
                }
            }
            return line
        }
    }

    /// The same in a window: where the lines would not fit, each row becomes a block with the first row's names.
    /// - Parameters:
    ///   - names: the columns', where the table does not show them in its first row.
    ///   - limit: the window's width; nil for none.
    public static func lines(_ rows: [[String]], names: [String]? = nil, limit: Int?) -> [String] {
        let table = lines(rows)
        guard let limit, let head = names ?? rows.first, table.contains(where: { $0.count > limit }) else {
            return table
        }
        let width = head.map(\.count).max() ?? 0
        return rows.dropFirst(names == nil ? 1 : 0).flatMap { row in
            zip(head, row).filter { !$0.1.isEmpty }.enumerated().map { index, cell in
                let name = cell.0 + String(repeating: " ", count: width - cell.0.count)
                // The first cell says which row it is.
                return index == 0 ? cell.1 : "  \(name)  \(cell.1)"
            }
        }
    }

    /// Each row as a line; columns of numbers, which are all behind the second, stand to the right.
    static func right(_ rows: [[String]]) -> [String] {
        let widths = (0..<(rows.map(\.count).max() ?? 0)).map { column in
            rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
        }
        return rows.map { row in
            row.enumerated().map { column, cell in
                let padding = String(repeating: " ", count: widths[column] - cell.count)
                return column < 2 ? cell + padding : padding + cell
            }.joined(separator: "  ")
        }
    }
}
