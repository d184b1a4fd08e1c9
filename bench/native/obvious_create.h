/* obvious_create.h - the base line: an onion created with nothing but libsecp256k1's public API and OpenSSL, each hop's ephemeral
 * key from the one before. */
#ifndef NJ_BENCH_OBVIOUS_CREATE_H
#define NJ_BENCH_OBVIOUS_CREATE_H

#include "obvious_peel.h"

/* Create an onion with payloads of 1300 bytes.
 * Returns: 1, or 0 if a key is bad.
 * Out: onion [1366]; shared_secrets [hop_count][32].
 * In: session_key [32]; hops [hop_count][33]; payloads [hop_count][payload_len], which must fit; assoc [32]. */
int obvious_create(const obvious_peeler *peeler, uint8_t *onion, uint8_t *shared_secrets, const uint8_t *session_key,
                   size_t hop_count, const uint8_t *hops, const uint8_t *payloads, size_t payload_len, const uint8_t *assoc);

#endif
