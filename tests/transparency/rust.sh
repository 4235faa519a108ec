# crashes: 2
cat >t.rs <<'RUST'
#![allow(unconditional_recursion)]
use std::{env, process, thread};
fn deep(n: u64) -> u64 { let below = deep(n + 1); unsafe { std::ptr::read_volatile(&below) + 1 } }
fn main() {
    match env::args().nth(1).as_deref() {
        Some("overflow") => println!("{}", deep(0)),
        Some("abort") => process::abort(),
        Some("panic") => panic!("planned"),
        _ => {
            let sum: u64 = (0..8).map(|i| thread::spawn(move || (0..i * 1000).sum::<u64>()))
                .map(|t| t.join().unwrap()).sum();
            println!("{} {:?}", sum, thread::spawn(|| { panic!("in a thread") }).join().is_err());
        }
    }
}
RUST
/usr/bin/rustc -O t.rs 2>&1
for way in '' overflow abort panic; do ./t $way 2>&1; echo $?; done
