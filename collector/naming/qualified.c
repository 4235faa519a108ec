#include "qualified.h"

#include <dwarf.h>
#include <stdlib.h>
#include <string.h>

#include "demangle.h"
#include "encoding/text.h"

#define SCOPES_MAX 16   /* one in another; deeper is nobody's source */
#define ORIGINS_MAX 8   /* from an inlined copy to where it was declared */
#define FUNCTIONS_MAX 3 /* a lambda in a lambda in a function */

/* The scopes that hold an entry, outermost first. */
struct scopes {
    Dwarf_Die dies[SCOPES_MAX];
    size_t count;
};

/* From an inlined or separate copy to the entry in the scope that it was declared in. */
static Dwarf_Die declaration_of(Dwarf_Die die)
{
    for (int i = 0; i < ORIGINS_MAX; i++) {
        Dwarf_Attribute attribute;
        Dwarf_Die origin;

        if ((dwarf_attr(&die, DW_AT_abstract_origin, &attribute) == NULL &&
             dwarf_attr(&die, DW_AT_specification, &attribute) == NULL) ||
            dwarf_formref_die(&attribute, &origin) == NULL) {
            break;
        }
        die = origin;
    }
    return die;
}

/* The child of `parent` that is, or holds, what lies at `offset`: they are in order. */
static bool child_towards(Dwarf_Die *parent, Dwarf_Off offset, Dwarf_Die *ret_child)
{
    Dwarf_Die child, next;

    if (dwarf_child(parent, &child) != 0 || dwarf_dieoffset(&child) > offset) {
        return false;
    }
    while (dwarf_siblingof(&child, &next) == 0 && dwarf_dieoffset(&next) <= offset &&
           dwarf_dieoffset(&next) > dwarf_dieoffset(&child)) {
        child = next;
    }
    *ret_child = child;
    return true;
}

/* An entry does not say what holds it: come down from the unit. */
static bool find_scopes(Dwarf_Die *die, struct scopes *ret_scopes)
{
    Dwarf_Off offset = dwarf_dieoffset(die);
    struct scopes scopes = {.count = 0};
    Dwarf_Die at;

    if (dwarf_cu_info(die->cu, NULL, NULL, &at, NULL, NULL, NULL, NULL) != 0) {
        return false;
    }
    while (child_towards(&at, offset, &at)) {
        if (dwarf_dieoffset(&at) == offset) {
            *ret_scopes = scopes;
            return true;
        }
        if (scopes.count == SCOPES_MAX) {
            return false;
        }
        scopes.dies[scopes.count++] = at;
    }
    return false;
}

static void add_name(struct text *out, const char *name)
{
    text_format(out, "%.*s", DEMANGLE_LENGTH_MAX, name);
}

static bool is_class(int tag)
{
    return tag == DW_TAG_class_type || tag == DW_TAG_structure_type || tag == DW_TAG_union_type;
}

static int line_of(Dwarf_Die *die)
{
    int line;

    return dwarf_decl_line(die, &line) == 0 ? line : 0;
}

/* Is `die` declared before `other`? DWARF has no order that all compilers keep. */
static bool is_before(Dwarf_Die *die, Dwarf_Die *other)
{
    int line = line_of(die), other_line = line_of(other);

    return line != other_line ? line < other_line
                              : dwarf_dieoffset(die) < dwarf_dieoffset(other);
}

/* Add to *count how many classes without a name there are in `parent`, and before `die`. */
static void count_unnamed(Dwarf_Die *parent, Dwarf_Die *die, int depth, unsigned *count)
{
    Dwarf_Die child;

    if (depth > SCOPES_MAX || dwarf_child(parent, &child) != 0) {
        return;
    }
    do {
        if (is_class(dwarf_tag(&child)) && dwarf_diename(&child) == NULL) {
            *count += is_before(&child, die);
        } else if (dwarf_tag(&child) == DW_TAG_lexical_block) {
            count_unnamed(&child, die, depth + 1, count);
        }
    } while (dwarf_siblingof(&child, &child) == 0);
}

/* A function's lambdas are counted, as in their linkage names: they are different places. */
static void add_unnamed(struct text *out, struct scopes *scopes, size_t at,
                        const char *function)
{
    unsigned before = 0;
    size_t holder = at;

    while (holder > 0 && dwarf_tag(&scopes->dies[holder]) != DW_TAG_subprogram) {
        holder--;
    }
    count_unnamed(&scopes->dies[holder], &scopes->dies[at], 0, &before);
    text_format(out,
                "{%s#%u}::", strncmp(function, "operator()", 10) == 0 ? "lambda" : "unnamed",
                before + 1);
}

/* "<lambda(int)>", as GCC has it, would pass for the parameters of a template. */
static void add_type(struct text *out, const char *name)
{
    size_t length = strnlen(name, DEMANGLE_LENGTH_MAX);

    if (length > 2 && name[0] == '<' && name[length - 1] == '>') {
        text_format(out, "{%.*s}::", (int)length - 2, name + 1);
    } else {
        add_name(out, name);
        text_add(out, "::");
    }
}

static bool add_function(struct text *out, Dwarf_Die *die, int depth);

static void add_scope(struct text *out, struct scopes *scopes, size_t at, const char *function,
                      int depth)
{
    Dwarf_Die *scope = &scopes->dies[at];
    const char *name = dwarf_diename(scope);
    int tag = dwarf_tag(scope);

    if (tag == DW_TAG_namespace) {
        add_name(out, name != NULL ? name : "(anonymous namespace)");
        text_add(out, "::");
    } else if (is_class(tag) && name != NULL) {
        add_type(out, name);
    } else if (is_class(tag)) {
        add_unnamed(out, scopes, at, function);
    } else if (tag == DW_TAG_subprogram) {
        text_done(out); /* it knows itself what holds it */
        text_add(out, add_function(out, scope, depth + 1) ? "::" : "");
    }
}

static bool add_function(struct text *out, Dwarf_Die *die, int depth)
{
    Dwarf_Die declaration = declaration_of(*die);
    const char *name = dwarf_diename(&declaration);
    struct scopes scopes = {.count = 0};

    if (name == NULL || depth > FUNCTIONS_MAX) {
        return false;
    }
    (void)find_scopes(&declaration, &scopes);
    for (size_t i = 0; i < scopes.count; i++) {
        add_scope(out, &scopes, i, name, depth);
    }
    add_name(out, name);
    return true;
}

char *qualified_name(Dwarf_Die *die)
{
    struct text out = {.bytes = NULL};
    bool named = add_function(&out, die, 0) && out.length <= DEMANGLE_LENGTH_MAX;
    char *name = text_take(&out);

    if (!named) {
        free(name);
        return NULL;
    }
    return name;
}
