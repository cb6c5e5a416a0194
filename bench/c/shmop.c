/* The floor: a copy of so many bytes of a segment, always to the same place. */
#include "side.h"
#include <sys/shm.h>

enum { PAGE = 4096 };

static char *segment;
static char *copy;
static int bytes;

static void prepare(key_t key, int argument) {
  bytes = argument;
  int id = shmget(key, bytes, IPC_CREAT | IPC_EXCL | 0600);
  require(id >= 0, "shmget");
  segment = shmat(id, NULL, 0);
  require(segment != (char *) -1, "shmat");
  copy = aligned_alloc(PAGE, bytes); /* Where a copy starts in its page must not differ from run to run. */
  require(copy != NULL, "aligned_alloc");
  memset(segment, 'x', bytes);
}

static void run(long count) {
  for (long i = 0; i < count; i++) {
    memcpy(copy, segment, bytes);
    __asm__ volatile("" : : "r"(copy) : "memory"); /* Somebody could look at it. */
  }
}
