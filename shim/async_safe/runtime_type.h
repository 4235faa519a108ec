/* Which language's runtime this process is: the crash's runtime.type. */
#ifndef RUNTIME_TYPE_H
#define RUNTIME_TYPE_H

/* One of the words that record.h lists; `exe` is the path of the executable. */
const char *runtime_type(const char *exe);

#endif
