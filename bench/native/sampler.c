#include "sampler.h"

#include <stdlib.h>
#include <time.h>

#define BLOCKS_COUNT 5 /* in a sample; odd */
#define SAMPLES_MAX_COUNT 16384

static double now_ns(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return 1e9 * (double)t.tv_sec + (double)t.tv_nsec;
}

static double block_ns(sampler_work *work, size_t count) {
    const double start = now_ns();
    work(count);
    return now_ns() - start;
}

/* How many operations fill a block. The doubling warms up caches and clock as well. */
static size_t block_count(sampler_work *work, size_t step, double wanted_ns) {
    size_t count = step;
    while (block_ns(work, count) < wanted_ns) count *= 2;
    return count;
}

static int compare(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *values, size_t count) {
    qsort(values, count, sizeof *values, compare);
    return values[count / 2];
}

/* One sample of each side. */
static void sample(double *ours, double *theirs, sampler_work *do_ours, size_t our_count, sampler_work *do_theirs,
                   size_t their_count) {
    double our_blocks[BLOCKS_COUNT], their_blocks[BLOCKS_COUNT];
    for (size_t i = 0; i < BLOCKS_COUNT; i++) {
        our_blocks[i] = block_ns(do_ours, our_count) / (double)our_count;
        their_blocks[i] = block_ns(do_theirs, their_count) / (double)their_count;
    }
    *ours = median(our_blocks, BLOCKS_COUNT);
    *theirs = median(their_blocks, BLOCKS_COUNT);
}

static sampler_timing summary(double *samples, size_t count) {
    sampler_timing timing;
    timing.median = median(samples, count);
    timing.minimum = samples[0]; /* median has sorted them */
    timing.count = count;
    return timing;
}

void sampler_run(sampler_timing *ours, sampler_timing *theirs, sampler_work *do_ours, sampler_work *do_theirs, size_t step,
                 double wanted_ns, double seconds) {
    static double our_samples[SAMPLES_MAX_COUNT], their_samples[SAMPLES_MAX_COUNT];
    const size_t our_count = block_count(do_ours, step, wanted_ns), their_count = block_count(do_theirs, step, wanted_ns);
    const double end = now_ns() + 1e9 * seconds;
    size_t count = 0;
    do {
        sample(&our_samples[count], &their_samples[count], do_ours, our_count, do_theirs, their_count);
        count++;
    } while (count < SAMPLES_MAX_COUNT && now_ns() < end);
    *ours = summary(our_samples, count);
    *theirs = summary(their_samples, count);
}
