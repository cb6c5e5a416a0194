/* The floor: asks, and waits for the answer. */
#include "messages.h"

static void prepare(key_t key, int argument) {
  (void) argument;
  open_queue(key);
}

static void run(long count) {
  for (long i = 0; i < count; i++) {
    send(1, SMALL);
    receive(2, SMALL);
  }
}
