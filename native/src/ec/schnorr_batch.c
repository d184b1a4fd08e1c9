/* BIP340 verification of many signatures: on the many-lane engine where there is one, else one after the other. */
#include "ec/ec.h"
#include "lanes/lanes.h"
#include "nightjar/schnorr.h"
#include "sha256/sha256_x16.h"

#define CHUNK NJI_LANES_BATCH_MAX_COUNT

typedef struct batch {
    nj_status *statuses;
    const uint8_t *public_keys;
    const uint8_t *msgs;
    size_t msg_len;
    const uint8_t *signatures;
} batch;

static const uint8_t *key_at(const batch *b, size_t i) { return b->public_keys + i * NJ_XONLY_KEY_LEN; }
static const uint8_t *msg_at(const batch *b, size_t i) { return b->msg_len == 0 ? NULL : b->msgs + i * b->msg_len; }
static const uint8_t *signature_at(const batch *b, size_t i) { return b->signatures + i * NJ_SCHNORR_SIGNATURE_LEN; }

/* challenges [count]: the hash, tagged "BIP0340/challenge", of r, public key and message. Spec: BIP340 "Verification". */
static void hash_challenges(uint8_t (*challenges)[NJ_SHA256_LEN], const batch *b, size_t first, size_t count) {
    static const char tag[] = "BIP0340/challenge";
    uint8_t prefix[2][NJ_SHA256_LEN];
    nj_sha256(prefix[0], (const uint8_t *)tag, sizeof tag - 1);
    memcpy(prefix[1], prefix[0], sizeof prefix[1]);
    const nji_part parts[] = {{prefix[0], 0, sizeof prefix},
                              {signature_at(b, first), NJ_SCHNORR_SIGNATURE_LEN, NJ_XONLY_KEY_LEN},
                              {key_at(b, first), NJ_XONLY_KEY_LEN, NJ_XONLY_KEY_LEN},
                              {msg_at(b, first), b->msg_len, b->msg_len}};
    nji_sha256_many(challenges, count, parts, 4);
}

/* Puts a scalar [32] into its lane. 0 if it is not in 1 .. group order - 1: then the lane's product means nothing. */
static int set_scalar(nji_lanes_digits *digits, size_t i, const uint8_t *scalar) {
    nji_digits recoded;
    if (!nji_scalar_check(scalar)) return 0;
    nji_digits_init(&recoded, scalar);
    nji_lanes_set(&digits[i / NJI_LANES], i % NJI_LANES, &recoded);
    return 1;
}

/* R = s G - e P: with -P, the point of odd y, it is a sum. The signature is good if R has an even y and the x that is in it. What the
 * engine does not decide, scalars out of range and its exceptional cases, the single call does. */
static void verify_lanes(const batch *b, size_t first, size_t count, const nji_lanes_engine *engine,
                         const nji_lanes_table *generator) {
    nji_lanes_batch lanes;
    nji_lanes_digits of_key[CHUNK / NJI_LANES], of_generator[CHUNK / NJI_LANES];
    uint8_t minus_keys[CHUNK][NJ_PUBLIC_KEY_LEN], sums[CHUNK][NJ_PUBLIC_KEY_LEN], challenges[CHUNK][NJ_SHA256_LEN], alone[CHUNK];
    memset(of_key, 0, sizeof of_key);
    memset(of_generator, 0, sizeof of_generator);
    hash_challenges(challenges, b, first, count);
    for (size_t i = 0; i < count; i++) {
        minus_keys[i][0] = 3;
        memcpy(minus_keys[i] + 1, key_at(b, first + i), NJ_XONLY_KEY_LEN);
        alone[i] = !set_scalar(of_key, i, challenges[i]) ||
                   !set_scalar(of_generator, i, signature_at(b, first + i) + NJ_XONLY_KEY_LEN);
    }
    nji_lanes_batch_init(&lanes, engine, minus_keys[0], NJ_PUBLIC_KEY_LEN, count);
    nji_lanes_batch_multiply_add(&lanes, sums, of_key, generator, of_generator);
    for (size_t i = 0; i < count; i++) {
        const size_t at = first + i;
        const int good = nji_lanes_batch_valid(&lanes, i) && sums[i][0] == 2 &&
                         memcmp(sums[i] + 1, signature_at(b, at), NJ_XONLY_KEY_LEN) == 0;
        b->statuses[at] = good ? NJ_OK : NJ_PEER_SIGNATURE;
        if (alone[i] || nji_lanes_batch_exceptional(&lanes, i)) {
            b->statuses[at] = nj_schnorr_verify(key_at(b, at), msg_at(b, at), b->msg_len, signature_at(b, at));
        }
    }
}

nj_status nj_schnorr_verify_batch(nj_status *statuses, size_t count, const uint8_t *public_keys, const uint8_t *msgs, size_t msg_len,
                                  const uint8_t *signatures) {
    const batch b = {statuses, public_keys, msgs, msg_len, signatures};
    const nji_lanes_engine *engine = count < NJI_LANES_MIN_COUNT ? NULL : nji_lanes_engine_current();
    nji_lanes_table generator;
    if (count == 0) return NJ_OK;
    if (statuses == NULL || public_keys == NULL || (msgs == NULL && msg_len != 0) || signatures == NULL || count > NJ_BATCH_MAX_COUNT ||
        msg_len > SIZE_MAX / count) {
        return NJ_ERR_ARGUMENT;
    }
    const nji_range outs[] = {{statuses, count * sizeof *statuses}};
    const nji_range ins[] = {
        {public_keys, count * NJ_XONLY_KEY_LEN}, {msgs, count * msg_len}, {signatures, count * NJ_SCHNORR_SIGNATURE_LEN}};
    if (nji_outputs_overlap(outs, 1, ins, 3)) return NJ_ERR_OVERLAP;
    if (engine != NULL) nji_lanes_generator_init(&generator, engine);
    for (size_t done = 0; done < count;) {
        const size_t take = NJI_MIN(count - done, (size_t)CHUNK);
        if (engine != NULL) {
            verify_lanes(&b, done, take, engine, &generator);
            done += take;
        } else {
            statuses[done] = nj_schnorr_verify(key_at(&b, done), msg_at(&b, done), msg_len, signature_at(&b, done));
            done++;
        }
    }
    return NJ_OK;
}
