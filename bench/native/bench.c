/* nightjar_bench [--quick] [--json]: the core side by side with libsecp256k1's public API and OpenSSL.
 * Both sides must give the same bytes before any of them is timed. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <openssl/crypto.h>

#include "parts.h"
#include "threads.h"
#include "work.h"

#define QUICK_SECONDS 1.0
#define FULL_SECONDS 10.0

#define BLOCK_NS 2e5
#define THREADS_BLOCK_NS 2e7 /* starting threads is then nothing */

typedef struct figure {
    const char *name;
    const char *unit;
    double unit_ns;
    const char *against;
    sampler_work *ours, *theirs;
    size_t step;
    double block_ns;
} figure;

/* Followed by OpenSSL's version. */
static const char OPENSSL[] = "OpenSSL";
static const char OBVIOUS[] = "obvious C on libsecp256k1 and OpenSSL";
static const figure figures[] = {
    {"peel-c", "us", 1e3, OBVIOUS, peel_single, peel_obvious, 1, BLOCK_NS},
    {"message-peel-c", "us", 1e3, OBVIOUS, peel_message, peel_message_obvious, 1, BLOCK_NS},
    {"create-20-c", "us", 1e3, OBVIOUS, create_20, create_20_obvious, 1, BLOCK_NS},
    {"chacha20-1366", "ns", 1, OPENSSL, stream_1366_ours, stream_1366_theirs, 1, BLOCK_NS},
    {"chacha20-2600", "ns", 1, OPENSSL, stream_2600_ours, stream_2600_theirs, 1, BLOCK_NS},
    {"sha256-1366", "ns", 1, OPENSSL, hash_1366_ours, hash_1366_theirs, 1, BLOCK_NS},
    {"sha256-dirty", "ns", 1, "the same with clean upper register halves", hash_1366_dirty, hash_1366_ours, 1, BLOCK_NS},
    {"failure-decrypt-20", "us", 1e3, "its HMACs and ChaCha20 alone", failure_decrypt, failure_primitives, 1, BLOCK_NS},
    {"peel-batch-64-c", "us", 1e3, OBVIOUS, peel_batch, peel_obvious, BATCH_COUNT, BLOCK_NS},
    {"peel-batch-32-c", "us", 1e3, OBVIOUS, peel_batch_32, peel_obvious, 32, BLOCK_NS},
    {"peel-batch-16-c", "us", 1e3, OBVIOUS, peel_batch_16, peel_obvious, 16, BLOCK_NS},
    {"peel-batch-8-c", "us", 1e3, OBVIOUS, peel_batch_8, peel_obvious, 8, BLOCK_NS},
    {"peel-batch-4-c", "us", 1e3, OBVIOUS, peel_batch_4, peel_obvious, 4, BLOCK_NS},
    {"peel-batch-2-c", "us", 1e3, OBVIOUS, peel_batch_2, peel_obvious, 2, BLOCK_NS},
    {"message-batch-64-c", "us", 1e3, OBVIOUS, peel_message_batch, peel_message_obvious, BATCH_COUNT, BLOCK_NS},
    {"create-batch-64", "us", 1e3, "single creates", create_batch, create_singles, BATCH_COUNT, BLOCK_NS},
    {"path-create-batch-64", "us", 1e3, "single creates", path_create_batch, path_create_singles, BATCH_COUNT, BLOCK_NS},
    {"ecdh-batch", "us", 1e3, "secp256k1_ecdh of a parsed key", ecdh_batch, ecdh_obvious, BATCH_COUNT, BLOCK_NS},
};
#define FIGURES_COUNT (sizeof figures / sizeof *figures)

/* Where there is more than one core. */
static const figure thread_figures[] = {
    {"peel-two-threads-c", "us", 1e3, "one thread", threads_two, threads_one, 2 * BATCH_COUNT, THREADS_BLOCK_NS},
    {"peel-all-cores-c", "us", 1e3, OBVIOUS, threads_all, threads_all_obvious, BATCH_COUNT, THREADS_BLOCK_NS},
};

