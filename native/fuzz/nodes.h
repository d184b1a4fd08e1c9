/* nodes.h - the nodes that built onions and paths are for: some of ours, whose secret keys are known, and any bytes. */
#ifndef NJ_FUZZ_NODES_H
#define NJ_FUZZ_NODES_H

#include "fuzz.h"

#define NODES_COUNT 3

/* The secret key of node n. */
static void node_secret(uint8_t *secret, size_t n) { memset(secret, (int)(0x41 + n), NJ_SECRET_KEY_LEN); }

/* Writes count node ids and who they are: nodes[i] below NODES_COUNT is that node; NODES_COUNT is what 33 bytes of the input say. */
static void take_nodes(fuzz_input *in, uint8_t *ids, size_t *nodes, size_t count) {
    for (size_t i = 0; i < count; i++) {
        uint8_t secret[NJ_SECRET_KEY_LEN];
        nodes[i] = fuzz_number(in, NODES_COUNT);
        if (nodes[i] == NODES_COUNT) {
            memcpy(ids + i * NJ_PUBLIC_KEY_LEN, fuzz_take(in, NJ_PUBLIC_KEY_LEN), NJ_PUBLIC_KEY_LEN);
        } else {
            node_secret(secret, nodes[i]);
            CHECK(nj_public_key_create(&ctx, ids + i * NJ_PUBLIC_KEY_LEN, secret) == NJ_OK);
        }
    }
}

/* Prepares the key of node n. */
static void node_key(nj_key *node, size_t n) {
    uint8_t secret[NJ_SECRET_KEY_LEN];
    node_secret(secret, n);
    CHECK(nj_key_init(&ctx, node, secret) == NJ_OK);
}

#endif
