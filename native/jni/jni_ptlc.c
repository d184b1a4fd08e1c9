/* PtlcNative. */
#include "jni_common.h"
#include "nightjar/ptlc.h"

/* Calls that make one thing of one other. */
static jint convert(JNIEnv *env, jbyteArray out_array, size_t out_len, jbyteArray in_array, size_t in_len,
                    nj_status (*function)(uint8_t *, const uint8_t *)) {
    nji_jni_frame frame;
    uint8_t *out;
    const uint8_t *in;
    nji_jni_open(&frame, env);
    out = nji_jni_out(&frame, out_array, out_len);
    in = nji_jni_in(&frame, in_array, in_len);
    if (frame.status == NJ_OK) frame.status = function(out, in);
    return nji_jni_close(&frame);
}

static jint ptlc_epoch_id(JNIEnv *env, jclass type, jbyteArray id_array, jbyteArray secret_array) {
    (void)type;
    return convert(env, id_array, NJ_X_PTLC_EPOCH_ID_LEN, secret_array, 32, nj_x_ptlc_epoch_id);
}

static jint ptlc_hash(JNIEnv *env, jclass type, jbyteArray hash_array, jbyteArray message_array) {
    (void)type;
    return convert(env, hash_array, 32, message_array, NJ_X_PTLC_MESSAGE_LEN, nj_x_ptlc_hash);
}

static jint ptlc_blind(JNIEnv *env, jclass type, jbyteArray blind_array, jbyteArray secret_array) {
    (void)type;
    return convert(env, blind_array, NJ_SECRET_KEY_LEN, secret_array, NJ_SHARED_SECRET_LEN, nj_x_ptlc_blind);
}

static jint ptlc_nonces(JNIEnv *env, jclass type, jbyteArray nonces_array, jbyteArray epoch_array, jbyteArray receipt_array,
                        jint first, jint nu) {
    nji_jni_frame frame;
    uint8_t *nonces;
    const uint8_t *epoch_secret, *receipt_secret;
    size_t len, tuple_len;
    (void)type;
    nji_jni_open(&frame, env);
    len = nji_jni_len(&frame, nonces_array);
    tuple_len = nu < 0 ? 0 : (size_t)nu * NJ_PUBLIC_KEY_LEN;
    if (frame.status == NJ_OK && (tuple_len == 0 || len % tuple_len != 0)) frame.status = NJ_ERR_ARGUMENT;
    nonces = nji_jni_out(&frame, nonces_array, len);
    epoch_secret = nji_jni_in(&frame, epoch_array, 32);
    receipt_secret = nji_jni_in(&frame, receipt_array, NJ_SECRET_KEY_LEN);
    if (frame.status == NJ_OK) {
        frame.status = nj_x_ptlc_nonces(nji_jni_ctx(), nonces, epoch_secret, receipt_secret, (uint32_t)first, len / tuple_len, (size_t)nu);
    }
    return nji_jni_close(&frame);
}

static jint ptlc_point(JNIEnv *env, jclass type, jbyteArray point_array, jbyteArray r_array, jbyteArray message_array,
                       jbyteArray nonces_array) {
    nji_jni_frame frame;
    uint8_t *point, *r;
    const uint8_t *message, *nonces;
    size_t len;
    (void)type;
    nji_jni_open(&frame, env);
    point = nji_jni_out(&frame, point_array, NJ_PUBLIC_KEY_LEN);
    r = nji_jni_out(&frame, r_array, 32);
    message = nji_jni_in(&frame, message_array, NJ_X_PTLC_MESSAGE_LEN);
    nonces = nji_jni_in_all(&frame, nonces_array, &len);
    if (frame.status == NJ_OK && len % NJ_PUBLIC_KEY_LEN != 0) frame.status = NJ_ERR_ARGUMENT;
    if (frame.status == NJ_OK) frame.status = nj_x_ptlc_point(nji_jni_ctx(), point, r, message, nonces, len / NJ_PUBLIC_KEY_LEN);
    return nji_jni_close(&frame);
}

