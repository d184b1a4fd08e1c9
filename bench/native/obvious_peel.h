/* obvious_peel.h - the base line: onions peeled with nothing but libsecp256k1's public API and OpenSSL. */
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

/* HMAC-SHA256 of a message in two parts, with a key of at most 64 bytes.
 * Out: mac [32]. */
void obvious_hmac(uint8_t *mac, const void *key, size_t key_len, const uint8_t *first, size_t first_len, const uint8_t *second,
                  size_t second_len);

/* Peel one layer off an onion with payloads of 1300 bytes.
 * Returns: 1, or 0 if the packet is refused.
 * Out: next [1366]; payload [1268]; payload_len; shared_secret [32].
 * In: secret_key [32]; onion [1366]; assoc [assoc_len]. */
int obvious_peel(const obvious_peeler *peeler, uint8_t *next, uint8_t *payload, size_t *payload_len, uint8_t *shared_secret,
                 const uint8_t *secret_key, const uint8_t *onion, const uint8_t *assoc, size_t assoc_len);

/* The same for an onion message, which came over a blinded path: the path's shared secret, the node's blinded key, the peel with
 * it. Out: as obvious_peel; path_data_key [32]; next_path_key [33]. In: path_key [33]. */
int obvious_peel_message(const obvious_peeler *peeler, uint8_t *next, uint8_t *payload, size_t *payload_len,
                         uint8_t *shared_secret, uint8_t *path_data_key, uint8_t *next_path_key, const uint8_t *secret_key,
                         const uint8_t *onion, const uint8_t *path_key);

#endif
