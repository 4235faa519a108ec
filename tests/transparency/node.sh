# crashes: 2
node -e '
const { spawnSync } = require("child_process");
const { Worker } = require("worker_threads");
// A load far beyond its memory: V8 finds out by the fault.
const wasm = new Uint8Array([0,97,115,109,1,0,0,0,1,5,1,96,0,1,127,3,2,1,0,5,3,1,0,1,7,5,1,1,102,0,0,
  10,13,1,11,0,65,128,128,252,255,7,40,2,0,11]);
console.log(spawnSync("/bin/sh", ["-c", "kill -SEGV $$"]).signal);
console.log(spawnSync(process.execPath, ["-e", "process.abort()"]).signal);
console.log(require("zlib").gunzipSync(require("zlib").gzipSync("text")).toString());
try { new WebAssembly.Instance(new WebAssembly.Module(wasm)).exports.f(); } catch (e) { console.log(e.name); }
const w = new Worker("require(\"worker_threads\").parentPort.postMessage([1,2].map(x => x * 2))", { eval: true });
w.on("message", m => console.log(m)); w.on("exit", c => console.log("exit", c));
process.on("SIGUSR2", () => { console.log("usr2"); process.exitCode = 5; });
const t = setInterval(() => {}, 1000); setTimeout(() => clearInterval(t), 50); process.kill(process.pid, "SIGUSR2");
function deep(n) { return deep(n + 1) + 1; } try { deep(0); } catch (e) { console.log(e.name); }'
echo $?
