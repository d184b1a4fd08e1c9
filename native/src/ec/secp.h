/* secp.h - how this folder reaches libsecp256k1: inside an nj_ctx, or statically where no secret is involved. */
#ifndef NJI_SECP_H
#define NJI_SECP_H

#include <secp256k1.h>

#include "ec/ec.h"

/* The libsecp256k1 context inside a ready context: randomised, with callbacks that do not abort. */
const secp256k1_context *nji_secp(const nj_ctx *ctx);

#endif
