/*
 * What the C programs of the comparison share. A program defines prepare and run; it is started with
 * the key of its kernel object and the argument of its workload, reads a count per line and answers
 * the nanoseconds.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <time.h>

/* Opens the kernel object and makes it where there is none. */
static void prepare(key_t key, int argument);

/* Does it so many times. */
static void run(long count);

static void require(int condition, const char *what) {
  if (!condition) {
    perror(what);
    exit(1);
  }
}

static long now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000000000L + time.tv_nsec;
}

int main(int argc, char **argv) {
  if (argc != 3) {
    fprintf(stderr, "usage: %s KEY ARGUMENT\n", argv[0]);
    return 2;
  }
  prepare((key_t) atol(argv[1]), atoi(argv[2]));
  char line[32];
  while (fgets(line, sizeof line, stdin)) {
    long count = atol(line);
    long start = now();
    run(count);
    printf("%ld\n", now() - start);
    fflush(stdout);
  }
  return 0;
}
