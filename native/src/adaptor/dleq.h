/* dleq.h - a proof that two points are the same multiple, one of G, the other of another generator. Spec: dlcspecs "ECDSA-adaptor". */
#ifndef NJI_DLEQ_H
#define NJI_DLEQ_H

#include "ec/ec.h"

/* A nonce of an adaptor signature or a proof: H_tag(key xor H(aux), point [33], msg [32]). Constant time. 0 if it is no scalar. */
int nji_adaptor_nonce(uint8_t *nonce, const char *tag, const uint8_t *key, const uint8_t *point, const uint8_t *msg,
                      const uint8_t *aux);

/* Proves that p1 = secret G and p2 = secret generator: b [32] and c [32]. Constant time in secret. 0 if the numbers do not work out. */
int nji_dleq_prove(const nj_ctx *ctx, uint8_t *b, uint8_t *c, const uint8_t *secret, const uint8_t *generator, const uint8_t *p1,
                   const uint8_t *p2, const uint8_t *aux);

/* 1 if the proof holds. Variable time; public. */
int nji_dleq_verify(const nj_ctx *ctx, const uint8_t *b, const uint8_t *c, const uint8_t *generator, const uint8_t *p1,
                    const uint8_t *p2);

#endif
