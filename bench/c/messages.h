/* What the C programs that send messages share: each copies a payload as its peers do. */
#include "side.h"
#include <sys/msg.h>

enum { SMALL = 64, CAPACITY = 8192 };

static int queue;
static char payload[CAPACITY];
static struct {
  long type;
  char text[CAPACITY];
} message;

static void open_queue(key_t key) {
  queue = msgget(key, IPC_CREAT | 0600);
  require(queue >= 0, "msgget");
  memset(payload, 'x', sizeof payload);
}

static inline void send(long type, size_t bytes) {
  message.type = type;
  memcpy(message.text, payload, bytes);
  require(msgsnd(queue, &message, bytes, 0) == 0, "msgsnd");
}

static inline void receive(long type, size_t bytes) {
  require(msgrcv(queue, &message, CAPACITY, type, 0) == (ssize_t) bytes, "msgrcv");
}
