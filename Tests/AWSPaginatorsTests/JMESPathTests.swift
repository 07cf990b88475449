import JMESPaths
import Testing
import Values

@Suite struct JMESPathTests {
    private static let document: Value = [
        "a": ["b": [["c": 1, "d": "x"], ["c": 2.5, "d": "y"], ["c": 3]], "e": [:]], "list": [[1, [2]], 3, .null],
        "name with space": true, "tags": [["Key": "Name", "Value": "web"], ["Key": "env", "Value": "prod"]], "n": "ö",
    ]

    @Test(
        arguments: [
            ("a.b[0].c", 1), ("a.b[-1].c", 3), ("a.b[].d", ["x", "y"]), ("a.b[*].c", [1, 2.5, 3]), ("a.b[5]", .null),
            ("a.b[1:].c", [2.5, 3]), ("a.b[:-1].d", ["x", "y"]), ("list[]", [1, [2], 3]),
            ("a.*", [[["c": 1, "d": "x"], ["c": 2.5, "d": "y"], ["c": 3]], [:]]),
            ("\"name with space\"", true), ("a.b[?c > `1`].d", ["y"]), ("a.b[?d == 'x'] | [0].c", 1),
            ("a.b[*].[c, d]", [[1, "x"], [2.5, "y"], [3, .null]]), ("{one: a.b[0].c, two: n}", ["one": 1, "two": "ö"]),
            ("tags[?Key=='Name'].Value | [0]", "web"), ("length(a.b)", 3), ("length(a.b[?c >= `2`]) == `2`", true),
            ("a.e || n", "ö"), ("!(a.e)", true), ("!a.e", .null), ("a && n", "ö"), ("contains(n, 'ö')", true),
            ("keys(a)", ["b", "e"]),
            ("join(', ', a.b[].d)", "x, y"), ("sort(a.b[].d)", ["x", "y"]), ("max(a.b[].c)", 3), ("sum(a.b[].c)", 6.5),
            ("not_null(z, y, n)", "ö"), ("type(@)", "object"), ("to_string(a.b[0])", "{\"c\":1,\"d\":\"x\"}"),
            ("starts_with(n, 'ö')", true), ("reverse(a.b[].d)", ["y", "x"]), ("`[1, {\"x\": \"\\`\"}]`[1].x", "`"),
            ("'it\\'s'", "it's"), ("@.n", "ö"), ("(a.b)[0].c", 1), ("a.b[0].c == `1.0`", true),
            ("nothing.at.all", .null),
            ("to_number('1.5')", 1.5), ("to_array(n)", ["ö"]), ("a.b[0].c < a.b[0].d", .null), ("'a' < 'b'", true),
            ("'b' <= 'a'", false), ("sort_by(a.b, &c)[-1].c", 3), ("sort_by(a.b[:2], &d)[].d", ["x", "y"]),
            ("max_by(a.b, &c).c", 3), ("min_by(a.b, &c).d", "x"), ("min_by(`[]`, &c)", .null),
            ("map(&d, a.b)", ["x", "y", .null]), ("map(&@.c > `1`, a.b)", [false, true, true]),
            ("tags | sort_by(@, &Key)[].Key", ["Name", "env"]), ("abs(`-2`)", 2), ("avg(a.b[].c)", .double(6.5 / 3)),
            ("ceil(`1.2`)", 2), ("floor(`-1.2`)", -2), ("merge(a.b[0], `{\"c\": 9}`)", ["c": 9, "d": "x"]),
            ("a.b[::2].c", [1, 3]), ("a.b[::-1].c", [3, 2.5, 1]), ("a.b[2:0:-1].c", [3, 2.5]),
            ("a.b[-9:9:2].c", [1, 3]),
        ] as [(String, Value)])
    func `an expression picks what the specification says`(expression: String, expected: Value) throws {
        #expect(try JMESPath(expression).search(Self.document) == expected)
    }

    @Test(arguments: [
        "", "a.", ".a", "a..b", "a[", "a[]]", "a[1", "a[?b", "(a", "a b", "foo(", "nofunction(@)", "length(a, b)",
        "`[1`",
        "'open", "\"open", "a[::0]", "&a", "sort_by(a, b)", "sort_by(&a, b)", "length(&a)", "map(&a)",
        "sort_by(a, &b, &c)", "a = b", "{a}", "[", "-", "a.1", "9999999999999999999", "not_null()", "a |",
    ])
    func `what is no expression is refused`(expression: String) {
        #expect(throws: JMESPathProblem.self) { try JMESPath(expression) }
    }

    @Test func `a function refuses what it does not take`() throws {
        #expect(throws: JMESPathProblem.self) { try JMESPath("length(`1`)").search([:]) }
        #expect(throws: JMESPathProblem.self) { try JMESPath("sort(@)").search([1, "a"]) }
        #expect(throws: JMESPathProblem.self) { try JMESPath("sort_by(@, &a)").search([["a": 1], ["a": "x"]]) }
        #expect(throws: JMESPathProblem.self) { try JMESPath("map(&a, @)").search(["a": 1]) }
        #expect(throws: JMESPathProblem.self) { try JMESPath("merge(@, `1`)").search([:]) }
    }

    @Test func `an expression can't exhaust the stack`() {
        for deep in [
            String(repeating: "(", count: 4000), String(repeating: "!", count: 4000),
            String(repeating: "a.", count: 1000) + "a",
        ] {
            #expect(throws: JMESPathProblem.self) { try JMESPath(deep) }
        }
    }
}
