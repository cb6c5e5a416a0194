/* The same floor as for queue. */
#include "queue.c"
