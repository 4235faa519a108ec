# Panics that are caught, threads that come and go; then a stack overflow, which std detects only
# if it finds SIGSEGV at its default.
cat >main.rs <<'RUST'
use std::{env, hint::black_box, panic, thread, time::{Duration, Instant}};

fn deep(n: u64) -> u64 {
    let room = black_box([n; 64]);
    if n == u64::MAX { 0 } else { deep(n + 1) + room[0] }
}

fn main() {
    let arguments: Vec<String> = env::args().collect();
    if arguments[1] == "crash" {
        println!("{}", thread::spawn(|| deep(0)).join().unwrap());
    }
    let end = Instant::now() + Duration::from_secs(arguments[2].parse().unwrap());
    panic::set_hook(Box::new(|_| {}));
    let mut caught = 0u64;
    while Instant::now() < end {
        let threads: Vec<_> = (0..8).map(|i| thread::spawn(move || {
            panic::catch_unwind(|| { if black_box(i) < 100 { panic!("caught") } }).is_err()
        })).collect();
        caught += threads.into_iter().map(|t| t.join().unwrap() as u64).sum::<u64>();
    }
    println!("{}", caught > 0);
}
RUST
LD_PRELOAD= rustc -O -o program main.rs 2>&1 || exit 99
./program "$@"
