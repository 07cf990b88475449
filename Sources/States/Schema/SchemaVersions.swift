/// The schema as the list of its changes; append only, since files of every version are out there.
enum SchemaVersions {
    static let all: [[String]] = [
        [
            """
            CREATE TABLE platforms (
                name TEXT PRIMARY KEY, account TEXT NOT NULL, provider TEXT NOT NULL, phase INTEGER,
                serial INTEGER NOT NULL) STRICT
            """,
            """
            CREATE TABLE resources (
                platform TEXT NOT NULL REFERENCES platforms (name), address TEXT NOT NULL,
                generation INTEGER NOT NULL, kind TEXT NOT NULL, region TEXT NOT NULL, physical_id TEXT NOT NULL,
                observation TEXT NOT NULL, uses TEXT NOT NULL, input_hash TEXT NOT NULL, kept INTEGER NOT NULL,
                deposed INTEGER NOT NULL, PRIMARY KEY (platform, address, generation)) STRICT
            """,
            """
            CREATE TABLE runs (
                id TEXT PRIMARY KEY, platform TEXT NOT NULL REFERENCES platforms (name), purpose TEXT NOT NULL,
                plan_hash TEXT NOT NULL, to_phase INTEGER NOT NULL, began INTEGER NOT NULL, ended INTEGER,
                result TEXT, plan TEXT NOT NULL) STRICT
            """,
            """
            CREATE TABLE journal (
                id INTEGER PRIMARY KEY AUTOINCREMENT, run TEXT NOT NULL REFERENCES runs (id), type TEXT NOT NULL,
                step TEXT NOT NULL, action TEXT NOT NULL, address TEXT NOT NULL, generation INTEGER NOT NULL,
                token TEXT NOT NULL, input_hash TEXT NOT NULL, at INTEGER NOT NULL, detail TEXT NOT NULL) STRICT
            """,
            "CREATE INDEX journal_by_address ON journal (address, action, generation, id)",
            "CREATE TABLE spent_plans (hash TEXT PRIMARY KEY, run TEXT NOT NULL REFERENCES runs (id)) STRICT",
            """
            CREATE TABLE lease (
                one INTEGER PRIMARY KEY CHECK (one = 1), fence INTEGER NOT NULL, host TEXT NOT NULL,
                boot TEXT NOT NULL, process INTEGER NOT NULL, started TEXT NOT NULL, since INTEGER NOT NULL,
                held INTEGER NOT NULL) STRICT
            """,
        ],
        [
            // The road that a platform is on, how far it came, and the run that walks it.
            "ALTER TABLE platforms ADD COLUMN road TEXT",
            "ALTER TABLE platforms ADD COLUMN road_stage TEXT",
            "ALTER TABLE platforms ADD COLUMN road_run TEXT",
            "ALTER TABLE runs ADD COLUMN from_phase INTEGER",
            "ALTER TABLE runs ADD COLUMN command TEXT NOT NULL DEFAULT ''",
        ],
        [
            // Since when somebody wants nothing new to begin, in seconds since 1970; null for not at all.
            "ALTER TABLE platforms ADD COLUMN paused INTEGER"
        ],
        [
            // What a step waited for, as JSON; empty for nothing.
            "ALTER TABLE journal ADD COLUMN waits TEXT NOT NULL DEFAULT ''"
        ],
        [
            // What it ran before a release that no gate has passed, as JSON; null for nothing of that kind.
            "ALTER TABLE resources ADD COLUMN proven_content TEXT"
        ],
    ]
}
