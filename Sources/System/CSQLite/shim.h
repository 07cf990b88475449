#ifndef RECONCILE_CSQLITE_SHIM_H
#define RECONCILE_CSQLITE_SHIM_H
#include <sqlite3.h>

/* SQLITE_TRANSIENT is a cast macro, which Swift can't import: SQLite copies the bytes before it returns. */
static inline int reconcile_bind_text(sqlite3_stmt *s, int i, const char *bytes, int count) {
    return sqlite3_bind_text(s, i, bytes, count, SQLITE_TRANSIENT);
}
static inline int reconcile_bind_blob(sqlite3_stmt *s, int i, const void *bytes, int count) {
    return sqlite3_bind_blob(s, i, bytes, count, SQLITE_TRANSIENT);
}
#endif
