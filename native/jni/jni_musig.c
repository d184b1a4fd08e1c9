/* MusigNative. */
#include "jni_common.h"
#include "nightjar/musig.h"

/* Room is aligned to 8 bytes, as the opaque objects must be. */
static const nj_x_musig_keys *in_keys(nji_jni_frame *frame, jbyteArray array) {
    return (const nj_x_musig_keys *)(const void *)nji_jni_in(frame, array, sizeof(nj_x_musig_keys));
}

static const nj_x_musig_session *in_session(nji_jni_frame *frame, jbyteArray array) {
    return (const nj_x_musig_session *)(const void *)nji_jni_in(frame, array, sizeof(nj_x_musig_session));
}

/* Copy an array of elements of one length. */
static const uint8_t *in_elements(nji_jni_frame *frame, jbyteArray array, size_t element_len, size_t *count) {
    size_t len;
    const uint8_t *data = nji_jni_in_all(frame, array, &len);
    if (len % element_len != 0 && frame->status == NJ_OK) frame->status = NJ_ERR_ARGUMENT;
    *count = len / element_len;
    return data;
}

static jint musig_aggregate(JNIEnv *env, jclass type, jbyteArray keys_array, jbyteArray publics_array) {
    nji_jni_frame frame;
    nj_x_musig_keys *keys;
    const uint8_t *public_keys;
    size_t count;
    (void)type;
    nji_jni_open(&frame, env);
    keys = (nj_x_musig_keys *)(void *)nji_jni_out(&frame, keys_array, sizeof *keys);
    public_keys = in_elements(&frame, publics_array, NJ_PUBLIC_KEY_LEN, &count);
    if (frame.status == NJ_OK) frame.status = nj_x_musig_aggregate(nji_jni_ctx(), keys, public_keys, count);
    return nji_jni_close(&frame);
}

static jint musig_tweak(JNIEnv *env, jclass type, jbyteArray keys_array, jbyteArray tweak_array, jboolean xonly) {
    nji_jni_frame frame;
    uint8_t *keys;
    const uint8_t *tweak;
    size_t keys_len;
    (void)type;
    nji_jni_open(&frame, env);
    keys = nji_jni_inout(&frame, keys_array, &keys_len);
    if (keys_len != sizeof(nj_x_musig_keys) && frame.status == NJ_OK) frame.status = NJ_ERR_ARGUMENT;
    tweak = nji_jni_in(&frame, tweak_array, 32);
    if (frame.status == NJ_OK) {
        frame.status = nj_x_musig_tweak(nji_jni_ctx(), (nj_x_musig_keys *)(void *)keys, tweak, xonly ? 1 : 0);
    }
    return nji_jni_close(&frame);
}

static jint musig_public_key(JNIEnv *env, jclass type, jbyteArray public_array, jbyteArray keys_array) {
    nji_jni_frame frame;
    uint8_t *public_key;
    const nj_x_musig_keys *keys;
    (void)type;
    nji_jni_open(&frame, env);
    public_key = nji_jni_out(&frame, public_array, NJ_PUBLIC_KEY_LEN);
    keys = in_keys(&frame, keys_array);
    if (frame.status == NJ_OK) frame.status = nj_x_musig_public_key(public_key, keys);
    return nji_jni_close(&frame);
}

static jint musig_nonce(JNIEnv *env, jclass type, jbyteArray secret_nonce_array, jbyteArray public_nonce_array, jbyteArray random_array,
                        jbyteArray secret_array, jbyteArray public_array, jbyteArray aggregate_array, jbyteArray msg_array,
                        jbyteArray extra_array) {
    nji_jni_frame frame;
    uint8_t *secret_nonce, *public_nonce;
    const uint8_t *random, *secret_key, *public_key, *aggregate, *msg = NULL, *extra;
    size_t msg_len = 0, extra_len;
    (void)type;
    nji_jni_open(&frame, env);
    secret_nonce = nji_jni_out(&frame, secret_nonce_array, NJ_X_MUSIG_SECRET_NONCE_LEN);
    public_nonce = nji_jni_out(&frame, public_nonce_array, NJ_X_MUSIG_PUBLIC_NONCE_LEN);
    random = nji_jni_in(&frame, random_array, 32);
    secret_key = nji_jni_in_or_null(&frame, secret_array, NJ_SECRET_KEY_LEN);
    public_key = nji_jni_in(&frame, public_array, NJ_PUBLIC_KEY_LEN);
    aggregate = nji_jni_in_or_null(&frame, aggregate_array, NJ_XONLY_KEY_LEN);
    if (msg_array != NULL) msg = nji_jni_in_all(&frame, msg_array, &msg_len);
    extra = nji_jni_in_all(&frame, extra_array, &extra_len);
    if (frame.status == NJ_OK) {
        frame.status = nj_x_musig_nonce(nji_jni_ctx(), secret_nonce, public_nonce, random, secret_key, public_key, aggregate, msg,
                                        msg_len, extra, extra_len);
    }
    return nji_jni_close(&frame);
}

