/* The world as it is: the clock, sleep, the kernel's randomness and HTTP, for deliver.h. */
#ifndef WORLD_H
#define WORLD_H

#include "deliver.h"

struct http;

/* What the real one needs; borrowed for as long as it is used. */
struct world {
    struct http *http;  /* to post through; NULL where nothing is posted */
    int stop_fd;        /* readable when it is time to end; -1: never */
    bool (*ends)(void); /* asked before each request: may nothing more be sent? NULL: it may */
};

/* 64 random bits of the kernel's. */
uint64_t world_random(void);

struct deliver_world world_real(struct world *world);

#endif
