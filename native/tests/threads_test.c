/* threads_test: one context and one key used by many threads at once, from the very first call, when the variants are still to be
 * chosen. Every thread gets the same results. For ThreadSanitizer above all. */
#include <pthread.h>

#include "nightjar/onion.h"
#include "nightjar/schnorr.h"

#include "harness.h"

#define THREADS_COUNT 4
#define ROUNDS_COUNT 8
#define BATCH_COUNT 5

static nj_ctx ctx;
static nj_key key;
static const uint8_t node_secret[32] = {1, 2, 3}, session_key[32] = {4, 5, 6}, msg[32] = {7, 8, 9};
static pthread_barrier_t start;

typedef struct outcome {
    uint8_t onion[NJ_ONION_PAYMENT_LEN], shared_secret[32], signature[64];
    int ok; /* calls that were; CHECK is not for threads */
    uint8_t peeled[BATCH_COUNT][NJ_PEELED_LEN(NJ_ONION_PAYMENT_LEN)];
} outcome;

static void *work(void *argument) {
    outcome *o = argument;
    uint8_t node[33], onions[BATCH_COUNT][NJ_ONION_PAYMENT_LEN], payload[20] = {0};
    const uint32_t payload_len = sizeof payload;
    pthread_barrier_wait(&start);
    for (int round = 0; round < ROUNDS_COUNT; round++) {
        o->ok += nj_public_key_create(&ctx, node, node_secret) == NJ_OK;
        o->ok += nj_onion_build(&ctx, o->onion, sizeof o->onion, o->shared_secret, session_key, 1, node, payload, sizeof payload,
                                &payload_len, NULL, 0) == NJ_OK;
        for (int i = 0; i < BATCH_COUNT; i++) memcpy(onions[i], o->onion, sizeof o->onion);
        o->ok += nj_onion_peel_batch(&ctx, o->peeled[0], &key, BATCH_COUNT, onions[0], sizeof onions[0], NULL, 0, NULL) == NJ_OK;
        o->ok += nj_schnorr_sign(&ctx, o->signature, node_secret, msg, sizeof msg, NULL) == NJ_OK;
        o->ok += nj_schnorr_verify(node + 1, msg, sizeof msg, o->signature) == NJ_OK;
    }
    return NULL;
}

int main(void) {
    static outcome outcomes[THREADS_COUNT];
    pthread_t threads[THREADS_COUNT];
    CHECK(nj_ctx_init(&ctx, session_key) == NJ_OK && nj_key_init(&ctx, &key, node_secret) == NJ_OK);
    CHECK(pthread_barrier_init(&start, NULL, THREADS_COUNT) == 0);
    for (int i = 0; i < THREADS_COUNT; i++) CHECK(pthread_create(&threads[i], NULL, work, &outcomes[i]) == 0);
    for (int i = 0; i < THREADS_COUNT; i++) CHECK(pthread_join(threads[i], NULL) == 0);
    CHECK(outcomes[0].ok == 5 * ROUNDS_COUNT);
    for (int i = 1; i < THREADS_COUNT; i++) CHECK_BYTES(&outcomes[i], &outcomes[0], sizeof outcomes[0]);
    return harness_done("threads_test");
}