static jint musig_nonce_aggregate(JNIEnv *env, jclass type, jbyteArray aggregate_array, jbyteArray nonces_array) {
    nji_jni_frame frame;
    uint8_t *aggregate;
    const uint8_t *nonces;
    size_t count;
    (void)type;
    nji_jni_open(&frame, env);
    aggregate = nji_jni_out(&frame, aggregate_array, NJ_X_MUSIG_PUBLIC_NONCE_LEN);
    nonces = in_elements(&frame, nonces_array, NJ_X_MUSIG_PUBLIC_NONCE_LEN, &count);
    if (frame.status == NJ_OK) frame.status = nj_x_musig_nonce_aggregate(aggregate, nonces, count);
    return nji_jni_close(&frame);
}

static jint musig_session(JNIEnv *env, jclass type, jbyteArray session_array, jbyteArray keys_array, jbyteArray nonce_array,
                          jbyteArray adaptor_array, jbyteArray msg_array) {
    nji_jni_frame frame;
    nj_x_musig_session *session;
    const nj_x_musig_keys *keys;
    const uint8_t *nonce, *adaptor, *msg;
    size_t msg_len;
    (void)type;
    nji_jni_open(&frame, env);
    session = (nj_x_musig_session *)(void *)nji_jni_out(&frame, session_array, sizeof *session);
    keys = in_keys(&frame, keys_array);
    nonce = nji_jni_in(&frame, nonce_array, NJ_X_MUSIG_PUBLIC_NONCE_LEN);
    adaptor = nji_jni_in_or_null(&frame, adaptor_array, NJ_PUBLIC_KEY_LEN);
    msg = nji_jni_in_all(&frame, msg_array, &msg_len);
    if (frame.status == NJ_OK) {
        frame.status = nj_x_musig_session_init(nji_jni_ctx(), session, keys, nonce, adaptor, msg, msg_len);
    }
    return nji_jni_close(&frame);
}

/* Whatever the outcome the secret nonce's array is zeros afterwards. */
static jint musig_sign(JNIEnv *env, jclass type, jbyteArray partial_array, jbyteArray secret_nonce_array, jbyteArray secret_array,
                       jbyteArray keys_array, jbyteArray session_array) {
    nji_jni_frame frame;
    uint8_t *partial, *secret_nonce;
    const uint8_t *secret_key;
    const nj_x_musig_keys *keys;
    const nj_x_musig_session *session;
    size_t nonce_len;
    (void)type;
    nji_jni_open(&frame, env);
    secret_nonce = nji_jni_inout(&frame, secret_nonce_array, &nonce_len);
    if (nonce_len != NJ_X_MUSIG_SECRET_NONCE_LEN && frame.status == NJ_OK) frame.status = NJ_ERR_ARGUMENT;
    partial = nji_jni_out(&frame, partial_array, NJ_SECRET_KEY_LEN);
    secret_key = nji_jni_in(&frame, secret_array, NJ_SECRET_KEY_LEN);
    keys = in_keys(&frame, keys_array);
    session = in_session(&frame, session_array);
    if (frame.status == NJ_OK) frame.status = nj_x_musig_sign(nji_jni_ctx(), partial, secret_nonce, secret_key, keys, session);
    return nji_jni_close(&frame);
}

