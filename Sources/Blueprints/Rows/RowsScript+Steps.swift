extension RowsScript {
    /// Copying, measuring, and the timer that ends a freeze.
    static let steps = #"""
        # --- the steps; each for both ways ---

        empty() {
          [ "$(ask "$1" "SELECT coalesce(bool_or((xpath('/row/e/text()', query_to_xml('SELECT EXISTS (SELECT FROM '
            || name || ') AS e', false, true, '')))[1]::text = 'true'), false) FROM ($TABLES AND c.relkind = 'r') t")" = f ]
        }

        # Rows that a finished move left behind are in the other database, every one.
        superseded() {
          [ "$(ask "$1" "SELECT coalesce(shobj_description(oid, 'pg_database'), '') FROM pg_database
            WHERE datname = current_database()")" = 'reconcile: its rows have moved' ]
        }

        replicate() {
          if subscribed "$1" "$2" || subscribed "$2" "$1"; then return; fi
          [ "$(ask "$1" 'SHOW wal_level')" = logical ] || fail "wal_level of $1 is not logical"
          [ "$(ask "$1" 'SELECT count(*) FROM pg_largeobject_metadata')" = 0 ] \
            || fail "$1 holds large objects, which do not replicate"
          [ "$(ask "$1" "SELECT count(*) FROM ($TABLES AND c.relpersistence = 'u') t")" = 0 ] \
            || fail "$1 has unlogged tables, which do not replicate"
          empty "$2" || superseded "$2" || fail "$2 holds rows already; this would overwrite them"
          # Without a key an update could not be published, and would fail for the user who makes it.
          ask "$1" "SELECT format('ALTER TABLE %s REPLICA IDENTITY FULL;', name) FROM ($TABLES AND c.relreplident = 'd'
            AND NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary)) t" | sql "$1"
          publish "$1"
          {
            echo 'BEGIN;'
            ask "$2" "SELECT format('DROP SCHEMA %I CASCADE;', nspname) FROM pg_namespace
              WHERE nspname <> 'information_schema' AND nspname !~ '^pg_'"
            echo "CREATE SCHEMA public; COMMENT ON SCHEMA public IS 'standard public schema';"
            echo 'COMMENT ON DATABASE platform IS NULL;'
            schema "$1"
            echo 'COMMIT;'
          } | sql "$2" > /dev/null 2> "$PLACE/rows.log" || {
            tail -n 3 "$PLACE/rows.log" >&2
            fail "the schema does not fit $2"
          }
          refuse_writes "$2"
          subscribe "$1" "$2" true
          echo "rows of $1 are being copied to $2"
        }

        stop_replicating() {
          [ "$(endpoint)" = "$1" ] || fail "the services use $2: undo the switch first"
          unsubscribe "$1" "$2"
          # What was copied goes, so that the next try begins with an empty database.
          ask "$2" "SELECT format('TRUNCATE %s CASCADE;', name) FROM ($TABLES AND NOT c.relispartition) t" | sql "$2"
        }

        measure() {
          local behind
          behind="$(ask "$1" "SELECT coalesce(max(pg_wal_lsn_diff(pg_current_wal_lsn(), confirmed_flush_lsn)), -1)::bigint
            FROM pg_replication_slots WHERE slot_name = '$(channel "$1")'")"
          printf '{"copying": %s, "behind": %s}\n' "$(copying "$1" "$2")" "$behind"
        }
        """#

    /// The steps in which writes stand still.
    static let moves = #"""
        TIMER=platform-rows-thaw
        arm() {
          disarm
          [ "$0" = "$PLACE/rows.sh" ] || install -m 700 "$0" "$PLACE/rows.sh"
          systemd-run --quiet --collect --unit="$TIMER" --on-active="${FREEZE_LIMIT}s" --setenv=RECONCILE_ROOT="$ROOT" \
            "$PLACE/rows.sh" release "do" "$1" "$HOST" "$PORT"
        }
        # Not its service: that is who may be asking.
        disarm() { systemctl stop "$TIMER.timer" 2> /dev/null || true; }

        # Nobody went on in time: writes are taken again by the database that the services use.
        release() {
          if [ "$(endpoint)" = "$1" ]; then
            if subscribed "$1" "$2"; then unsubscribe "$2" "$1"; fi
            thaw "$1"
          else
            switch "$1" "$2"
            thaw "$2"
          fi
        }

        # The log has said that all are there; this is the second proof, where it does not take too long.
        compare() {
          local here there
          if ! here="$(counts "$1")" || ! there="$(counts "$2")"; then
            echo "rows are not counted: that takes more than 20 s"
            return
          fi
          [ "$here" = "$there" ] || return 1
          awk '{ n += $NF } END { printf "%d rows in %d tables are equal\n", n, NR }' <<< "$here"
        }

        freeze() {
          if [ "$(endpoint)" = "$2" ]; then return; fi
          subscribed "$1" "$2" || fail "nothing is being copied from $1 to $2"
          [ "$(copying "$1" "$2")" = 0 ] || fail "tables are still being copied"
          local began here there
          here="$(schema "$1")"
          there="$(schema "$2")"
          if [ "$here" != "$there" ]; then
            diff <(echo "$here") <(echo "$there") | head -n 5 >&2 || true
            fail "the schemas differ: one was changed since the copy began"
          fi
          began="$(date +%s)"
          trap 'take_writes "$FROZEN" || true; disarm' EXIT
          FROZEN="$1"
          arm "$1"
          refuse_writes "$1"
          end_sessions "$1"
          catch_up "$1" "$2"
          carry_sequences "$1" "$2"
          compare "$1" "$2" || fail "the numbers of rows differ"
          trap - EXIT
          echo "frozen for $(($(date +%s) - began)) s"
        }

        switch() {
          if [ "$(endpoint)" = "$2" ] && ! subscribed "$1" "$2"; then
            unsubscribe "$1" "$2"
            return
          fi
          # The limit may have ended the freeze.
          if frozen "$1"; then arm "$1"; else freeze "$1" "$2"; fi
          frozen "$2" || fail "$2 takes writes"
          catch_up "$1" "$2"
          # What is written from now on flows back, so that the way back loses nothing.
          publish "$2"
          subscribe "$2" "$1" false
          point "$2"
          restart_services
          unsubscribe "$1" "$2"
        }

        thaw() {
          [ "$(endpoint)" = "$1" ] || fail "the services do not use $1"
          take_writes "$1"
          end_sessions "$1"
          disarm
        }

        finish() {
          unsubscribe "$2" "$1"
          refuse_writes "$1"
          ask "$1" "COMMENT ON DATABASE platform IS 'reconcile: its rows have moved'"
          rm -f "$PLACE/rows.sh" "$PLACE/rows.log"
        }

        # A fresh machine's services use the managed database until its rows have come.
        join() {
          empty container || superseded container || fail "the container's database holds rows"
          point managed
          restart_services
        }

        case "$STEP $ACTION" in
          'join do') join ;;
          'join undo' | 'finish undo') ;;
          'replicate do') replicate "$FROM" "$TO" ;;
          'replicate undo') stop_replicating "$FROM" "$TO" ;;
          'measure do') measure "$FROM" "$TO" ;;
          'freeze do') freeze "$FROM" "$TO" ;;
          'freeze undo') thaw "$FROM" ;;
          'switch do') switch "$FROM" "$TO" ;;
          'switch undo') switch "$TO" "$FROM" ;;
          'thaw do') thaw "$TO" ;;
          'thaw undo') freeze "$TO" "$FROM" ;;
          'finish do') finish "$FROM" "$TO" ;;
          'release do') release "$FROM" "$TO" ;;
          *) fail "no step '$STEP' with action '$ACTION'" ;;
        esac
        echo "rows: $STEP $ACTION is done"
        """#
}
