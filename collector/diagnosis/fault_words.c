#include "fault_words.h"

#include <inttypes.h>
#include <signal.h>
#include <string.h>

#include <epitaph/record.h>

#include "crash/instruction.h"

static bool same(const char *text, const char *word)
{
    return text != NULL && strcmp(text, word) == 0;
}

static void add_address(struct text *out, const struct fault *fault)
{
    if (fault->has_address) {
        text_format(out, " at 0x%" PRIx64, fault->address);
    }
}

/* "read of unmapped memory at 0x.." */
static void add_access(struct text *out, const struct fault *fault, const char *what)
{
    if (same(fault->access, "execute")) {
        text_format(out, "jump to %s", what);
    } else {
        text_format(out, "%s of %s", fault->access != NULL ? fault->access : "use", what);
    }
    add_address(out, fault);
}

/*
 * si_code SI_KERNEL: the processor raised a general protection fault, which tells no address.
 * The instruction tells which of its causes it was.
 */
static void add_general_protection(struct text *out, const struct crash *crash,
                                   const struct fault *fault)
{
    if (same(crash->instruction, INSTRUCTION_PRIVILEGED)) {
        text_add(out, "privileged instruction");
    } else if (same(crash->instruction, INSTRUCTION_ALIGNED)) {
        text_add(out, "misaligned access by a vector instruction");
    } else {
        add_access(out, fault, "a non-canonical address");
    }
}

