# Compiled regular expressions and deep recursion; then recursion through C, which PHP does not
# survive.
cat >program.php <<'PHP'
<?php
function through_c($x) { return array_map('through_c', [1]); }
if ($argv[1] === "crash") { ini_set("memory_limit", "-1"); through_c(1); }
function deep($n) { return $n ? 1 + deep($n - 1) : 0; }
$end = time() + (int)$argv[2];
$good = true;
while (time() < $end) {
    $good = $good && deep(20000) === 20000;
    $good = $good && preg_replace_callback('/\d+/', fn($m) => $m[0] * 2, str_repeat("a1b22", 1000)) !== null;
    $good = $good && @preg_match('/^(a+)+$/', str_repeat("a", 50) . "b") !== 2;
}
echo $good ? "true\n" : "false\n";
PHP
php program.php "$@" 2>/dev/null