/* The parts of a peel in a batch of 64, where there is an engine for eight at once. */
static const char LEAST[] = "what it takes at least";
static const figure part_figures[] = {
    {"part-decompress", "us", 1e3, LEAST, part_decompress, floor_decompress, PARTS_STEP, BLOCK_NS},
    {"part-table", "us", 1e3, LEAST, part_table, floor_table, PARTS_STEP, BLOCK_NS},
    {"part-multiply", "us", 1e3, LEAST, part_multiply, floor_multiply, PARTS_STEP, BLOCK_NS},
    {"part-compress", "us", 1e3, LEAST, part_compress, floor_compress, PARTS_STEP, BLOCK_NS},
    {"part-hash", "us", 1e3, LEAST, part_hash, floor_hash, PARTS_STEP, BLOCK_NS},
    {"part-stream", "us", 1e3, LEAST, part_stream, floor_stream, PARTS_STEP, BLOCK_NS},
};

static int on_openssl(const figure *f) { return f->against == OPENSSL || f->against == OBVIOUS; }

static const char *version(const figure *f) { return on_openssl(f) ? OpenSSL_version(OPENSSL_VERSION_STRING) : ""; }

typedef void print_fn(const figure *f, const sampler_timing *ours, const sampler_timing *theirs);

static void print_json(const figure *f, const sampler_timing *ours, const sampler_timing *theirs) {
    static int begun;
    printf("%s{\"name\": \"%s\", \"value\": %.4g, \"unit\": \"%s\", \"against\": \"%s%s%s\", \"other\": %.4g, \"ratio\": %.3f, "
           "\"noise\": %.3f, \"samples\": %zu}",
           begun ? ",\n  " : "[\n  ", f->name, ours->minimum / f->unit_ns, f->unit, f->against, on_openssl(f) ? " " : "",
           version(f),
           theirs->minimum / f->unit_ns, theirs->minimum / ours->minimum, ours->median / ours->minimum - 1, ours->count);
    begun = 1;
}

static void print_row(const figure *f, const sampler_timing *ours, const sampler_timing *theirs) {
    static int begun;
    if (!begun)
        printf("Minimum and (median) of short blocks run in turns; ratio of the minimums.\n%-20s %20s %20s %7s  %s\n", "",
               "nightjar", "against", "ratio", "against");
    begun = 1;
    printf("%-20s %8.4g (%6.4g) %s %8.4g (%6.4g) %s %6.2fx  %s%s%s\n", f->name, ours->minimum / f->unit_ns,
           ours->median / f->unit_ns, f->unit, theirs->minimum / f->unit_ns, theirs->median / f->unit_ns, f->unit,
           theirs->minimum / ours->minimum, f->against, on_openssl(f) ? " " : "", version(f));
}

static void measure(const figure *measured, size_t count, double seconds, print_fn *print) {
    for (size_t i = 0; i < count; i++) {
        const figure *f = &measured[i];
        sampler_timing ours, theirs;
        if (isatty(STDERR_FILENO)) fprintf(stderr, "\r%s\033[K", f->name);
        sampler_run(&ours, &theirs, f->ours, f->theirs, f->step, f->block_ns, seconds);
        if (isatty(STDERR_FILENO)) fprintf(stderr, "\r\033[K");
        print(f, &ours, &theirs);
        fflush(stdout);
    }
}

int main(int argc, char **argv) {
    int quick = 0, json = 0;
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--quick") == 0) {
            quick = 1;
        } else if (strcmp(argv[i], "--json") == 0) {
            json = 1;
        } else {
            fprintf(stderr, "usage: nightjar_bench [--quick] [--json]\n");
            return 2;
        }
    }
    const double seconds = quick ? QUICK_SECONDS : FULL_SECONDS;
    print_fn *print = json ? print_json : print_row;
    set_up();
    check_all();
    measure(figures, FIGURES_COUNT, seconds, print);
    if (parts_set_up()) measure(part_figures, sizeof part_figures / sizeof *part_figures, seconds, print);
    if (threads_cores_count() > 1) measure(thread_figures, sizeof thread_figures / sizeof *thread_figures, seconds, print);
    if (json) printf("\n]\n");
    tear_down();
    return 0;
}
