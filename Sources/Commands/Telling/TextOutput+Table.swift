import Reports
import Terminal

extension TextOutput {
    /// A table as a result, in blocks where the window is too narrow for it.
    /// - Parameter names: the columns', where the table does not show them in its first row.
    func table(_ rows: [[String]], names: [String]? = nil) {
        Table.lines(rows, names: names, limit: resultTraits.tableLimit).forEach { result($0) }
    }
}
