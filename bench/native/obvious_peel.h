/* obvious_peel.h - the base line: a payment onion peeled with nothing but libsecp256k1's public API and OpenSSL. */
#ifndef NJ_BENCH_OBVIOUS_PEEL_H
#define NJ_BENCH_OBVIOUS_PEEL_H

#include <stddef.h>
#include <stdint.h>

#include <openssl/evp.h>
#include <secp256k1.h>

typedef struct obvious_peeler {
    secp256k1_context *secp256k1;
    EVP_CIPHER_CTX *chacha20; /* reused: creating one costs more than the cipher */
} obvious_peeler;

/* Returns 1, or 0 if a library cannot be set up. */
int obvious_peeler_open(obvious_peeler *peeler);

void obvious_peeler_close(obvious_peeler *peeler);

/* Peel one layer off a payment onion.
 * Returns: 1, or 0 if the packet is refused.
 * Out: next [1366]; payload [1268]; payload_len; shared_secret [32].
 * In: secret_key [32]; onion [1366]; assoc [32]. */
int obvious_peel(const obvious_peeler *peeler, uint8_t *next, uint8_t *payload, size_t *payload_len, uint8_t *shared_secret,
                 const uint8_t *secret_key, const uint8_t *onion, const uint8_t *assoc);

#endif
