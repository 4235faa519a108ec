#include "scopes.h"

#include <dwarf.h>
#include <stdlib.h>
#include <string.h>

#include "demangle.h"
#include "qualified.h"

#define DEPTH_MAX 256 /* of nested scopes; deeper is nobody's source */

/* The way from the function down to the innermost scope that holds the address. */
struct path {
    Dwarf_Die dies[DEBUG_FILE_NAMES_MAX]; /* functions only, outermost first */
    size_t count;
};

static bool is_function(int tag)
{
    return tag == DW_TAG_subprogram || tag == DW_TAG_inlined_subroutine;
}

/* Scopes that hold functions but need not say which addresses they cover. */
static bool is_container(int tag)
{
    return tag == DW_TAG_namespace || tag == DW_TAG_class_type ||
           tag == DW_TAG_structure_type || tag == DW_TAG_union_type || tag == DW_TAG_module ||
           tag == DW_TAG_enumeration_type;
}

static bool descend(Dwarf_Die *parent, Dwarf_Addr address, struct path *path, int depth)
{
    Dwarf_Die child;

    if (depth > DEPTH_MAX || dwarf_child(parent, &child) != 0) {
        return false;
    }
    do {
        int tag = dwarf_tag(&child);

        if (is_function(tag) || tag == DW_TAG_lexical_block || tag == DW_TAG_try_block ||
            tag == DW_TAG_catch_block) {
            if (dwarf_haspc(&child, address) <= 0) {
                continue;
            }
            if (is_function(tag) && path->count < DEBUG_FILE_NAMES_MAX) {
                path->dies[path->count++] = child;
            }
            (void)descend(&child, address, path, depth + 1);
            return true;
        }
        if (is_container(tag) && descend(&child, address, path, depth + 1)) {
            return true;
        }
    } while (dwarf_siblingof(&child, &child) == 0);
    return false;
}

/* The code of a split unit (-gsplit-dwarf) is described in another file. */
static Dwarf_Die *with_code(Dwarf_Die *unit, Dwarf_Die *split)
{
    uint8_t type;

    if (dwarf_cu_info(unit->cu, NULL, &type, NULL, split, NULL, NULL, NULL) == 0 &&
        type == DW_UT_skeleton && split->addr != NULL) {
        return split;
    }
    return unit;
}

/* Languages whose functions have one name: a symbol could only repeat it. */
static bool is_unmangled(int language)
{
    switch (language) {
    case DW_LANG_C89:
    case DW_LANG_C:
    case DW_LANG_C99:
    case DW_LANG_C11:
        return true;
    default:
        return false;
    }
}

static bool is_cxx(int language)
{
    return language == DW_LANG_C_plus_plus || language == DW_LANG_C_plus_plus_03 ||
           language == DW_LANG_C_plus_plus_11 || language == DW_LANG_C_plus_plus_14;
}

/* The language that the name of `die` was written in; link-time optimisation mixes them. */
static int language_of_name(Dwarf_Die *die)
{
    Dwarf_Attribute name;
    Dwarf_Die unit;

    if (dwarf_attr_integrate(die, DW_AT_name, &name) == NULL ||
        dwarf_cu_info(name.cu, NULL, NULL, &unit, NULL, NULL, NULL, NULL) != 0) {
        return -1;
    }
    return dwarf_srclang(&unit);
}

/*
 * clang numbers lambdas, "f()::$_1", in the order that it comes to them, which optimisation
 * changes; their order in the source stays.
 */
static char *stable_name(Dwarf_Die *die, char *demangled)
{
    if (demangled == NULL || strstr(demangled, "::$_") == NULL) {
        return demangled;
    }
    char *qualified = qualified_name(die);
    if (qualified == NULL || strstr(qualified, "{lambda#") == NULL) {
        free(qualified);
        return demangled;
    }
    free(demangled);
    return qualified;
}

