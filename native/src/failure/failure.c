#include "nightjar/failure.h"

#include "chacha20/chacha20.h"
#include "failure/failure_internal.h"
#include "sha256/sha256.h"

#define HMAC_LEN 32

void nji_failure_cipher(uint8_t *data, size_t len, nj_kdf_label label, const uint8_t *shared_secret) {
    /* The key is used for one stream only, so the nonce may be fixed. */
    static const uint8_t nonce[NJ_CHACHA20_NONCE_LEN];
    uint8_t key[NJ_CHACHA20_KEY_LEN];
    nj_kdf(key, label, shared_secret);
    nji_chacha20_xor(data, data, len, key, nonce, 0);
    nj_wipe(key, sizeof key);
}

/* The HMAC of everything behind it in a plain packet. */
static void failure_hmac(uint8_t *hmac, const uint8_t *packet, size_t packet_len, const uint8_t *shared_secret) {
    uint8_t um[32];
    nj_kdf(um, NJ_KDF_UM, shared_secret);
    nj_hmac_sha256(hmac, um, sizeof um, packet + HMAC_LEN, packet_len - HMAC_LEN);
    nj_wipe(um, sizeof um);
}

static void store16_be(uint8_t *p, size_t v) {
    p[0] = (uint8_t)(v >> 8);
    p[1] = (uint8_t)v;
}

nj_status nj_failure_create(uint8_t *packet, size_t packet_len, const uint8_t *shared_secret, const uint8_t *failure,
                            size_t failure_len) {
    uint8_t *message;
    if (packet == NULL || shared_secret == NULL || (failure == NULL && failure_len != 0) || packet_len < NJ_FAILURE_MIN_LEN ||
        packet_len > NJ_FAILURE_MAX_LEN || failure_len > packet_len - NJ_FAILURE_OVERHEAD_LEN) {
        return NJ_ERR_ARGUMENT;
    }
    if (nji_overlap(packet, packet_len, failure, failure_len) ||
        nji_overlap(packet, packet_len, shared_secret, NJ_SHARED_SECRET_LEN)) {
        return NJ_ERR_OVERLAP;
    }
    memset(packet, 0, packet_len);
    message = packet + HMAC_LEN + 2;
    store16_be(packet + HMAC_LEN, failure_len);
    if (failure_len != 0) memcpy(message, failure, failure_len);
    store16_be(message + failure_len, packet_len - NJ_FAILURE_OVERHEAD_LEN - failure_len);
    failure_hmac(packet, packet, packet_len, shared_secret);
    return NJ_OK;
}

nj_status nj_failure_wrap(uint8_t *packet, size_t packet_len, const uint8_t *shared_secret) {
    if ((packet == NULL && packet_len != 0) || shared_secret == NULL || packet_len > NJ_FAILURE_MAX_LEN) return NJ_ERR_ARGUMENT;
    nji_failure_cipher(packet, packet_len, NJ_KDF_AMMAG, shared_secret);
    return NJ_OK;
}

/* Copies the message out of a plain packet whose HMAC matched. */
static size_t read_message(uint8_t *failure, const uint8_t *packet, size_t packet_len) {
    size_t failure_len, room = packet_len - HMAC_LEN;
    if (room < 2) return 0;
    nji_declassify(packet + HMAC_LEN, 2); /* the length shows */
    failure_len = (size_t)packet[HMAC_LEN] << 8 | packet[HMAC_LEN + 1];
    if (failure_len > room - 2) return 0;
    memcpy(failure, packet + HMAC_LEN + 2, failure_len);
    return failure_len;
}

/* Takes off the layers one by one and reads the message under the first that its hop made. 1 if there was one. */
static int find_origin(uint8_t *failure, size_t *failure_len, size_t *hop, uint8_t *scratch, size_t packet_len,
                       const uint8_t *shared_secrets, size_t hop_count) {
    size_t rounds = hop_count > NJ_FAILURE_ROUNDS_COUNT ? hop_count : NJ_FAILURE_ROUNDS_COUNT;
    int found = 0;
    for (size_t i = 0; i < rounds; i++) {
        /* Beyond the route, and behind the erring hop, the work goes on with no one to match. */
        size_t layer = i < hop_count ? i : hop_count - 1;
        const uint8_t *shared_secret = shared_secrets + layer * NJ_SHARED_SECRET_LEN;
        uint8_t hmac[HMAC_LEN];
        int matches;
        nji_failure_cipher(scratch, packet_len, NJ_KDF_AMMAG, shared_secret);
        failure_hmac(hmac, scratch, packet_len, shared_secret);
        matches = nji_equal(hmac, scratch, HMAC_LEN);
        nji_declassify(&matches, sizeof matches); /* which hop failed shows in the answer */
        if (matches && !found && i < hop_count) {
            found = 1;
            *hop = i;
            *failure_len = read_message(failure, scratch, packet_len);
        }
    }
    return found;
}

nj_status nj_failure_decrypt(uint8_t *failure, size_t *failure_len, size_t *hop, uint8_t *scratch, const uint8_t *packet,
                             size_t packet_len, const uint8_t *shared_secrets, size_t hop_count) {
    size_t secrets_len = hop_count * NJ_SHARED_SECRET_LEN;
    int found = 0;
    if (failure_len == NULL || hop == NULL || shared_secrets == NULL || hop_count == 0 || hop_count > NJ_FAILURE_HOPS_MAX_COUNT ||
        packet_len > NJ_FAILURE_MAX_LEN || (packet_len != 0 && (failure == NULL || scratch == NULL || packet == NULL))) {
        return NJ_ERR_ARGUMENT;
    }
    if (nji_overlap(failure, packet_len, scratch, packet_len) || nji_overlap(failure, packet_len, packet, packet_len) ||
        nji_overlap(scratch, packet_len, packet, packet_len) || nji_overlap(failure, packet_len, shared_secrets, secrets_len) ||
        nji_overlap(scratch, packet_len, shared_secrets, secrets_len)) {
        return NJ_ERR_OVERLAP;
    }
    *failure_len = 0;
    *hop = 0;
    nji_zero(failure, packet_len);
    if (packet_len >= HMAC_LEN) {
        memcpy(scratch, packet, packet_len);
        found = find_origin(failure, failure_len, hop, scratch, packet_len, shared_secrets, hop_count);
        nj_wipe(scratch, packet_len);
    }
    return found ? NJ_OK : NJ_PEER_FAILURE;
}
