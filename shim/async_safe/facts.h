/* The lines of a record that cannot fail: who died, of what, where. */
#ifndef FACTS_H
#define FACTS_H

#include "crash.h"
#include "record_text.h"

struct registers;
struct stack;

/* Which program this is, for shares and fingerprints: its build-id, else its path. Never 0. */
uint64_t facts_program(void);

/* The executable's path. */
const char *facts_exe(const struct crash *crash);

/* Parts of the record, in the order of their worth. */
void facts_write_head(struct record_text *text, const struct crash *crash);
void facts_write_signal(struct record_text *text, const struct crash *crash);
void facts_write_identity(struct record_text *text, const struct crash *crash);
void facts_write_surroundings(struct record_text *text, const struct crash *crash);
void facts_write_registers(struct record_text *text, const struct crash *crash);

/* At most `most` frames of `stack` as lines of `key`, and the modules that are new by them. */
void facts_write_frames(struct record_text *text, const char *key, const struct stack *stack,
                        uint32_t most);

/* The module that lay at `address` until it was unloaded, if one did and it is new. */
void facts_write_unloaded(struct record_text *text, uintptr_t address);

/* frames_total, modules and frames of the crash itself; forgets modules written before. */
void facts_write_stack(struct record_text *text, const struct stack *stack);

/* A number for "the same crash": program, signal, innermost frames. Never 0. */
uint64_t facts_fingerprint(const struct crash *crash, const struct stack *stack);

#endif
