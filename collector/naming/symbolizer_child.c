#include "symbolizer_child.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "debug_file.h"
#include "debug_memory.h"
#include "demangle.h"

#define FILES_MAX 256  /* modules kept open; beyond that the whole cache starts anew */
#define NAMED_BITS 12u /* addresses remembered per module: 4096 */
#define NAMED_SLOTS (1u << NAMED_BITS)
#define NAMED_PROBES 8u       /* where an address may be, so that like code does not collide */
#define NAMED_BYTES_MAX 2048u /* a longer answer is not remembered */

/* An address that was named before: the answer's bytes, ready to be sent again. */
struct named {
    uint64_t key; /* offset * 2 + exact, + 1 so that 0 is empty */
    struct wire answer;
};

/* A module that was asked for before, whether it could be opened or not. */
struct module {
    char *path;
    char *build_id;
    uint64_t crash_time_ns; /* matters for files without a build-id only */
    enum crash_module_state state;
    struct debug_file *file;
    struct named *named;
};

static struct {
    struct module modules[FILES_MAX];
    size_t count;
} g_cache;

static bool same_text(const char *left, const char *right)
{
    return left == NULL || right == NULL ? left == right : strcmp(left, right) == 0;
}

static void module_done(struct module *module)
{
    for (size_t i = 0; module->named != NULL && i < NAMED_SLOTS; i++) {
        wire_done(&module->named[i].answer);
    }
    free(module->named);
    debug_file_close(module->file);
    free(module->path);
    free(module->build_id);
}

/* Not while answering: modules of the request at hand are in use. */
static void forget_all(void)
{
    for (size_t i = 0; i < g_cache.count; i++) {
        module_done(&g_cache.modules[i]);
    }
    g_cache.count = 0;
}

static struct module *find_known(const char *path, const char *build_id, uint64_t crash_time_ns)
{
    for (size_t i = 0; i < g_cache.count; i++) {
        struct module *module = &g_cache.modules[i];
        if (same_text(module->path, path) && same_text(module->build_id, build_id) &&
            (build_id != NULL || module->crash_time_ns == crash_time_ns)) {
            return module;
        }
    }
    return NULL;
}

/* Take over both strings. */
static struct module *find_module(char *path, char *build_id, uint64_t crash_time_ns)
{
    struct module *module = find_known(path, build_id, crash_time_ns);

    if (module != NULL) {
        free(path);
        free(build_id);
        return module;
    }
    module = &g_cache.modules[g_cache.count++];
    *module = (struct module){
        .path = path,
        .build_id = build_id,
        .crash_time_ns = crash_time_ns,
        .state = CRASH_MODULE_VIRTUAL,
        .named = calloc(NAMED_SLOTS, sizeof *module->named),
    };
    if (path != NULL) {
        module->file = debug_file_open(path, build_id, crash_time_ns, &module->state);
    }
    return module;
}

static void put_names(struct wire *answer, const struct debug_names *names)
{
    wire_put_u64(answer, names->function_offset);
    wire_put_u64(answer, names->count);
    for (size_t i = 0; i < names->count; i++) {
        wire_put_text(answer, names->names[i].function);
        wire_put_text(answer, names->names[i].file);
        wire_put_u64(answer, names->names[i].line);
        wire_put_u64(answer, names->names[i].column);
        wire_put_u64(answer, names->names[i].inlined);
    }
}

/*
 * Where `key` is remembered, or shall be: its own place, else an empty one, else the first. The
 * addresses of a recursion have a stride, which Fibonacci hashing (Knuth, TAOCP 3, 6.4)
 * scatters and folding bits does not.
 */
static struct named *find_named(struct module *module, uint64_t key)
{
    uint64_t first = key * 0x9e3779b97f4a7c15u >> (64 - NAMED_BITS);

    for (unsigned i = 0; i < NAMED_PROBES; i++) {
        struct named *named = &module->named[(first + i) % NAMED_SLOTS];

        if (named->key == key || named->key == 0) {
            return named;
        }
    }
    return &module->named[first];
}

static void answer_frame(struct wire *answer, struct module *module, uint64_t offset,
                         bool exact)
{
    struct debug_names names = {.count = 0};
    uint64_t key = offset * 2 + exact + 1;
    struct named *named = NULL;

    if (module != NULL && module->named != NULL) {
        named = find_named(module, key);
        if (named->key == key) {
            wire_put_bytes(answer, named->answer.bytes, named->answer.length);
            return;
        }
    }
    if (module != NULL && module->file != NULL) {
        unsigned shift = exact || offset == 0 ? 0 : 1; /* the call, not what follows it */
        debug_file_name(module->file, offset - shift, shift, &names);
    }
    size_t start = answer->length;
    put_names(answer, &names);
    debug_names_done(&names);
    if (named != NULL && !answer->failed && answer->length - start <= NAMED_BYTES_MAX) {
        wire_done(&named->answer);
        wire_put_bytes(&named->answer, answer->bytes + start, answer->length - start);
        named->key = named->answer.failed ? 0 : key;
    }
}

/* Look up the modules of the request, and answer what each of them is. */
static void answer_modules(struct wire *request, struct wire *answer, size_t count,
                           uint64_t crash_time_ns, struct module **ret_modules)
{
    char *paths[CRASH_MODULES_MAX], *build_ids[CRASH_MODULES_MAX];
    bool all_known = true;

    for (size_t i = 0; i < count; i++) {
        paths[i] = wire_get_text(request, SYMBOLIZER_PATH_MAX);
        build_ids[i] = wire_get_text(request, SYMBOLIZER_PATH_MAX);
        all_known = all_known && find_known(paths[i], build_ids[i], crash_time_ns) != NULL;
    }
    /* What earlier crashes needed must not leave too little for this one. */
    if (g_cache.count + count > FILES_MAX || (debug_memory_is_scarce() && !all_known)) {
        forget_all();
    }
    for (size_t i = 0; i < count; i++) {
        ret_modules[i] = find_module(paths[i], build_ids[i], crash_time_ns);
        wire_put_u64(answer, ret_modules[i]->state);
    }
}

static void answer_request(struct wire *request, struct wire *answer)
{
    struct module *modules[CRASH_MODULES_MAX] = {NULL};
    uint64_t crash_time_ns = wire_get_u64(request);
    char *type = wire_get_text(request, SYMBOLIZER_NAME_MAX);
    char *name = type != NULL ? demangle_type(type) : NULL;

    wire_put_text(answer, name);
    free(name);
    free(type);
    uint64_t module_count = wire_get_u64(request);
    if (module_count > CRASH_MODULES_MAX) {
        request->failed = true;
        return;
    }
    answer_modules(request, answer, module_count, crash_time_ns, modules);
    uint64_t frame_count = wire_get_u64(request);
    for (uint64_t i = 0; i < frame_count && !request->failed; i++) {
        uint64_t index = wire_get_u64(request);
        uint64_t offset = wire_get_u64(request);
        bool exact = wire_get_u64(request) != 0;
        answer_frame(answer, index < module_count ? modules[index] : NULL, offset, exact);
    }
}

void symbolizer_child_run(int fd)
{
    struct wire request;

    while (wire_receive(fd, SYMBOLIZER_MESSAGE_MAX, -1, &request) == 0) {
        struct wire answer = {.bytes = NULL};

        answer_request(&request, &answer);
        bool failed = request.failed || wire_send(fd, &answer) != 0;
        wire_done(&answer);
        wire_done(&request);
        if (failed) {
            break;
        }
    }
    _exit(0);
}
