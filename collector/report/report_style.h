/* report.css as a string, and its hash for the page's policy; report_style.py makes both. */
#ifndef REPORT_STYLE_H
#define REPORT_STYLE_H

#include "report_style_hash.h"

extern const char report_style[];

#endif
