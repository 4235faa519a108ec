with recursive c(x) as (select 1 union all select x + 1 from c where x < 3000000)
select count(distinct x % 1009), max(printf('%05d', x)), sum(length(hex(x))) from c
where x % 3 <> 1 group by x % 17 order by 2;