static jint ptlc_claim(JNIEnv *env, jclass type, jbyteArray claim_array, jbyteArray r_array, jbyteArray epoch_array,
                       jbyteArray receipt_array, jbyteArray message_array, jint nu) {
    nji_jni_frame frame;
    uint8_t *claim, *r;
    const uint8_t *epoch_secret, *receipt_secret, *message;
    (void)type;
    nji_jni_open(&frame, env);
    claim = nji_jni_out(&frame, claim_array, NJ_SECRET_KEY_LEN);
    r = nji_jni_out(&frame, r_array, 32);
    epoch_secret = nji_jni_in(&frame, epoch_array, 32);
    receipt_secret = nji_jni_in(&frame, receipt_array, NJ_SECRET_KEY_LEN);
    message = nji_jni_in(&frame, message_array, NJ_X_PTLC_MESSAGE_LEN);
    if (frame.status == NJ_OK) {
        /* A negative nu is out of range as any too large one. */
        frame.status = nj_x_ptlc_claim(nji_jni_ctx(), claim, r, epoch_secret, receipt_secret, message, (size_t)nu);
    }
    return nji_jni_close(&frame);
}

static jint shift_point(JNIEnv *env, jbyteArray out_array, jbyteArray point_array, jbyteArray blind_array,
                        nj_status (*function)(const nj_ctx *, uint8_t *, const uint8_t *, const uint8_t *)) {
    nji_jni_frame frame;
    uint8_t *out;
    const uint8_t *point, *blind;
    nji_jni_open(&frame, env);
    out = nji_jni_out(&frame, out_array, NJ_PUBLIC_KEY_LEN);
    point = nji_jni_in(&frame, point_array, NJ_PUBLIC_KEY_LEN);
    blind = nji_jni_in(&frame, blind_array, NJ_SECRET_KEY_LEN);
    if (frame.status == NJ_OK) frame.status = function(nji_jni_ctx(), out, point, blind);
    return nji_jni_close(&frame);
}

static jint ptlc_blind_point(JNIEnv *env, jclass type, jbyteArray out, jbyteArray point, jbyteArray blind) {
    (void)type;
    return shift_point(env, out, point, blind, nj_x_ptlc_blind_point);
}

static jint ptlc_unblind_point(JNIEnv *env, jclass type, jbyteArray out, jbyteArray point, jbyteArray blind) {
    (void)type;
    return shift_point(env, out, point, blind, nj_x_ptlc_unblind_point);
}

static jint shift_scalar(JNIEnv *env, jbyteArray out_array, jbyteArray scalar_array, jbyteArray blind_array,
                         nj_status (*function)(uint8_t *, const uint8_t *, const uint8_t *)) {
    nji_jni_frame frame;
    uint8_t *out;
    const uint8_t *scalar, *blind;
    nji_jni_open(&frame, env);
    out = nji_jni_out(&frame, out_array, NJ_SECRET_KEY_LEN);
    scalar = nji_jni_in(&frame, scalar_array, NJ_SECRET_KEY_LEN);
    blind = nji_jni_in(&frame, blind_array, NJ_SECRET_KEY_LEN);
    if (frame.status == NJ_OK) frame.status = function(out, scalar, blind);
    return nji_jni_close(&frame);
}

static jint ptlc_blind_scalar(JNIEnv *env, jclass type, jbyteArray out, jbyteArray scalar, jbyteArray blind) {
    (void)type;
    return shift_scalar(env, out, scalar, blind, nj_x_ptlc_blind_scalar);
}

static jint ptlc_unblind_scalar(JNIEnv *env, jclass type, jbyteArray out, jbyteArray scalar, jbyteArray blind) {
    (void)type;
    return shift_scalar(env, out, scalar, blind, nj_x_ptlc_unblind_scalar);
}

static const JNINativeMethod methods[] = {
    {"epochId", "([B[B)I", (void *)ptlc_epoch_id},
    {"nonces", "([B[B[BII)I", (void *)ptlc_nonces},
    {"point", "([B[B[B[B)I", (void *)ptlc_point},
    {"claim", "([B[B[B[B[BI)I", (void *)ptlc_claim},
    {"hash", "([B[B)I", (void *)ptlc_hash},
    {"blind", "([B[B)I", (void *)ptlc_blind},
    {"blindPoint", "([B[B[B)I", (void *)ptlc_blind_point},
    {"unblindPoint", "([B[B[B)I", (void *)ptlc_unblind_point},
    {"blindScalar", "([B[B[B)I", (void *)ptlc_blind_scalar},
    {"unblindScalar", "([B[B[B)I", (void *)ptlc_unblind_scalar},
};
const nji_jni_class nji_jni_ptlc = NJI_JNI_CLASS("PtlcNative", methods);
