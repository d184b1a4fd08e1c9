/* Any number of messages, sixteen at a time. */
#include "sha256_x16.h"

/* Pointers to one part, or to the outputs, of each message of a group of sixteen. */
typedef const uint8_t *pointers[NJI_SHA256_X16_LANES];

static void point_at(pointers at, const nji_part *part, size_t first, size_t lanes) {
    for (size_t l = 0; l < lanes; l++) at[l] = part->first + (first + l) * part->stride;
}

static size_t point_out(uint8_t **out, uint8_t (*results)[NJ_SHA256_LEN], size_t first, size_t count) {
    const size_t lanes = NJI_MIN(count - first, (size_t)NJI_SHA256_X16_LANES);
    for (size_t l = 0; l < lanes; l++) out[l] = results[first + l];
    return lanes;
}

static void update(nji_sha256_x16 *hash, size_t first, const nji_part *parts, size_t parts_count) {
    pointers in;
    for (size_t i = 0; i < parts_count; i++) {
        if (parts[i].len == 0) continue; /* there may be no such memory */
        point_at(in, &parts[i], first, hash->lanes);
        nji_sha256_x16_update(hash, in, parts[i].len);
    }
}

void nji_sha256_many(uint8_t (*hashes)[NJ_SHA256_LEN], size_t count, const nji_part *parts, size_t parts_count) {
    for (size_t first = 0; first < count; first += NJI_SHA256_X16_LANES) {
        uint8_t *out[NJI_SHA256_X16_LANES];
        nji_sha256_x16 hash;
        nji_sha256_x16_init(&hash, point_out(out, hashes, first, count));
        update(&hash, first, parts, parts_count);
        nji_sha256_x16_final(&hash, out);
    }
}

void nji_hmac_many(uint8_t (*macs)[NJ_SHA256_LEN], size_t count, const nji_part *key, const nji_part *parts, size_t parts_count) {
    for (size_t first = 0; first < count; first += NJI_SHA256_X16_LANES) {
        uint8_t *out[NJI_SHA256_X16_LANES];
        const size_t lanes = point_out(out, macs, first, count);
        pointers keys;
        nji_hmac_x16 hmac;
        if (key->stride == 0) {
            nji_hmac_x16_init_same(&hmac, key->first, key->len, lanes);
        } else {
            point_at(keys, key, first, lanes);
            nji_hmac_x16_init(&hmac, keys, key->len, lanes);
        }
        update(&hmac.inner, first, parts, parts_count);
        nji_hmac_x16_final(&hmac, out);
    }
}
