/* AdaptorNative. */
#include "jni_common.h"
#include "nightjar/adaptor.h"
#include "nightjar/ecdsa_adaptor.h"

/* The two kinds differ in the length of a pre-signature and of a public key, and in the functions. */
typedef struct kind {
    size_t presignature_len, public_key_len;
    nj_status (*presign)(const nj_ctx *, uint8_t *, const uint8_t *, const uint8_t *, const uint8_t *, const uint8_t *);
    nj_status (*verify)(const nj_ctx *, const uint8_t *, const uint8_t *, const uint8_t *, const uint8_t *);
    nj_status (*adapt)(uint8_t *, const uint8_t *, const uint8_t *);
    nj_status (*extract)(const nj_ctx *, uint8_t *, const uint8_t *, const uint8_t *, const uint8_t *);
} kind;

static const kind schnorr = {NJ_X_ADAPTOR_PRESIGNATURE_LEN, NJ_XONLY_KEY_LEN,   nj_x_adaptor_presign,
                             nj_x_adaptor_verify,           nj_x_adaptor_adapt, nj_x_adaptor_extract};
static const kind ecdsa = {NJ_X_ECDSA_ADAPTOR_PRESIGNATURE_LEN, NJ_PUBLIC_KEY_LEN,        nj_x_ecdsa_adaptor_presign,
                           nj_x_ecdsa_adaptor_verify,           nj_x_ecdsa_adaptor_adapt, nj_x_ecdsa_adaptor_extract};

static const kind *kind_of(jboolean is_ecdsa) { return is_ecdsa ? &ecdsa : &schnorr; }

static jint adaptor_presign(JNIEnv *env, jclass type, jboolean is_ecdsa, jbyteArray presignature_array, jbyteArray secret_array,
                            jbyteArray adaptor_array, jbyteArray msg_array, jbyteArray aux_array) {
    const kind *k = kind_of(is_ecdsa);
    nji_jni_frame frame;
    uint8_t *presignature;
    const uint8_t *secret_key, *adaptor, *msg, *aux;
    (void)type;
    nji_jni_open(&frame, env);
    presignature = nji_jni_out(&frame, presignature_array, k->presignature_len);
    secret_key = nji_jni_in(&frame, secret_array, NJ_SECRET_KEY_LEN);
    adaptor = nji_jni_in(&frame, adaptor_array, NJ_PUBLIC_KEY_LEN);
    msg = nji_jni_in(&frame, msg_array, 32);
    aux = nji_jni_in_or_null(&frame, aux_array, NJ_SCHNORR_AUX_LEN);
    if (frame.status == NJ_OK) frame.status = k->presign(nji_jni_ctx(), presignature, secret_key, adaptor, msg, aux);
    return nji_jni_close(&frame);
}

static jint adaptor_verify(JNIEnv *env, jclass type, jboolean is_ecdsa, jbyteArray presignature_array, jbyteArray public_array,
                           jbyteArray adaptor_array, jbyteArray msg_array) {
    const kind *k = kind_of(is_ecdsa);
    nji_jni_frame frame;
    const uint8_t *presignature, *public_key, *adaptor, *msg;
    (void)type;
    nji_jni_open(&frame, env);
    presignature = nji_jni_in(&frame, presignature_array, k->presignature_len);
    public_key = nji_jni_in(&frame, public_array, k->public_key_len);
    adaptor = nji_jni_in(&frame, adaptor_array, NJ_PUBLIC_KEY_LEN);
    msg = nji_jni_in(&frame, msg_array, 32);
    if (frame.status == NJ_OK) frame.status = k->verify(nji_jni_ctx(), presignature, public_key, adaptor, msg);
    return nji_jni_close(&frame);
}

static jint adaptor_adapt(JNIEnv *env, jclass type, jboolean is_ecdsa, jbyteArray signature_array, jbyteArray presignature_array,
                          jbyteArray secret_array) {
    const kind *k = kind_of(is_ecdsa);
    nji_jni_frame frame;
    uint8_t *signature;
    const uint8_t *presignature, *secret;
    (void)type;
    nji_jni_open(&frame, env);
    signature = nji_jni_out(&frame, signature_array, NJ_SCHNORR_SIGNATURE_LEN);
    presignature = nji_jni_in(&frame, presignature_array, k->presignature_len);
    secret = nji_jni_in(&frame, secret_array, NJ_SECRET_KEY_LEN);
    if (frame.status == NJ_OK) frame.status = k->adapt(signature, presignature, secret);
    return nji_jni_close(&frame);
}

static jint adaptor_extract(JNIEnv *env, jclass type, jboolean is_ecdsa, jbyteArray secret_array, jbyteArray presignature_array,
                            jbyteArray signature_array, jbyteArray adaptor_array) {
    const kind *k = kind_of(is_ecdsa);
    nji_jni_frame frame;
    uint8_t *secret;
    const uint8_t *presignature, *signature, *adaptor;
    (void)type;
    nji_jni_open(&frame, env);
    secret = nji_jni_out(&frame, secret_array, NJ_SECRET_KEY_LEN);
    presignature = nji_jni_in(&frame, presignature_array, k->presignature_len);
    signature = nji_jni_in(&frame, signature_array, NJ_SCHNORR_SIGNATURE_LEN);
    adaptor = nji_jni_in(&frame, adaptor_array, NJ_PUBLIC_KEY_LEN);
    if (frame.status == NJ_OK) frame.status = k->extract(nji_jni_ctx(), secret, presignature, signature, adaptor);
    return nji_jni_close(&frame);
}

static const JNINativeMethod methods[] = {
    {"presign", "(Z[B[B[B[B[B)I", (void *)adaptor_presign},
    {"verify", "(Z[B[B[B[B)I", (void *)adaptor_verify},
    {"adapt", "(Z[B[B[B)I", (void *)adaptor_adapt},
    {"extract", "(Z[B[B[B[B)I", (void *)adaptor_extract},
};
const nji_jni_class nji_jni_adaptor = NJI_JNI_CLASS("AdaptorNative", methods);
