/* The floor: waits for what ping asks, and answers. */
#include "messages.h"

static void prepare(key_t key, int argument) {
  (void) argument;
  open_queue(key);
}

static void run(long count) {
  for (long i = 0; i < count; i++) {
    receive(1, SMALL);
    send(2, SMALL);
  }
}
