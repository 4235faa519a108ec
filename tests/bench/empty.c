/* A preload that does nothing: what any preload costs. */
int epitaph_bench_empty;
