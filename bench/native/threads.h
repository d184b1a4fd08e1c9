/* threads.h - peels on several cores at once. Each operation of a piece of work is one onion, whichever thread peels it. */
#ifndef NJ_BENCH_THREADS_H
#define NJ_BENCH_THREADS_H

#include "sampler.h"

/* Cores of this machine, whether or not this process is pinned to one. */
size_t threads_cores_count(void);

/* Batches of 64 on one thread, two threads, and as many as there are cores; and the obvious peel on as many. */
sampler_work threads_one, threads_two, threads_all, threads_all_obvious;

#endif
