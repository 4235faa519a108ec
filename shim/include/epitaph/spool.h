/*
 * The spool: one preallocated file per user, `<directory>/<uid>.spool`, that a dying
 * process writes through a shared mapping and the collector reads with pread(2).
 *
 *     offset 0                       struct epitaph_spool_header
 *     EPITAPH_SLOT_TABLE_OFFSET      struct epitaph_slot_header, slot_count times
 *     header_size                    text of slot 0, slot_size bytes
 *     header_size + slot_size        text of slot 1 ...
 *
 * The slots' headers lie together, so that looking through all of them touches a page or two
 * and not one page a slot: in a dying process each is a page fault.
 *
 * This file is the whole agreement between the two about memory; record.h is the one about
 * text. It knows no function of either side. Numbers are in the byte order of the machine:
 * a spool does not travel.
 *
 * The life of a slot is held in one 64-bit word, so that every step is one compare-and-swap:
 *
 *     FREE -> CLAIMED -> COMMITTED -> TAKEN -> FREE
 *                \________________________/^
 *                 owner died while writing: torn
 *
 * The writer owns a CLAIMED slot, the harvester a TAKEN one. The generation goes up with every
 * claim, so that a word read earlier never matches a later life of the same slot. The count is
 * how many crashes the slot stands for; a writer that finds its own crash already COMMITTED
 * adds one there instead of spending a slot.
 */
#ifndef EPITAPH_SPOOL_H
#define EPITAPH_SPOOL_H

#include <assert.h>
#include <stdatomic.h>
#include <stdint.h>

#define EPITAPH_SPOOL_MAGIC "EPITAPH" /* 8 bytes with its NUL */
#define EPITAPH_SPOOL_VERSION 1u

#define EPITAPH_SLOT_TABLE_OFFSET 8192u
#define EPITAPH_SLOT_SIZE                                                                      \
    32768u /* 160 frames of some 80 bytes, modules, words: half is usual */
#define EPITAPH_SLOT_COUNT 64u
#define EPITAPH_SPOOL_HEADER_SIZE (EPITAPH_SLOT_TABLE_OFFSET + EPITAPH_SLOT_COUNT * 64u)
#define EPITAPH_SLOT_COUNT_MAX 4096u /* a reader refuses more: 128 MiB of spool is a lie */
/* One program may hold this share of the slots, so that its crash loop leaves room for others.
 */
#define EPITAPH_PROGRAM_SHARE 2u /* slot_count / 2 */

#define EPITAPH_SPOOL_SIZE                                                                     \
    (EPITAPH_SPOOL_HEADER_SIZE + (uint64_t)EPITAPH_SLOT_COUNT * EPITAPH_SLOT_SIZE)

/* Directories, in the order in which they are looked for. EPITAPH_SPOOL names one and wins. The
 * system's counts for a user whose spool is in it or can be made there. */
#define EPITAPH_SPOOL_ENVIRONMENT "EPITAPH_SPOOL"
#define EPITAPH_SPOOL_SYSTEM_DIRECTORY "/var/spool/epitaph"
#define EPITAPH_SPOOL_USER_DIRECTORY "epitaph" /* in $XDG_STATE_HOME, else ~/.local/state */
#define EPITAPH_SPOOL_SUFFIX ".spool"          /* after the decimal uid */

enum epitaph_slot_state {
    EPITAPH_SLOT_FREE = 0,
    EPITAPH_SLOT_CLAIMED = 1,
    EPITAPH_SLOT_COMMITTED = 2,
    EPITAPH_SLOT_TAKEN = 3,
};

/* The word of a slot: state in bits 0-7, generation in 8-31, count in 32-63. */
#define EPITAPH_SLOT_WORD(state, generation, count)                                            \
    ((uint64_t)(state) | ((uint64_t)(generation)&0xffffffu) << 8 | (uint64_t)(count) << 32)
#define EPITAPH_SLOT_STATE(word) ((unsigned)((word)&0xffu))
#define EPITAPH_SLOT_GENERATION(word) ((uint32_t)((word) >> 8 & 0xffffffu))
#define EPITAPH_SLOT_COUNT_OF(word) ((uint32_t)((word) >> 32))

/* How the file begins, whatever its version. */
struct epitaph_spool_geometry {
    char magic[8];
    uint32_t version;
    uint32_t header_size;
    uint32_t slot_size;
    uint32_t slot_count;
};

struct epitaph_spool_header {
    char magic[8];
    uint32_t version;
    uint32_t header_size; /* bytes before the text of slot 0 */
    uint32_t slot_size;
    uint32_t slot_count;
    uint64_t reserved;
    _Atomic uint64_t lost;          /* crashes that found no slot, ever */
    _Atomic uint64_t lost_first_ns; /* CLOCK_REALTIME of the first and the last of them */
    _Atomic uint64_t lost_last_ns;
    /* Zeros up to EPITAPH_SLOT_TABLE_OFFSET: room for what a later version keeps. */
};

struct epitaph_slot_header {
    _Atomic uint64_t word;       /* EPITAPH_SLOT_WORD */
    _Atomic uint32_t length;     /* bytes of text that are whole lines; only grows in a claim */
    _Atomic uint32_t owner_pid;  /* as its own pid namespace counts */
    _Atomic uint64_t claimed_ns; /* CLOCK_BOOTTIME at the claim: is the owner still that pid? */
    _Atomic uint64_t first_seen_ns; /* CLOCK_REALTIME of the first and the last crash counted */
    _Atomic uint64_t last_seen_ns;
    _Atomic uint64_t fingerprint; /* same program, name, signal and frames; 0: none yet */
    _Atomic uint64_t program;     /* which program holds the slot */
    uint32_t reserved;
    _Atomic uint32_t crc32; /* IEEE 802.3 of the text, stored before COMMITTED; 0 while torn */
};

/* Where slot `index` keeps its header and its text. */
#define EPITAPH_SLOT_HEADER_OFFSET(index)                                                      \
    (EPITAPH_SLOT_TABLE_OFFSET + (uint64_t)(index) * sizeof(struct epitaph_slot_header))
#define EPITAPH_SLOT_TEXT_OFFSET(header_size, slot_size, index)                                \
    ((header_size) + (uint64_t)(index) * (slot_size))

/* A handler is done within seconds; a claim older than this has lost its owner, whoever now
 * wears that pid (a reader in another pid namespace cannot tell otherwise). */
#define EPITAPH_CLAIM_MAX_SECONDS 60u

static_assert(sizeof(struct epitaph_slot_header) == 64, "a slot header is one cache line");
static_assert(sizeof(struct epitaph_spool_header) <= EPITAPH_SLOT_TABLE_OFFSET, "header fits");
static_assert(EPITAPH_SPOOL_HEADER_SIZE % 4096 == 0, "texts begin on a page");
static_assert(sizeof(_Atomic uint64_t) == 8, "atomics have no hidden lock");

#endif