/* *ret_final: no symbol knows a better one. */
static char *function_name(Dwarf_Die *die, bool *ret_final)
{
    Dwarf_Attribute attribute;
    const char *linkage = NULL;

    if (dwarf_attr_integrate(die, DW_AT_linkage_name, &attribute) != NULL ||
        dwarf_attr_integrate(die, DW_AT_MIPS_linkage_name, &attribute) != NULL) {
        linkage = dwarf_formstring(&attribute);
    }
    if (linkage != NULL) {
        *ret_final = true;
        return stable_name(die, demangle_symbol(linkage));
    }
    const char *name = dwarf_diename(die);
    int language = name != NULL ? language_of_name(die) : -1;
    *ret_final = is_unmangled(language);
    if (is_cxx(language) && dwarf_tag(die) == DW_TAG_inlined_subroutine) {
        return qualified_name(die); /* others have a symbol, which is better */
    }
    return name != NULL ? strndup(name, DEMANGLE_LENGTH_MAX) : NULL;
}

static unsigned unsigned_attribute(Dwarf_Die *die, unsigned name)
{
    Dwarf_Attribute attribute;
    Dwarf_Word value;

    if (dwarf_attr(die, name, &attribute) == NULL || dwarf_formudata(&attribute, &value) != 0 ||
        value > INT32_MAX) {
        return 0;
    }
    return (unsigned)value;
}

/* Where the inlined function `die` was called from: the place of the next name outwards. */
static void set_call_place(Dwarf_Die *unit, Dwarf_Die *die, struct crash_name *name)
{
    Dwarf_Files *files;
    size_t count;
    unsigned index = unsigned_attribute(die, DW_AT_call_file);

    name->line = unsigned_attribute(die, DW_AT_call_line);
    name->column = unsigned_attribute(die, DW_AT_call_column);
    if (dwarf_getsrcfiles(unit, &files, &count) == 0 && index < count) {
        const char *file = dwarf_filesrc(files, index, NULL, NULL);
        name->file = file != NULL ? strdup(file) : NULL;
    }
}

static void set_line_place(Dwarf_Die *unit, Dwarf_Addr address, struct crash_name *name)
{
    Dwarf_Line *line = dwarf_getsrc_die(unit, address);
    int number;

    if (line == NULL) {
        return;
    }
    const char *file = dwarf_linesrc(line, NULL, NULL);
    name->file = file != NULL ? strdup(file) : NULL;
    if (dwarf_lineno(line, &number) == 0 && number > 0) {
        name->line = (unsigned)number;
    }
    if (dwarf_linecol(line, &number) == 0 && number > 0) {
        name->column = (unsigned)number;
    }
}

/* Where the function starts, if it is in one piece; 0: ask the symbols. */
static Dwarf_Addr entry_of_whole(Dwarf_Die *die)
{
    Dwarf_Addr low;

    return !dwarf_hasattr(die, DW_AT_ranges) && dwarf_lowpc(die, &low) == 0 ? low : 0;
}

bool scopes_describe(Dwarf_Die *unit, Dwarf_Addr address, struct debug_names *ret_names,
                     Dwarf_Addr *ret_entry)
{
    struct path path = {.count = 0};
    Dwarf_Die split;
    Dwarf_Die *code = with_code(unit, &split);
    struct debug_names *names = ret_names;
    bool final = false;

    *ret_entry = 0;
    (void)descend(code, address, &path, 0);
    set_line_place(unit, address, &names->names[0]);
    for (size_t i = path.count; i-- > 0;) { /* innermost first */
        struct crash_name *name = &names->names[names->count++];

        name->function = function_name(&path.dies[i], &final);
        name->inlined = dwarf_tag(&path.dies[i]) == DW_TAG_inlined_subroutine;
        if (i > 0) {
            set_call_place(code, &path.dies[i], name + 1);
        } else if (dwarf_entrypc(&path.dies[0], ret_entry) != 0) {
            *ret_entry = 0;
        }
    }
    if (names->count == 0 && names->names[0].file != NULL) {
        names->count = 1; /* assembly: a line without a function */
    }
    return final && *ret_entry != 0 && entry_of_whole(&path.dies[0]) == *ret_entry;
}
