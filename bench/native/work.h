/* work.h - what is timed and counted: pieces of work of the core and the same of others, on one fixture. One thread. */
#ifndef NJ_BENCH_WORK_H
#define NJ_BENCH_WORK_H

#include <nightjar/onion.h>

#include "sampler.h"

#define ASSOC_LEN 32
#define BATCH_COUNT 64 /* packets in the fixture, and in one batch call */

/* Our node, and onions for it. */
extern nj_ctx ctx;
extern nj_key node_key;
extern uint8_t node_secret[NJ_SECRET_KEY_LEN];
extern uint8_t onions[BATCH_COUNT][NJ_ONION_PAYMENT_LEN];
extern uint8_t assocs[BATCH_COUNT][ASSOC_LEN];

/* Makes the fixture; exits with a message if a library cannot be used. */
void set_up(void);

/* Checks that both sides of every comparison give the same bytes; exits with a message if they do not. */
void check_all(void);

void tear_down(void);

sampler_work peel_single, peel_obvious, peel_message, peel_message_obvious, create_20, create_20_obvious, stream_1366_ours,
    stream_1366_theirs, stream_2600_ours, stream_2600_theirs, hash_1366_ours, hash_1366_theirs, hash_1366_dirty, failure_decrypt,
    failure_primitives, peel_batch, peel_batch_32, peel_batch_16, peel_batch_8, peel_batch_4, peel_batch_2, peel_message_batch,
    create_batch, create_singles, path_create_batch, path_create_singles, ecdh_batch, ecdh_obvious;

#endif
