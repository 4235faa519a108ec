# crashes: 0
bin=$(dirname "$(ls /usr/lib/postgresql/*/bin/postgres | tail -n 1)")
user=
if [ "$(id -u)" -eq 0 ]; then
    chown postgres .
    user='setpriv --reuid=postgres --regid=postgres --clear-groups'
fi
$user "$bin/initdb" -D data -A trust -U postgres --no-sync >/dev/null
echo $?
$user "$bin/pg_ctl" -D data -w -l log -o "-k $PWD -c listen_addresses= -F" start >/dev/null
echo $?
psql -h "$PWD" -U postgres -At <<'SQL'
create table t as select g, md5(g::text) m from generate_series(1, 20000) g;
create index on t(m);
select count(*), max(m), sum(length(m)) from t;
set max_parallel_workers_per_gather = 2; set parallel_setup_cost = 0; set parallel_tuple_cost = 0;
select count(*) from t a join t b on a.g = b.g + 1;
do $$ begin raise exception 'planned'; end $$;
select 1 / 0;
SQL
$user "$bin/pg_ctl" -D data -w -m fast stop >/dev/null
echo $?
grep -c 'terminated by signal' log
