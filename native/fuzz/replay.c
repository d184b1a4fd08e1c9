/* main of the fuzz targets without libFuzzer: runs the files of a corpus, each as it is, cut short in many places, and with bytes
 * changed. usage: fuzz_TARGET CORPUS_DIRECTORY */
#include <dirent.h>

#include "fuzz.h"

#define INPUT_MAX_LEN 65536
#define CUTS_COUNT 6
#define CHANGES_COUNT 6

static uint8_t input[INPUT_MAX_LEN];

/* Every input is heap memory of its length, as libFuzzer's are. */
static void run(const uint8_t *bytes, size_t len) {
    uint8_t *copy = malloc(len);
    if (len != 0) memcpy(copy, bytes, len);
    CHECK(LLVMFuzzerTestOneInput(copy, len) == 0);
    free(copy);
}

static void run_file(const char *path) {
    FILE *file = fopen(path, "rb");
    size_t len;
    CHECK(file != NULL);
    len = fread(input, 1, sizeof input, file);
    fclose(file);
    run(input, len);
    for (size_t cut = 0; cut < len; cut += 1 + len / CUTS_COUNT) run(input, cut);
    for (int i = 0; i < CHANGES_COUNT && len != 0; i++) {
        const size_t at = random_u64() % len;
        const uint8_t before = input[at];
        input[at] ^= (uint8_t)(1 << random_u64() % 8);
        run(input, len);
        if (i % 2 != 0) input[at] = before; /* every second change stays */
    }
}

int main(int argc, char **argv) {
    struct dirent *entry;
    int files = 0;
    DIR *corpus = argc == 2 ? opendir(argv[1]) : NULL;
    if (corpus == NULL) {
        fprintf(stderr, "usage: %s CORPUS_DIRECTORY\n", argv[0]);
        return 2;
    }
    while ((entry = readdir(corpus)) != NULL) {
        char path[4096];
        if (entry->d_name[0] == '.') continue;
        CHECK(snprintf(path, sizeof path, "%s/%s", argv[1], entry->d_name) < (int)sizeof path);
        run_file(path);
        files++;
    }
    closedir(corpus);
    CHECK(files != 0);
    return harness_done(argv[0]);
}
