#include "safe.h"

#include "owner.h"
#include "raw.h"
#include "state.h"

#define WAIT_STEP_MS 2
#define WAIT_OWN_PROCESS_MS 2000 /* the owner's own limits end it sooner */
/* An owner of another process is a vfork child at work (a few ms), or a memory of a parent
 * whose thread was dying while another forked us. */
#define WAIT_OTHER_PROCESS_MS 200

static _Atomic uint64_t g_owner STATE_AT_HAND; /* pid << 32 | tid */

static uint64_t name_of(uint32_t pid, uint32_t tid)
{
    return (uint64_t)pid << 32 | tid;
}

static void wait_a_moment(void)
{
    struct timespec time = {0, WAIT_STEP_MS * 1000000};

    raw(SYS_nanosleep, &time, NULL);
}

bool owner_is(uint32_t pid, uint32_t tid)
{
    return atomic_load(&g_owner) == name_of(pid, tid);
}

enum owner_claim owner_claim(uint32_t pid, uint32_t tid)
{
    uint64_t me = name_of(pid, tid);

    for (int waited = 0; waited < WAIT_OWN_PROCESS_MS; waited += WAIT_STEP_MS) {
        uint64_t found = 0;

        if (atomic_compare_exchange_strong(&g_owner, &found, me)) {
            return OWNER_MINE;
        }
        if (found == me) {
            return OWNER_NESTED;
        }
        if (found >> 32 != pid && waited >= WAIT_OTHER_PROCESS_MS &&
            atomic_compare_exchange_strong(&g_owner, &found, me)) {
            return OWNER_MINE;
        }
        wait_a_moment();
    }
    return OWNER_LOST;
}

void owner_release(void)
{
    atomic_store(&g_owner, 0);
}
