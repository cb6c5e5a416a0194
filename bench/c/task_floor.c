/*
 * Task packets in C: `send` times bare msgsnd calls, the floor of a dispatch; `feed` keeps a queue
 * full for a side that drains it. Reads a count per line; `send` answers the nanoseconds.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <time.h>

enum { CAPACITY = 8192, BATCH = 50 };

static struct {
  long type;
  char text[CAPACITY];
} message, drained;

static long now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000000000L + time.tv_nsec;
}

static void fail(void) {
  perror("task_floor");
  exit(1);
}

static void send_all(int queue, const char *packet, size_t bytes, long count) {
  for (long i = 0; i < count; i++) {
    message.type = 1;
    memcpy(message.text, packet, bytes);
    if (msgsnd(queue, &message, bytes, 0) != 0) {
      fail();
    }
  }
}

static void drain(int queue, long count) {
  for (long i = 0; i < count; i++) {
    if (msgrcv(queue, &drained, CAPACITY, 0, 0) < 0) {
      fail();
    }
  }
}

int main(int argc, char **argv) {
  if (argc != 4) {
    fprintf(stderr, "usage: task_floor send|feed QUEUE_ID PACKET_FILE\n");
    return 2;
  }
  int timed = strcmp(argv[1], "send") == 0;
  int queue = atoi(argv[2]);
  char packet[CAPACITY];
  FILE *file = fopen(argv[3], "rb");
  if (!file) {
    fail();
  }
  size_t bytes = fread(packet, 1, sizeof packet, file);
  fclose(file);
  char line[32];
  while (fgets(line, sizeof line, stdin)) {
    long count = atol(line);
    if (!timed) {
      send_all(queue, packet, bytes, count);
      continue;
    }
    long nanos = 0;
    for (long done = 0; done < count; done += BATCH) {
      long start = now();
      send_all(queue, packet, bytes, BATCH);
      nanos += now() - start;
      drain(queue, BATCH);
    }
    printf("%ld\n", nanos);
    fflush(stdout);
  }
  return 0;
}
