/* The block of HMACs is a triangle: hop x after this one (0 is this one) has 20 - x of them, one for each distance y that it can have
 * to the last hop, largest y first. A hop's HMAC for distance y covers the hold times and HMACs that y hops behind it left. */
#include "failure/failure_internal.h"
#include "nightjar/failure.h"
#include "sha256/sha256.h"

#define HOPS NJ_ATTRIBUTION_HOPS_COUNT
#define TIME_LEN 4
#define HMAC_LEN 4 /* of 32: truncated */
#define TIMES_LEN (HOPS * TIME_LEN)

/* Where hop x's HMAC for distance y lies. */
static size_t hmac_offset(size_t x, size_t y) {
    size_t index = x * HOPS - x * (x - 1) / 2 + (HOPS - 1 - x - y); /* 20 + 19 + ... before it; x = 0 gives 0 */
    return TIMES_LEN + index * HMAC_LEN;
}

/* This hop's HMAC for distance y. Spec: BOLT 4 "Returning Errors", attribution data. */
static void attribution_hmac(uint8_t *hmac, const uint8_t *attribution, const uint8_t *packet, size_t packet_len,
                             const nji_hmac *um, size_t y) {
    uint8_t full[32];
    nji_hmac state = *um;
    nji_hmac_update(&state, packet, packet_len);
    nji_hmac_update(&state, attribution, (y + 1) * TIME_LEN);
    for (size_t x = 1; x <= y; x++) nji_hmac_update(&state, attribution + hmac_offset(x, y - x), HMAC_LEN);
    nji_hmac_final(&state, full);
    memcpy(hmac, full, HMAC_LEN);
    nj_wipe(full, sizeof full);
}

/* An HMAC keyed with um, ready for messages. Wipe with nj_wipe. */
static void um_init(nji_hmac *um, const uint8_t *shared_secret) {
    uint8_t key[32];
    nj_kdf(key, NJ_KDF_UM, shared_secret);
    nji_hmac_init(um, key, sizeof key);
    nj_wipe(key, sizeof key);
}

/* Makes room for one more hop in front: the largest distance of each hop falls out. */
static void shift_right(uint8_t *attribution) {
    uint8_t old[NJ_ATTRIBUTION_LEN];
    memcpy(old, attribution, sizeof old);
    memset(attribution, 0, NJ_ATTRIBUTION_LEN);
    memcpy(attribution + TIME_LEN, old, TIMES_LEN - TIME_LEN);
    for (size_t x = 0; x + 1 < HOPS; x++) {
        size_t kept = HOPS - 1 - x; /* distances 18 - x .. 0 */
        memcpy(attribution + hmac_offset(x + 1, kept - 1), old + hmac_offset(x, kept - 1), kept * HMAC_LEN);
    }
}

/* Undoes shift_right; what fell out comes back as zeros. */
static void shift_left(uint8_t *attribution) {
    uint8_t old[NJ_ATTRIBUTION_LEN];
    memcpy(old, attribution, sizeof old);
    memset(attribution, 0, NJ_ATTRIBUTION_LEN);
    memcpy(attribution, old + TIME_LEN, TIMES_LEN - TIME_LEN);
    for (size_t x = 0; x + 1 < HOPS; x++) {
        size_t kept = HOPS - 1 - x;
        memcpy(attribution + hmac_offset(x, kept - 1), old + hmac_offset(x + 1, kept - 1), kept * HMAC_LEN);
    }
}

nj_status nj_attribution_wrap(uint8_t *attribution, uint8_t *packet, size_t packet_len, const uint8_t *shared_secret,
                              uint32_t hold_time) {
    nji_hmac um;
    if (attribution == NULL || shared_secret == NULL || (packet == NULL && packet_len != 0) || packet_len > NJ_FAILURE_MAX_LEN) {
        return NJ_ERR_ARGUMENT;
    }
    if (nji_overlap(attribution, NJ_ATTRIBUTION_LEN, packet, packet_len) ||
        nji_overlap(attribution, NJ_ATTRIBUTION_LEN, shared_secret, NJ_SHARED_SECRET_LEN) ||
        nji_overlap(packet, packet_len, shared_secret, NJ_SHARED_SECRET_LEN)) {
        return NJ_ERR_OVERLAP;
    }
    shift_right(attribution);
    nji_store32_be(attribution, hold_time);
    um_init(&um, shared_secret);
    for (size_t y = 0; y < HOPS; y++) {
        attribution_hmac(attribution + hmac_offset(0, y), attribution, packet, packet_len, &um, y);
    }
    nj_wipe(&um, sizeof um);
    nji_failure_cipher(attribution, NJ_ATTRIBUTION_LEN, NJ_KDF_AMMAGEXT, shared_secret);
    return nj_failure_wrap(packet, packet_len, shared_secret);
}

/* Takes off the layers while the HMACs match, and gives how many did. */
static size_t read_hold_times(uint32_t *hold_times, uint8_t *attribution, uint8_t *packet, size_t packet_len,
                              const uint8_t *shared_secrets, size_t hop_count) {
    for (size_t i = 0; i < hop_count; i++) {
        const uint8_t *shared_secret = shared_secrets + i * NJ_SHARED_SECRET_LEN;
        size_t distance = hop_count - 1 - i;
        uint8_t hmac[HMAC_LEN];
        nji_hmac um;
        nji_failure_cipher(attribution, NJ_ATTRIBUTION_LEN, NJ_KDF_AMMAGEXT, shared_secret);
        nji_failure_cipher(packet, packet_len, NJ_KDF_AMMAG, shared_secret);
        um_init(&um, shared_secret);
        attribution_hmac(hmac, attribution, packet, packet_len, &um, distance);
        nj_wipe(&um, sizeof um);
        int match = nji_equal(hmac, attribution + hmac_offset(0, distance), sizeof hmac);
        nji_declassify(&match, sizeof match); /* how many match shows */
        if (!match) return i;
        hold_times[i] = nji_load32_be(attribution);
        shift_left(attribution);
    }
    return hop_count;
}

nj_status nj_attribution_decrypt(uint32_t *hold_times, size_t *verified_count, uint8_t *scratch, const uint8_t *attribution,
                                 const uint8_t *packet, size_t packet_len, const uint8_t *shared_secrets, size_t hop_count) {
    uint8_t working[NJ_ATTRIBUTION_LEN];
    if (hold_times == NULL || verified_count == NULL || attribution == NULL || shared_secrets == NULL || hop_count == 0 ||
        hop_count > HOPS || packet_len > NJ_FAILURE_MAX_LEN || (packet_len != 0 && (packet == NULL || scratch == NULL))) {
        return NJ_ERR_ARGUMENT;
    }
    if (nji_overlap(scratch, packet_len, packet, packet_len) || nji_overlap(scratch, packet_len, attribution, NJ_ATTRIBUTION_LEN) ||
        nji_overlap(scratch, packet_len, shared_secrets, hop_count * NJ_SHARED_SECRET_LEN)) {
        return NJ_ERR_OVERLAP;
    }
    memset(hold_times, 0, hop_count * sizeof *hold_times);
    memcpy(working, attribution, sizeof working);
    if (packet_len != 0) memcpy(scratch, packet, packet_len);
    *verified_count = read_hold_times(hold_times, working, scratch, packet_len, shared_secrets, hop_count);
    nj_wipe(working, sizeof working);
    if (packet_len != 0) nj_wipe(scratch, packet_len);
    return NJ_OK;
}
