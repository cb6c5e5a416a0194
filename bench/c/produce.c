/* The floor: one of so many producers sends its share. */
#include "messages.h"

static int producers;

static void prepare(key_t key, int argument) {
  open_queue(key);
  producers = argument;
}

static void run(long count) {
  for (long i = 0; i < count / producers; i++) {
    send(1, SMALL);
  }
}
