/* The floor: a copy of 1 MB of a segment, always to the same place. */
#include "side.h"
#include <sys/shm.h>

enum { BYTES = 1 << 20 };

static char *segment;
static char *copy;

static void prepare(key_t key) {
  int id = shmget(key, BYTES, IPC_CREAT | IPC_EXCL | 0600);
  require(id >= 0, "shmget");
  segment = shmat(id, NULL, 0);
  require(segment != (char *) -1, "shmat");
  copy = malloc(BYTES);
  require(copy != NULL, "malloc");
  memset(segment, 'x', BYTES);
}

static void run(long count) {
  for (long i = 0; i < count; i++) {
    memcpy(copy, segment, BYTES);
    __asm__ volatile("" : : "r"(copy) : "memory"); /* Somebody could look at it. */
  }
}
