#include "adaptor/dleq.h"

int nji_adaptor_nonce(uint8_t *nonce, const char *tag, const uint8_t *key, const uint8_t *point, const uint8_t *msg,
                      const uint8_t *aux) {
    uint8_t masked[NJ_SECRET_KEY_LEN];
    nji_sha256 hash;
    int ok;
    memcpy(masked, key, sizeof masked);
    if (aux != NULL) {
        uint8_t mask[32];
        nji_tagged_hash_init(&hash, "ECDSAadaptor/aux");
        nji_sha256_update(&hash, aux, 32);
        nji_sha256_final(&hash, mask);
        for (size_t i = 0; i < sizeof mask; i++) masked[i] ^= mask[i];
        nj_wipe(mask, sizeof mask);
    }
    nji_tagged_hash_init(&hash, tag);
    nji_sha256_update(&hash, masked, sizeof masked);
    nji_sha256_update(&hash, point, NJ_PUBLIC_KEY_LEN);
    nji_sha256_update(&hash, msg, 32);
    nji_sha256_final(&hash, nonce);
    ok = nji_scalar_reduce(nonce);
    nji_declassify(&ok, sizeof ok);
    nj_wipe(masked, sizeof masked);
    return ok;
}

/* b = H(p1, generator, p2, a_g, a_y). */
static int hash_challenge(uint8_t *b, const uint8_t *p1, const uint8_t *generator, const uint8_t *p2, const uint8_t *a_g,
                          const uint8_t *a_y) {
    const uint8_t *const points[] = {p1, generator, p2, a_g, a_y};
    nji_sha256 hash;
    nji_tagged_hash_init(&hash, "DLEQ");
    for (size_t i = 0; i < sizeof points / sizeof *points; i++) nji_sha256_update(&hash, points[i], NJ_PUBLIC_KEY_LEN);
    nji_sha256_final(&hash, b);
    return nji_scalar_reduce(b);
}

/* The proof, with a nonce that the caller wipes. */
static int prove(const nj_ctx *ctx, uint8_t *nonce, uint8_t *b, uint8_t *c, const uint8_t *secret, const uint8_t *generator,
                 const uint8_t *p1, const uint8_t *p2, const uint8_t *aux) {
    uint8_t points_hash[32], a_g[NJ_PUBLIC_KEY_LEN], a_y[NJ_PUBLIC_KEY_LEN];
    nji_sha256 hash;
    nji_point parsed;
    nji_sha256_init(&hash);
    nji_sha256_update(&hash, p1, NJ_PUBLIC_KEY_LEN);
    nji_sha256_update(&hash, p2, NJ_PUBLIC_KEY_LEN);
    nji_sha256_final(&hash, points_hash);
    if (!nji_adaptor_nonce(nonce, "DLEQ", secret, generator, points_hash, aux) || !nji_public_key_create(ctx, a_g, nonce) ||
        !nji_point_parse(&parsed, generator) || !nji_point_mul_secret(ctx, a_y, &parsed, nonce)) {
        return 0;
    }
    nji_declassify(a_y, sizeof a_y);
    if (!hash_challenge(b, p1, generator, p2, a_g, a_y)) return 0;
    memcpy(c, secret, NJ_SECRET_KEY_LEN);
    return nji_scalar_mul(c, b) && nji_scalar_add(c, nonce);
}

int nji_dleq_prove(const nj_ctx *ctx, uint8_t *b, uint8_t *c, const uint8_t *secret, const uint8_t *generator, const uint8_t *p1,
                   const uint8_t *p2, const uint8_t *aux) {
    uint8_t nonce[NJ_SECRET_KEY_LEN];
    int ok = prove(ctx, nonce, b, c, secret, generator, p1, p2, aux);
    nj_wipe(nonce, sizeof nonce);
    return ok;
}

/* terms[1] = -b point; out = terms[0] + terms[1]. 0 if that is infinity, which a proof for 0 would have. */
static int subtract(const nj_ctx *ctx, uint8_t *out, uint8_t (*terms)[NJ_PUBLIC_KEY_LEN], const uint8_t *point, const uint8_t *b) {
    nji_point parsed;
    if (!nji_point_parse(&parsed, point) || !nji_point_mul_public(ctx, terms[1], &parsed, b)) return 0;
    terms[1][0] ^= 1;
    return nji_point_sum(out, terms[0], 2);
}

int nji_dleq_verify(const nj_ctx *ctx, const uint8_t *b, const uint8_t *c, const uint8_t *generator, const uint8_t *p1,
                    const uint8_t *p2) {
    uint8_t terms[2][NJ_PUBLIC_KEY_LEN], a_g[NJ_PUBLIC_KEY_LEN], a_y[NJ_PUBLIC_KEY_LEN], reduced[32], expected[32];
    nji_point parsed;
    memcpy(reduced, b, sizeof reduced);
    return nji_scalar_reduce(reduced) && nji_public_key_create(ctx, terms[0], c) && subtract(ctx, a_g, terms, p1, reduced) &&
           nji_point_parse(&parsed, generator) && nji_point_mul_public(ctx, terms[0], &parsed, c) &&
           subtract(ctx, a_y, terms, p2, reduced) && hash_challenge(expected, p1, generator, p2, a_g, a_y) &&
           nji_equal(expected, reduced, sizeof expected);
}
