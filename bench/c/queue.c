/* The floor: msgsnd and msgrcv of so many bytes on one thread. */
#include "messages.h"

static int bytes;

static void prepare(key_t key, int argument) {
  open_queue(key);
  bytes = argument;
}

static void run(long count) {
  for (long i = 0; i < count; i++) {
    send(1, bytes);
    receive(0, bytes);
  }
}
