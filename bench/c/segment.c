/* The same floor as for shmop_read. */
#include "shmop.c"
