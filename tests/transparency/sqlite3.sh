# crashes: 0
sqlite3 t.db 'create table t(a integer primary key, b); with recursive c(x) as (select 1 union all
select x + 1 from c where x < 5000) insert into t select x, hex(x * 7919) from c; create index i on t(b);
select count(*), sum(length(b)), max(b) from t; pragma integrity_check; select * from nothing;'
echo $?
sqlite3 t.db .dump | sha256sum