/* What the kernel calls by names of its own. */
static const char *mapping_name(const char *path)
{
    static const struct {
        const char *path, *name;
    } rows[] = {
        {"[heap]", "the heap"},
        {"[stack]", "the main thread's stack"},
        {"/dev/zero (deleted)", "shared anonymous memory"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (strcmp(path, rows[i].path) == 0) {
            return rows[i].name;
        }
    }
    return crash_basename(path);
}

/* The module that an address lies in, or lay in until it was unloaded; NULL: none. */
static const struct crash_module *module_at(const struct crash *crash,
                                            const struct fault *fault, bool unloaded)
{
    for (size_t i = 0; fault->has_address && i < crash->module_count; i++) {
        const struct crash_module *module = &crash->modules[i];
        if (fault->address >= module->base && fault->address < module->end &&
            module->path != NULL && module->unloaded == unloaded) {
            return module;
        }
    }
    return NULL;
}

/* Whose memory an address is: the mapped file's by name, or the module's; NULL: nobody's. */
static const char *owner_of(const struct crash *crash, const struct fault *fault)
{
    const struct crash_module *module = module_at(crash, fault, false);

    if (crash->mapping_path != NULL) {
        return mapping_name(crash->mapping_path);
    }
    return module != NULL ? crash_basename(module->path) : NULL;
}

static void add_owner(struct text *out, const struct crash *crash, const struct fault *fault)
{
    const char *owner = owner_of(crash, fault);

    if (owner != NULL) {
        text_format(out, ", which belongs to %s", owner);
    }
}

static void add_null(struct text *out, const struct fault *fault)
{
    const char *access = same(fault->access, "execute") ? "call"
                         : fault->access != NULL        ? fault->access
                                                        : "access";
    text_format(out, "null pointer %s", access);
    add_address(out, fault);
}

static void add_protected(struct text *out, const struct crash *crash,
                          const struct fault *fault)
{
    bool closed = crash->mapping_perms != NULL && strspn(crash->mapping_perms, "-") == 3;

    if (closed) {
        add_access(out, fault, "inaccessible memory");
    } else if (same(fault->access, "write")) {
        text_add(out, "write to read-only memory");
        add_address(out, fault);
    } else if (same(fault->access, "execute")) {
        text_add(out, "execution of non-executable memory");
        add_address(out, fault);
    } else {
        add_access(out, fault, "protected memory");
    }
    add_owner(out, crash, fault);
}

/* "jump to unmapped memory at 0x.., where plugin.so was before it was unloaded" */
static void add_unmapped(struct text *out, const struct crash *crash, const struct fault *fault)
{
    const struct crash_module *module = module_at(crash, fault, true);

    add_access(out, fault, "unmapped memory");
    if (module != NULL) {
        text_format(out, ", where %s was before it was unloaded", crash_basename(module->path));
    }
}

/* "read of a freed mapping at 0x.., 16 bytes into 65,536 unmapped by munmap" */
static void add_freed(struct text *out, const struct crash *crash, const struct fault *fault)
{
    char into[32], size[32];

    add_access(out, fault, "a freed mapping");
    if (crash->has_freed && fault->has_address && fault->address >= crash->freed_low &&
        fault->address < crash->freed_high) {
        text_format(out, ", %s bytes into %s unmapped by munmap",
                    text_number(into, fault->address - crash->freed_low),
                    text_number(size, crash->freed_high - crash->freed_low));
    }
}

/* The file by its name, and where in it, where the record knows. */
static void add_beyond(struct text *out, const struct crash *crash, const struct fault *fault)
{
    const char *access = fault->access != NULL ? fault->access : "access";
    const char *owner = owner_of(crash, fault);

    if (owner == NULL) {
        text_format(out, "%s past the end of a mapped file", access);
    } else if (crash->has_mapping && fault->address >= crash->mapping_low &&
               fault->address < crash->mapping_high) {
        text_format(out, "%s past the end of the mapped file %s (offset 0x%" PRIx64 ")", access,
                    owner, fault->address - crash->mapping_low + crash->mapping_offset);
    } else {
        text_format(out, "%s past the end of the mapped file %s", access, owner);
    }
    add_address(out, fault);
}

void fault_words_segv(struct text *out, const struct crash *crash, const struct fault *fault)
{
    char number[32];

    bool null =
        same(fault->kind, RECORD_KIND_NULL_PAGE) ||
        (fault->kind == NULL && fault->has_address && fault->address < FAULT_NULL_PAGE_END);

    if (fault->code == SEGV_MTESERR) {
        add_access(out, fault, "memory with another tag than the pointer's");
    } else if (fault->code == SEGV_MTEAERR) {
        text_add(out,
                 "use of memory with another tag than the pointer's, some instructions ago");
    } else if (null) {
        add_null(out, fault);
    } else if (same(fault->kind, RECORD_KIND_STACK_GUARD)) {
        text_format(out, "stack overflow, %s frames deep",
                    text_number(number, crash->frames_total));
    } else if (fault->code == SI_KERNEL) {
        add_general_protection(out, crash, fault);
    } else if (same(fault->kind, RECORD_KIND_NON_CANONICAL)) {
        add_access(out, fault, "a non-canonical address");
    } else if (same(fault->kind, RECORD_KIND_PROTECTED)) {
        add_protected(out, crash, fault);
    } else if (same(fault->kind, RECORD_KIND_FREED)) {
        add_freed(out, crash, fault);
    } else if (same(fault->kind, RECORD_KIND_UNMAPPED)) {
        add_unmapped(out, crash, fault);
    } else {
        add_access(out, fault, "invalid memory");
    }
}

void fault_words_bus(struct text *out, const struct crash *crash, const struct fault *fault)
{
    bool beyond = same(fault->kind, RECORD_KIND_BEYOND_FILE);

    if (beyond && same(crash->mapping_path, "/anon_hugepage (deleted)")) {
        add_access(out, fault, "a huge page that the kernel did not have");
    } else if (beyond && (!crash->has_mapping || crash->mapping_path != NULL)) {
        add_beyond(out, crash, fault);
    } else if (fault->code == BUS_ADRALN) {
        text_add(out, "misaligned access");
        if (fault->address != 0) { /* x86-64's alignment check does not tell */
            add_address(out, fault);
        }
    } else if (fault->code == BUS_MCEERR_AR || fault->code == BUS_MCEERR_AO) {
        text_add(out, "hardware memory error");
        add_address(out, fault);
    } else if (fault->code == SI_KERNEL || same(fault->kind, RECORD_KIND_NON_CANONICAL)) {
        add_access(out, fault, "a non-canonical address");
    } else {
        add_access(out, fault, "memory with nothing behind it");
    }
}
