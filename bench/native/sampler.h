/* sampler.h - two pieces of work timed in turns, so that whatever slows the machine slows both. */
#ifndef NJ_BENCH_SAMPLER_H
#define NJ_BENCH_SAMPLER_H

#include <stddef.h>

/* Does `count` operations. */
typedef void sampler_work(size_t count);

/* Nanoseconds per operation: the minimum and the median of so many samples. */
typedef struct sampler_timing {
    double minimum;
    double median;
    size_t count;
} sampler_timing;

/* Runs ours and theirs for about `seconds`. A sample is the median of five short blocks that alternate with the other side's:
 * a single block that some jump of the clock made short cannot become the minimum.
 * `step`: the number of operations in a block is a multiple of it. `block_ns`: how long a block takes at least. */
void sampler_run(sampler_timing *ours, sampler_timing *theirs, sampler_work *do_ours, sampler_work *do_theirs, size_t step,
                 double block_ns, double seconds);

#endif
