#include "base.h"

const char *nj_status_name(nj_status status) {
    switch (status) {
        case NJ_OK: return "ok";
        case NJ_ERR_ARGUMENT: return "argument";
        case NJ_ERR_SECRET_KEY: return "secret key";
        case NJ_ERR_PUBLIC_KEY: return "public key";
        case NJ_ERR_PAYLOAD: return "payload";
        case NJ_ERR_ONION_SIZE: return "onion size";
        case NJ_ERR_OVERLAP: return "overlap";
        case NJ_ERR_HANDLE: return "handle";
        case NJ_PEER_ONION_LENGTH: return "onion length";
        case NJ_PEER_ONION_VERSION: return "onion version";
        case NJ_PEER_ONION_KEY: return "onion key";
        case NJ_PEER_ONION_HMAC: return "onion hmac";
        case NJ_PEER_ONION_PAYLOAD: return "onion payload";
        case NJ_PEER_PATH_KEY: return "path key";
        case NJ_PEER_AEAD_TAG: return "aead tag";
        case NJ_PEER_SIGNATURE: return "signature";
        case NJ_PEER_FAILURE: return "failure";
        case NJ_INTERNAL: return "internal";
        case NJ_SELFTEST: return "selftest";
    }
    return "unknown";
}

uint32_t nj_abi_version(void) { return NJ_ABI_VERSION; }

const char *nj_version(void) { return NJ_VERSION; }

nj_status nj_echo(uint8_t *out, const uint8_t *in, size_t len) {
    if (len == 0) return NJ_OK;
    if (out == NULL || in == NULL) return NJ_ERR_ARGUMENT;
    memmove(out, in, len);
    return NJ_OK;
}
