#include "symbols.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#define SYMBOLS_MIN 16384      /* fewer are walked in a quarter of a millisecond */
#define SYMBOLS_MAX (4u << 20) /* an index of 96 MiB */
#define SAME_START_MAX 64      /* names of one function */

struct symbol {
    GElf_Addr start;
    GElf_Xword size;
    int index;  /* in the module's table */
    int weight; /* of its binding */
};

struct symbols {
    Dwfl_Module *module;
    struct symbol *list;
    size_t count;
};

static int weight_of(unsigned char info)
{
    switch (GELF_ST_BIND(info)) {
    case STB_GLOBAL:
        return 3;
    case STB_WEAK:
        return 2;
    default:
        return 1;
    }
}

/* By start; of those that start together the one to prefer first. */
static int compare(const void *left, const void *right)
{
    const struct symbol *a = left, *b = right;

    if (a->start != b->start) {
        return a->start < b->start ? -1 : 1;
    }
    if (a->weight != b->weight) {
        return a->weight > b->weight ? -1 : 1;
    }
    if (a->size != b->size) {
        return a->size < b->size ? -1 : 1;
    }
    return a->index < b->index ? -1 : a->index > b->index;
}

static bool is_function(const char *name, const GElf_Sym *symbol)
{
    int type = GELF_ST_TYPE(symbol->st_info);

    return name != NULL && name[0] != '\0' && symbol->st_size > 0 &&
           symbol->st_shndx != SHN_UNDEF && (type == STT_FUNC || type == STT_GNU_IFUNC);
}

static void fill(struct symbols *symbols, int total)
{
    bool sorted = true;

    for (int i = 0; i < total; i++) {
        GElf_Sym symbol;
        GElf_Addr start;
        const char *name =
            dwfl_module_getsym_info(symbols->module, i, &symbol, &start, NULL, NULL, NULL);
        if (!is_function(name, &symbol)) {
            continue;
        }
        struct symbol *new = &symbols->list[symbols->count++];
        *new = (struct symbol){start, symbol.st_size, i, weight_of(symbol.st_info)};
        sorted = sorted && (symbols->count == 1 || compare(new - 1, new) < 0);
    }
    if (!sorted) {
        qsort(symbols->list, symbols->count, sizeof *symbols->list, compare);
    }
}

struct symbols *symbols_new(Dwfl_Module *module)
{
    int total = dwfl_module_getsymtab(module);

    if (total < SYMBOLS_MIN || (unsigned)total > SYMBOLS_MAX) {
        return NULL;
    }
    struct symbols *symbols = calloc(1, sizeof *symbols);
    if (symbols == NULL) {
        return NULL;
    }
    symbols->module = module;
    symbols->list = calloc((size_t)total, sizeof *symbols->list);
    if (symbols->list == NULL) {
        free(symbols);
        return NULL;
    }
    fill(symbols, total);
    return symbols;
}

void symbols_free(struct symbols *symbols)
{
    if (symbols != NULL) {
        free(symbols->list);
        free(symbols);
    }
}

/* How many start at `address` or below. */
static size_t count_up_to(const struct symbols *symbols, GElf_Addr address)
{
    size_t low = 0, high = symbols->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (symbols->list[middle].start <= address) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

const char *symbols_find(const struct symbols *symbols, GElf_Addr address, GElf_Off *ret_within)
{
    const struct symbol *found = NULL;
    size_t at = count_up_to(symbols, address);

    /* Backwards over those that start together: the last match is the first of the group. */
    for (int i = 0; at > 0 && i < SAME_START_MAX; i++) {
        const struct symbol *symbol = &symbols->list[--at];
        if (i > 0 && symbol->start != symbol[1].start) {
            break;
        }
        if (address - symbol->start < symbol->size) {
            found = symbol;
        }
    }
    if (found == NULL) {
        return NULL;
    }
    *ret_within = address - found->start;
    return dwfl_module_getsym_info(symbols->module, found->index, &(GElf_Sym){0},
                                   &(GElf_Addr){0}, NULL, NULL, NULL);
}
