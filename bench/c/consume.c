/* The floor: one of so many consumers takes its share. */
#include "messages.h"

static int consumers;

static void prepare(key_t key, int argument) {
  open_queue(key);
  consumers = argument;
}

static void run(long count) {
  for (long i = 0; i < count / consumers; i++) {
    receive(0, SMALL);
  }
}
