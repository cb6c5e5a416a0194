/* The floor: msgsnd and msgrcv of 64 bytes on one thread. */
#include "side.h"
#include <sys/msg.h>

enum { BYTES = 64, CAPACITY = 8192 };

static int queue;
static char payload[BYTES];
static struct {
  long type;
  char text[CAPACITY];
} message;

static void prepare(key_t key) {
  queue = msgget(key, IPC_CREAT | IPC_EXCL | 0600);
  require(queue >= 0, "msgget");
  memset(payload, 'x', sizeof payload);
}

static void run(long count) {
  for (long i = 0; i < count; i++) {
    message.type = 1;
    memcpy(message.text, payload, BYTES);
    require(msgsnd(queue, &message, BYTES, 0) == 0, "msgsnd");
    require(msgrcv(queue, &message, CAPACITY, 0, 0) == BYTES, "msgrcv");
  }
}
