# crashes: 1
php -r '
function deep($n) { return $n ? 1 + deep($n - 1) : 0; }
echo deep(20000), "\n", preg_replace_callback("/\d+/", fn($m) => $m[0] * 2, "a1b22c333"), "\n";
exec("kill -SEGV $$", $out, $status); echo $status, "\n";
$a = range(1, 50); usort($a, fn($x, $y) => $x % 7 <=> $y % 7); echo md5(serialize(json_decode("{\"a\":[1,2]}"))), "\n";
exit(4);' 2>&1
echo $?
