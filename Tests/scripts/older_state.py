#!/usr/bin/env python3
"""Makes a state file what an older or a newer program would have left: takes back what later schemas added.

    older_state.py FILE SCHEMA
"""

import sqlite3
import sys

# What each schema added, see Sources/States/Schema/SchemaVersions.swift.
ADDED = {
    2: (("platforms", "road"), ("platforms", "road_stage"), ("platforms", "road_run"), ("runs", "from_phase"), ("runs", "command")),
    3: (("platforms", "paused"),),
    4: (("journal", "waits"),),
    5: (("resources", "proven_content"),),
}


def main():
    path, schema = sys.argv[1], int(sys.argv[2])
    connection = sqlite3.connect(path)
    (present,) = connection.execute("PRAGMA user_version").fetchone()
    if max(ADDED) != present:
        sys.exit(f"older_state: {path} has schema {present}: say here what it added")
    for version in range(present, schema, -1):
        for table, column in ADDED[version]:
            connection.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
    connection.execute(f"PRAGMA user_version = {schema}")
    connection.commit()
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


if __name__ == "__main__":
    main()
