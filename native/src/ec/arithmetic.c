/* Scalars modulo the group order, the challenge of BIP340, and sums of points. */
#include "ec/secp.h"

static const uint8_t ORDER[32] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfe,
                                  0xba, 0xae, 0xdc, 0xe6, 0xaf, 0x48, 0xa0, 0x3b, 0xbf, 0xd2, 0x5e, 0x8c, 0xd0, 0x36, 0x41, 0x41};

void nji_tagged_hash_init(nji_sha256 *hash, const char *tag) {
    uint8_t tag_hash[32];
    nj_sha256(tag_hash, (const uint8_t *)tag, strlen(tag));
    nji_sha256_init(hash);
    nji_sha256_update(hash, tag_hash, sizeof tag_hash);
    nji_sha256_update(hash, tag_hash, sizeof tag_hash);
}

int nji_scalar_check(const uint8_t *scalar) {
    int ok = secp256k1_ec_seckey_verify(secp256k1_context_static, scalar);
    nji_declassify(&ok, sizeof ok);
    return ok;
}

int nji_scalar_mul(uint8_t *scalar, const uint8_t *factor) {
    /* The seckey functions are constant time. */
    int ok = secp256k1_ec_seckey_tweak_mul(secp256k1_context_static, scalar, factor);
    nji_declassify(&ok, sizeof ok);
    return ok;
}

int nji_scalar_reduce(uint8_t *scalar) {
    uint8_t reduced[32], any = 0;
    unsigned borrow = 0;
    for (int i = 31; i >= 0; i--) {
        const unsigned difference = (unsigned)scalar[i] - ORDER[i] - borrow;
        reduced[i] = (uint8_t)difference;
        borrow = difference >> 8 & 1;
    }
    /* 2^256 is less than twice the order, so one subtraction is enough. The mask keeps which number it is. */
    const uint8_t keep = (uint8_t)(0 - borrow);
    for (int i = 0; i < 32; i++) {
        scalar[i] = (uint8_t)((scalar[i] & keep) | (reduced[i] & (uint8_t)~keep));
        any |= scalar[i];
    }
    nj_wipe(reduced, sizeof reduced);
    return any != 0;
}

int nji_schnorr_challenge(uint8_t *challenge, const uint8_t *r, const uint8_t *public_key, const uint8_t *msg, size_t msg_len) {
    nji_sha256 hash;
    nji_tagged_hash_init(&hash, "BIP0340/challenge");
    nji_sha256_update(&hash, r, 32);
    nji_sha256_update(&hash, public_key, 32);
    nji_sha256_update(&hash, msg, msg_len);
    nji_sha256_final(&hash, challenge);
    return nji_scalar_reduce(challenge);
}

int nji_scalar_add(uint8_t *scalar, const uint8_t *term) {
    int ok = secp256k1_ec_seckey_tweak_add(secp256k1_context_static, scalar, term);
    nji_declassify(&ok, sizeof ok);
    return ok;
}

int nji_scalar_negate(uint8_t *scalar) {
    int ok = secp256k1_ec_seckey_negate(secp256k1_context_static, scalar);
    nji_declassify(&ok, sizeof ok);
    return ok;
}

void nji_scalar_negate_if(uint8_t *scalar, uint8_t condition) {
    uint8_t negated[32];
    const uint8_t mask = (uint8_t)(0 - condition);
    memcpy(negated, scalar, sizeof negated);
    nji_scalar_negate(negated);
    for (int i = 0; i < 32; i++) scalar[i] = (uint8_t)((scalar[i] & (uint8_t)~mask) | (negated[i] & mask));
    nj_wipe(negated, sizeof negated);
}

int nji_scalar_invert(uint8_t *inverse, const uint8_t *scalar) {
    uint8_t power[32];
    int ok = 1;
    memcpy(power, scalar, sizeof power);
    memcpy(inverse, scalar, sizeof power);
    /* Fermat: scalar^(n - 2). The exponent is public, and its first bit is the copy above. */
    for (int bit = 254; bit >= 0 && ok; bit--) {
        const uint8_t exponent = (uint8_t)(ORDER[31 - bit / 8] - (bit / 8 == 0 ? 2 : 0));
        uint8_t square[32];
        memcpy(square, inverse, sizeof square);
        ok = nji_scalar_mul(inverse, square);
        if (exponent >> bit % 8 & 1) ok = ok && nji_scalar_mul(inverse, power);
        nj_wipe(square, sizeof square);
    }
    if (!ok) nji_zero(inverse, sizeof power);
    nj_wipe(power, sizeof power);
    return ok;
}

int nji_point_sum(uint8_t *out, const uint8_t *points, size_t count) {
    secp256k1_pubkey parsed[NJI_POINT_SUM_MAX_COUNT], sum;
    const secp256k1_pubkey *terms[NJI_POINT_SUM_MAX_COUNT];
    size_t len = NJ_PUBLIC_KEY_LEN;
    int ok = count >= 1 && count <= NJI_POINT_SUM_MAX_COUNT;
    for (size_t i = 0; ok && i < count; i++) {
        terms[i] = &parsed[i];
        ok = secp256k1_ec_pubkey_parse(secp256k1_context_static, &parsed[i], points + i * NJ_PUBLIC_KEY_LEN, NJ_PUBLIC_KEY_LEN);
    }
    ok = ok && secp256k1_ec_pubkey_combine(secp256k1_context_static, &sum, terms, count);
    if (ok) {
        secp256k1_ec_pubkey_serialize(secp256k1_context_static, out, &len, &sum, SECP256K1_EC_COMPRESSED);
    } else {
        nji_zero(out, NJ_PUBLIC_KEY_LEN);
    }
    return ok;
}
