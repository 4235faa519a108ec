/* throw COUNT: throw and catch five frames up; value 0 is ns per exception. */
#include "page.h"

#include <stdexcept>

__attribute__((noinline)) static int fall(size_t depth, size_t seed)
{
    if (depth == 0) {
        throw std::runtime_error("caught");
    }
    int fallen = fall(depth - 1, seed);
    asm volatile("" : "+r"(fallen)); /* no tail call */
    return fallen;
}

int main(int argc, char **argv)
{
    size_t count = argc == 2 ? strtoul(argv[1], nullptr, 10) : 1;
    size_t caught = 0;
    uint64_t start_ns = page_now_ns();
    for (size_t i = 0; i < count; i++) {
        try {
            fall(5, i);
        } catch (const std::exception &) {
            caught++;
        }
    }
    page_map(PAGE_FD)->values[0] = (page_now_ns() - start_ns) / count;
    return caught == count ? 0 : 1;
}
