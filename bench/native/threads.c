#define _GNU_SOURCE /* sched_setaffinity */
#include "threads.h"

#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "obvious_peel.h"
#include "work.h"

#define THREADS_MAX_COUNT 256

typedef struct share {
    pthread_t thread;
    int core;
    size_t count; /* onions to peel */
} share;

size_t threads_cores_count(void) {
    const long count = sysconf(_SC_NPROCESSORS_ONLN);
    return count < 1 ? 1 : count > THREADS_MAX_COUNT ? THREADS_MAX_COUNT : (size_t)count;
}

/* One core for each thread, also where the process is pinned to one. Where that is not allowed the system chooses. */
static void move_to(int core) {
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(core, &set);
    (void)sched_setaffinity(0, sizeof set, &set);
}

static void *peel_batches(void *argument) {
    const share *s = argument;
    uint8_t results[BATCH_COUNT * NJ_PEELED_LEN(NJ_ONION_PAYMENT_LEN)];
    move_to(s->core);
    for (size_t i = 0; i < s->count; i += BATCH_COUNT)
        (void)nj_onion_peel_batch(&ctx, results, &node_key, BATCH_COUNT, onions[0], NJ_ONION_PAYMENT_LEN, assocs[0], ASSOC_LEN,
                                  NULL);
    return NULL;
}

static void *peel_obviously(void *argument) {
    const share *s = argument;
    uint8_t next[NJ_ONION_PAYMENT_LEN], payload[NJ_ONION_PAYLOAD_ROOM_LEN(NJ_ONION_PAYMENT_LEN)], secret[NJ_SHARED_SECRET_LEN];
    size_t payload_len;
    obvious_peeler peeler;
    move_to(s->core);
    if (!obvious_peeler_open(&peeler)) return argument;
    for (size_t i = 0; i < s->count; i++) {
        const size_t j = i % BATCH_COUNT;
        (void)obvious_peel(&peeler, next, payload, &payload_len, secret, node_secret, onions[j], assocs[j], ASSOC_LEN);
    }
    obvious_peeler_close(&peeler);
    return NULL;
}

static void run(void *(*work)(void *), size_t threads_count, size_t count) {
    share shares[THREADS_MAX_COUNT];
    for (size_t i = 0; i < threads_count; i++) {
        shares[i].core = (int)i;
        shares[i].count = count / threads_count + (i < count % threads_count);
        if (pthread_create(&shares[i].thread, NULL, work, &shares[i]) != 0) {
            fprintf(stderr, "nightjar_bench: no threads\n");
            exit(1);
        }
    }
    for (size_t i = 0; i < threads_count; i++) (void)pthread_join(shares[i].thread, NULL);
}

void threads_one(size_t count) { run(peel_batches, 1, count); }
void threads_two(size_t count) { run(peel_batches, 2, count); }
void threads_all(size_t count) { run(peel_batches, threads_cores_count(), count); }
void threads_all_obvious(size_t count) { run(peel_obviously, threads_cores_count(), count); }
