/* Lends a server a clock that is by so many seconds ahead as the file of the variable STEPPED_CLOCK says. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/time.h>

int gettimeofday(struct timeval *now, void *zone) {
  static int (*real)(struct timeval *, void *);
  if (!real) real = (int (*)(struct timeval *, void *)) dlsym(RTLD_NEXT, "gettimeofday");
  int result = real(now, zone);
  FILE *file = fopen(getenv("STEPPED_CLOCK"), "r");
  long ahead;
  if (file) {
    if (fscanf(file, "%ld", &ahead) == 1) now->tv_sec += ahead;
    fclose(file);
  }
  return result;
}
