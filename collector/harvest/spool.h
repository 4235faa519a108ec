/*
 * Reading a spool file (epitaph/spool.h says how it is laid out).
 *
 * The file belongs to the user whose crashes it holds, and every byte of it may be hostile: it
 * can change, shrink or lie while it is read. So geometry is checked once at the start and
 * kept, text is copied with pread(2) before anyone looks at it, and the one mapping that the
 * compare-and-swap needs survives a file that is cut short under it.
 */
#ifndef SPOOL_H
#define SPOOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct spool;

enum spool_mode {
    SPOOL_READ,    /* never changes the file: dump, list, show */
    SPOOL_HARVEST, /* takes and frees slots; the file must be ours, and the caller holds the
                      lock */
};

/* What the spool's header says beside its geometry. */
struct spool_lost {
    uint64_t total; /* crashes that found no slot, ever */
    uint64_t first_ns;
    uint64_t last_ns;
};

/* A slot as it was at one moment. */
struct spool_slot {
    unsigned index;
    uint64_t word;
    uint32_t length; /* of the text; never more than a slot holds */
    uint32_t owner_pid;
    uint64_t claimed_ns;
    uint64_t first_seen_ns;
    uint64_t last_seen_ns;
    uint32_t crc32;
};

/*
 * Open the spool at `path`: a regular file with one link, not through a symbolic link; for
 * SPOOL_HARVEST owned by the effective user.
 * Returns 0 and sets *ret_spool; -errno of open(2); -EINVAL for a file that is no spool,
 * -EPROTONOSUPPORT for one of a newer version, -EPERM for one that is not ours to harvest.
 * Close with spool_close().
 */
int spool_open(const char *path, enum spool_mode mode, struct spool **ret_spool)
    __attribute__((warn_unused_result));
void spool_close(struct spool *spool);

/* Slots that the file really has room for. */
unsigned spool_slot_count(const struct spool *spool);

/* The user whose file it is. */
uint32_t spool_owner_uid(const struct spool *spool);

/* Crashes that found no slot. Zeros when the header cannot be read. */
struct spool_lost spool_lost(const struct spool *spool);

/* Look at a slot. Returns 0 or -errno (-EIO: the file was cut short). */
int spool_look(const struct spool *spool, unsigned index, struct spool_slot *ret_slot)
    __attribute__((warn_unused_result));

/*
 * Copy the slot's text; the caller frees it. For a slot in use the text may be newer than
 * `slot`: look again and compare the words. Returns 0 or -errno.
 */
int spool_read_text(const struct spool *spool, const struct spool_slot *slot, char **ret_text,
                    size_t *ret_length) __attribute__((warn_unused_result));

/* Does the text have the checksum that its writer stored? */
bool spool_text_is_whole(const struct spool_slot *slot, const char *text, size_t length);

/* Is the slot claimed by a writer that is no more? */
bool spool_slot_is_torn(const struct spool_slot *slot);

/*
 * SPOOL_HARVEST: move a slot on to TAKEN or to FREE, if its word is still `slot->word`, which
 * is then updated. Returns 0; -EAGAIN when it has changed meanwhile; -EIO.
 */
int spool_take(struct spool *spool, struct spool_slot *slot)
    __attribute__((warn_unused_result));
int spool_release(struct spool *spool, struct spool_slot *slot)
    __attribute__((warn_unused_result));

/* What spool_open()'s error means, in words that follow "cannot read PATH: ". */
const char *spool_strerror(int error);

#endif
