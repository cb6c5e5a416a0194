/* The floor: msgsnd and msgrcv on one thread. Reads a count per line, answers the nanoseconds. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <time.h>

enum { CAPACITY = 8192 };

static struct {
  long type;
  char text[CAPACITY];
} message;

static long now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000000000L + time.tv_nsec;
}

int main(int argc, char **argv) {
  if (argc != 3) {
    fprintf(stderr, "usage: queue_pair QUEUE_ID BYTES\n");
    return 2;
  }
  int queue = atoi(argv[1]);
  size_t bytes = (size_t) atol(argv[2]);
  char payload[CAPACITY];
  memset(payload, 'x', sizeof payload);
  char line[32];
  while (fgets(line, sizeof line, stdin)) {
    long count = atol(line);
    long start = now();
    for (long i = 0; i < count; i++) {
      message.type = 1;
      memcpy(message.text, payload, bytes);
      if (msgsnd(queue, &message, bytes, 0) != 0
          || msgrcv(queue, &message, CAPACITY, 0, 0) != (ssize_t) bytes) {
        perror("queue_pair");
        return 1;
      }
    }
    printf("%ld\n", now() - start);
    fflush(stdout);
  }
  return 0;
}
