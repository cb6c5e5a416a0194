/* The floor: the two calls of semop that sem_acquire and sem_release make. */
#include "side.h"
#include <sys/sem.h>

static int set;
static struct sembuf take = {0, -1, SEM_UNDO};
static struct sembuf give = {0, 1, SEM_UNDO};

static void prepare(key_t key, int argument) {
  (void) argument;
  set = semget(key, 3, IPC_CREAT | IPC_EXCL | 0600);
  if (set >= 0) {
    require(semctl(set, 0, SETVAL, 1) == 0, "semctl");
  } else {
    set = semget(key, 3, 0);
    require(set >= 0, "semget");
  }
}

static void run(long count) {
  for (long i = 0; i < count; i++) {
    require(semop(set, &take, 1) == 0, "semop");
    require(semop(set, &give, 1) == 0, "semop");
  }
}
