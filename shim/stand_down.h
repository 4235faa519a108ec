/* When the library had better not be there. */
#ifndef STAND_DOWN_H
#define STAND_DOWN_H

/* The reason to stay out of this process altogether, or NULL. */
const char *stand_down_reason(void);

#endif