static jint musig_deterministic_sign(JNIEnv *env, jclass type, jbyteArray public_nonce_array, jbyteArray partial_array,
                                     jbyteArray secret_array, jbyteArray other_nonce_array, jbyteArray keys_array, jbyteArray msg_array,
                                     jbyteArray random_array) {
    nji_jni_frame frame;
    uint8_t *public_nonce, *partial;
    const uint8_t *secret_key, *other_nonce, *msg, *random;
    const nj_x_musig_keys *keys;
    size_t msg_len;
    (void)type;
    nji_jni_open(&frame, env);
    public_nonce = nji_jni_out(&frame, public_nonce_array, NJ_X_MUSIG_PUBLIC_NONCE_LEN);
    partial = nji_jni_out(&frame, partial_array, NJ_SECRET_KEY_LEN);
    secret_key = nji_jni_in(&frame, secret_array, NJ_SECRET_KEY_LEN);
    other_nonce = nji_jni_in(&frame, other_nonce_array, NJ_X_MUSIG_PUBLIC_NONCE_LEN);
    keys = in_keys(&frame, keys_array);
    msg = nji_jni_in_all(&frame, msg_array, &msg_len);
    random = nji_jni_in_or_null(&frame, random_array, 32);
    if (frame.status == NJ_OK) {
        frame.status = nj_x_musig_deterministic_sign(nji_jni_ctx(), public_nonce, partial, secret_key, other_nonce, keys, msg, msg_len,
                                                     random);
    }
    return nji_jni_close(&frame);
}

static jint musig_verify(JNIEnv *env, jclass type, jbyteArray partial_array, jbyteArray nonce_array, jbyteArray public_array,
                         jbyteArray keys_array, jbyteArray session_array) {
    nji_jni_frame frame;
    const uint8_t *partial, *nonce, *public_key;
    const nj_x_musig_keys *keys;
    const nj_x_musig_session *session;
    (void)type;
    nji_jni_open(&frame, env);
    partial = nji_jni_in(&frame, partial_array, NJ_SECRET_KEY_LEN);
    nonce = nji_jni_in(&frame, nonce_array, NJ_X_MUSIG_PUBLIC_NONCE_LEN);
    public_key = nji_jni_in(&frame, public_array, NJ_PUBLIC_KEY_LEN);
    keys = in_keys(&frame, keys_array);
    session = in_session(&frame, session_array);
    if (frame.status == NJ_OK) frame.status = nj_x_musig_verify(nji_jni_ctx(), partial, nonce, public_key, keys, session);
    return nji_jni_close(&frame);
}

static jint musig_combine(JNIEnv *env, jclass type, jbyteArray presignature_array, jbyteArray keys_array, jbyteArray session_array,
                          jbyteArray partials_array) {
    nji_jni_frame frame;
    uint8_t *presignature;
    const nj_x_musig_keys *keys;
    const nj_x_musig_session *session;
    const uint8_t *partials;
    size_t count;
    (void)type;
    nji_jni_open(&frame, env);
    presignature = nji_jni_out(&frame, presignature_array, NJ_X_ADAPTOR_PRESIGNATURE_LEN);
    keys = in_keys(&frame, keys_array);
    session = in_session(&frame, session_array);
    partials = in_elements(&frame, partials_array, NJ_SECRET_KEY_LEN, &count);
    if (frame.status == NJ_OK) frame.status = nj_x_musig_combine(presignature, keys, session, partials, count);
    return nji_jni_close(&frame);
}

static const JNINativeMethod methods[] = {
    {"aggregate", "([B[B)I", (void *)musig_aggregate},
    {"tweak", "([B[BZ)I", (void *)musig_tweak},
    {"publicKey", "([B[B)I", (void *)musig_public_key},
    {"nonce", "([B[B[B[B[B[B[B[B)I", (void *)musig_nonce},
    {"nonceAggregate", "([B[B)I", (void *)musig_nonce_aggregate},
    {"session", "([B[B[B[B[B)I", (void *)musig_session},
    {"sign", "([B[B[B[B[B)I", (void *)musig_sign},
    {"deterministicSign", "([B[B[B[B[B[B[B)I", (void *)musig_deterministic_sign},
    {"verify", "([B[B[B[B[B)I", (void *)musig_verify},
    {"combine", "([B[B[B[B)I", (void *)musig_combine},
};
const nji_jni_class nji_jni_musig = NJI_JNI_CLASS("MusigNative", methods);
