/* Preloaded into a process: fsync and fdatasync fail with EIO while the file named by FAILING_FSYNC exists. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

static int fails(void) {
    const char *name = getenv("FAILING_FSYNC");
    if (name == NULL || access(name, F_OK) != 0) {
        return 0;
    }
    errno = EIO;
    return 1;
}

int fsync(int file) {
    int (*next)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
    return fails() ? -1 : next(file);
}

int fdatasync(int file) {
    int (*next)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
    return fails() ? -1 : next(file);
}
