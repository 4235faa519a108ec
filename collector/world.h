/* The world as it is: the clock, sleep, the kernel's randomness and HTTP, for deliver.h. */
#ifndef WORLD_H
#define WORLD_H

#include "deliver.h"

struct http;

/* A world that posts through `http`, which is borrowed and may be NULL until the first post. */
struct deliver_world world_real(struct http *http);

#endif
