extension RowsScript {
    /// How rows flow from one database to the other.
    static let channels = #"""
        # How one database reaches the other; with the password, so it is only ever given to psql's input.
        reach() {
          local password="${PGPASSWORD//\\/\\\\}"
          password="${password//\'/\\\'}"
          local rest="dbname=platform user=$DATABASE_USER password='$password'"
          if [ "$1" = managed ]; then
            echo "host=$HOST port=$PORT sslmode=require $rest"
            return
          fi
          local token
          token="$(curl -fsS -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 60' http://169.254.169.254/latest/api/token)"
          local address
          address="$(curl -fsS -H "X-aws-ec2-metadata-token: $token" http://169.254.169.254/latest/meta-data/local-ipv4)"
          echo "host=$address port=${RECONCILE_PORT:-5432} sslmode=prefer $rest"
        }

        # Tables of ours, as quoted names.
        TABLES="SELECT c.oid, format('%I.%I', n.nspname, c.relname) AS name, c.* FROM pg_class c
          JOIN pg_namespace n ON n.oid = c.relnamespace
          WHERE c.relkind IN ('r', 'p') AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'"

        # The channel from one database to the other is a publication there and a subscription here, named by its source.
        channel() { echo "reconcile_from_$1"; }
        subscribed() {
          local name
          name="$(channel "$1")"
          [ "$(ask "$2" "SELECT count(*) FROM pg_subscription s JOIN pg_database d ON d.oid = s.subdbid
            WHERE d.datname = current_database() AND s.subname = '$name'")" = 1 ]
        }

        publish() {
          local name tables
          name="$(channel "$1")"
          [ "$(ask "$1" "SELECT count(*) FROM pg_publication WHERE pubname = '$name'")" = 0 ] || return 0
          tables="$(ask "$1" "SELECT string_agg(name, ', ') FROM ($TABLES AND NOT c.relispartition) t")"
          if [ -n "$tables" ]; then tables="FOR TABLE $tables"; fi
          ask "$1" "CREATE PUBLICATION $name $tables"
        }

        # subscribe SOURCE TARGET COPY
        subscribe() {
          if subscribed "$1" "$2"; then return; fi
          local name
          name="$(channel "$1")"
          # A slot without its subscription is left of a try that was cut off.
          ask "$1" "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots
            WHERE slot_name = '$name' AND NOT active" > /dev/null
          sql "$2" > /dev/null <<SQL
        CREATE SUBSCRIPTION $name CONNECTION $(literal "$(reach "$1")") PUBLICATION $name WITH (copy_data = $3)
        SQL
        }

        unsubscribe() {
          local name
          name="$(channel "$1")"
          if subscribed "$1" "$2"; then
            ask "$2" "DROP SUBSCRIPTION $name" 2> /dev/null > /dev/null \
              || ask "$2" "ALTER SUBSCRIPTION $name DISABLE; ALTER SUBSCRIPTION $name SET (slot_name = NONE);
                DROP SUBSCRIPTION $name;"
          fi
          ask "$1" "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots
            WHERE slot_name = '$name' AND NOT active" > /dev/null
          ask "$1" "DROP PUBLICATION IF EXISTS $name" 2> /dev/null
        }
        """#

    /// How a database and its services stand still, and where they go.
    static let standstill = #"""
        frozen() {
          [ "$(ask "$1" "SELECT count(*) FROM pg_db_role_setting s JOIN pg_database d ON d.oid = s.setdatabase
            WHERE d.datname = current_database() AND s.setrole = 0
            AND 'default_transaction_read_only=on' = ANY (s.setconfig)")" = 1 ]
        }
        refuse_writes() { ask "$1" "ALTER DATABASE platform SET default_transaction_read_only = on"; }
        take_writes() { ask "$1" "ALTER DATABASE platform RESET default_transaction_read_only"; }

        # Sessions that began before the freeze would write on: they end, and whoever comes back finds it frozen.
        end_sessions() {
          local since left quiet=0
          since="$(ask "$1" 'SELECT clock_timestamp()')"
          for _ in $(seq 1 50); do
            left="$(ask "$1" "SELECT count(pg_terminate_backend(a.pid)) FROM pg_stat_activity a
              JOIN pg_roles r ON r.oid = a.usesysid WHERE a.datname = current_database() AND a.backend_start <= '$since'
              AND a.backend_type = 'client backend' AND a.pid <> pg_backend_pid()
              AND (NOT r.rolsuper OR r.rolname = current_user)")"
            # One that was just beginning is seen by the second look.
            if [ "$left" = 0 ]; then quiet=$((quiet + 1)); else quiet=0; fi
            if [ "$quiet" = 2 ]; then return; fi
            sleep 0.2
          done
          fail "sessions of $1 do not end"
        }

        # Every row that the source has acknowledged is safe in the target.
        catch_up() {
          local name position
          name="$(channel "$1")"
          position="$(ask "$1" 'SELECT pg_current_wal_lsn()')"
          for _ in $(seq 1 $((CATCH_UP_LIMIT * 5))); do
            if [ "$(ask "$1" "SELECT count(*) FROM pg_replication_slots
              WHERE slot_name = '$name' AND confirmed_flush_lsn >= '$position'")" = 1 ]; then return; fi
            sleep 0.2
          done
          fail "$2 has not caught up with $1 in $CATCH_UP_LIMIT s"
        }

        copying() {
          ask "$2" "SELECT count(*) FROM pg_subscription_rel r JOIN pg_subscription s ON s.oid = r.srsubid
            WHERE s.subname = '$(channel "$1")' AND r.srsubstate <> 'r'"
        }

        schema() {
          tool pg_dump "$1" --schema-only --no-owner --no-privileges --no-publications --no-subscriptions \
            | sed -E '/^--/d; /^\\(un)?restrict /d; /^$/d'
        }

        # Numbers of rows by table; both databases stand still.
        counts() {
          ask "$1" "SET statement_timeout = '20s';
            SELECT coalesce(string_agg(format('%s %s', name, (xpath('/row/c/text()',
              query_to_xml('SELECT count(*) AS c FROM ' || name, false, true, '')))[1]), E'\n' ORDER BY name), '')
            FROM ($TABLES AND c.relkind = 'r') t"
        }

        carry_sequences() {
          ask "$1" "SELECT format('SELECT pg_catalog.setval(%L, %s, true);', format('%I.%I', schemaname, sequencename),
            last_value) FROM pg_sequences WHERE last_value IS NOT NULL" | sql "$2" > /dev/null
        }

        # Where the services of this machine find their database.
        endpoint() { if grep -qs '^DATABASE_HOST=.' .env; then echo managed; else echo container; fi; }
        point() {
          if [ "$(endpoint)" = "$1" ]; then return; fi
          (
            umask 077
            sed '/^DATABASE_HOST=/d; /^DATABASE_OPTIONS=/d' .env > .env.new
            if [ "$1" = managed ]; then
              printf 'DATABASE_HOST=%s\nDATABASE_OPTIONS=?sslmode=require\n' "$HOST" >> .env.new
            fi
            mv .env.new .env
          )
        }
        restart_services() {
          local services
          mapfile -t services < <(docker compose config --services 9>&- | grep '^service-')
          docker compose up -d --no-deps --wait "${services[@]}" 9>&-
          # The proxy looks names up when it reads its configuration.
          docker compose exec -T proxy nginx -s reload 9>&-
        }
        """#
}
