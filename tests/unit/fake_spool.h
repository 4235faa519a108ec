/* A spool file made by hand, as the shim would leave it, for the tests of those who read it. */
#ifndef FAKE_SPOOL_H
#define FAKE_SPOOL_H

#include <stddef.h>
#include <stdint.h>

struct fake_spool {
    char directory[64];
    char path[96]; /* <directory>/<uid>.spool */
    int fd;
};

/* A fresh directory with an empty spool in it; all gone after fake_spool_done(). */
void fake_spool_init(struct fake_spool *fake);
void fake_spool_done(struct fake_spool *fake);

/* Put `text` into a slot: COMMITTED with its checksum, or any other state with none. */
void fake_spool_write(struct fake_spool *fake, unsigned slot, unsigned state, uint32_t count,
                      const char *text);

/* Overwrite bytes of the file, to make it lie. */
void fake_spool_poke(struct fake_spool *fake, size_t offset, const void *bytes, size_t length);

/* Where a slot's header is. */
size_t fake_spool_slot_offset(unsigned slot);

/* Where its text is. */
size_t fake_spool_text_offset(unsigned slot);

/* The slot's word. */
uint64_t fake_spool_word(const struct fake_spool *fake, unsigned slot);

/* CLOCK_BOOTTIME, as claims are stamped. */
uint64_t fake_spool_now_ns(void);

/* A whole record of a null read in main, with one module and two frames. */
extern const char fake_record[];

#endif
