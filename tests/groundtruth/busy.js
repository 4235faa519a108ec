// Compiled code, regular expressions, JSON, zlib and the collector, for ever.
const zlib = require('zlib');
function fib(n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }
for (;;) {
  fib(22);
  const rows = Array.from({ length: 3000 }, (_, i) => ({ id: i, name: 'row' + i % 13 }));
  const text = JSON.stringify(rows);
  JSON.parse(text).sort((a, b) => a.name.localeCompare(b.name) || b.id - a.id);
  text.replace(/row(\d)(\d?)/g, (all, a, b) => b + a);
  zlib.gunzipSync(zlib.gzipSync(text));
}
