# V8 finds loads beyond a WebAssembly memory by the fault.
cat >program.js <<'JS'
const wasm = new Uint8Array([0,97,115,109,1,0,0,0,1,5,1,96,0,1,127,3,2,1,0,5,3,1,0,1,7,5,1,1,102,0,0,
  10,13,1,11,0,65,128,128,252,255,7,40,2,0,11]);
if (process.argv[2] === "crash") process.abort();
const end = Date.now() + 1000 * Number(process.argv[3]);
const load = new WebAssembly.Instance(new WebAssembly.Module(wasm)).exports.f;
let good = true;
function deep(n) { return deep(n + 1) + 1; }
function work() {
  for (let i = 0; i < 1000; i++) { try { load(); good = false; } catch (e) { good = good && e.name === "RuntimeError"; } }
  try { deep(0); good = false; } catch (e) { good = good && e.name === "RangeError"; }
  if (Date.now() < end) setImmediate(work); else console.log(good);
}
work();
JS
node program.js "$@" 2>/dev/null
