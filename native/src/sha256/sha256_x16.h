/* sha256_x16.h - SHA-256 and HMAC of up to sixteen messages of one length at once, and of any number in sixteens. */
#ifndef NJI_SHA256_X16_H
#define NJI_SHA256_X16_H

#include "sha256/sha256.h"

#define NJI_SHA256_X16_LANES 16

typedef struct nji_sha256_x16 {
    _Alignas(64) uint32_t state[8][NJI_SHA256_X16_LANES];
    uint8_t block[NJI_SHA256_X16_LANES][NJI_SHA256_BLOCK_LEN];
    uint64_t total; /* bytes taken so far, of each message */
    size_t lanes;
} nji_sha256_x16;

typedef struct nji_hmac_x16 {
    nji_sha256_x16 inner;
    nji_sha256_x16 outer;
} nji_hmac_x16;

/* lanes: 1 .. NJI_SHA256_X16_LANES messages. */
void nji_sha256_x16_init(nji_sha256_x16 *hash, size_t lanes);
/* in [lanes]: pointers to len bytes each. */
void nji_sha256_x16_update(nji_sha256_x16 *hash, const uint8_t *const *in, size_t len);
/* Writes 32 bytes to each of out [lanes] and wipes the state. */
void nji_sha256_x16_final(nji_sha256_x16 *hash, uint8_t *const *out);

/* keys [lanes]: pointers to key_len bytes each, 64 at the most. */
void nji_hmac_x16_init(nji_hmac_x16 *hmac, const uint8_t *const *keys, size_t key_len, size_t lanes);
/* One key for all messages. */
void nji_hmac_x16_init_same(nji_hmac_x16 *hmac, const uint8_t *key, size_t key_len, size_t lanes);
void nji_hmac_x16_update(nji_hmac_x16 *hmac, const uint8_t *const *in, size_t len);
/* Writes 32 bytes to each of out [lanes] and wipes the state. */
void nji_hmac_x16_final(nji_hmac_x16 *hmac, uint8_t *const *out);

/* A part of each of many messages: that of message i is len bytes at first + i * stride, with stride 0 the same for all. */
typedef struct nji_part {
    const uint8_t *first;
    size_t stride;
    size_t len;
} nji_part;

/* hashes [count][32]: of each message, its parts one after the other. hashes overlaps no part. */
void nji_sha256_many(uint8_t (*hashes)[NJ_SHA256_LEN], size_t count, const nji_part *parts, size_t parts_count);

/* macs [count][32]: HMAC of each message, likewise; key->len at most 64. */
void nji_hmac_many(uint8_t (*macs)[NJ_SHA256_LEN], size_t count, const nji_part *key, const nji_part *parts, size_t parts_count);

#endif
