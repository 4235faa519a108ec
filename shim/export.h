/* What libepitaph.so shows to others. shim.map lists the same names; a check compares. */
#ifndef EXPORT_H
#define EXPORT_H

#define EXPORT __attribute__((visibility("default")))

#endif
