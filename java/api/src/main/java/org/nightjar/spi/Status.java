package org.nightjar.spi;

/**
 * Outcomes of {@link Backend} calls: the numbers of {@code nj_status} in {@code nightjar.h}. 1xx is
 * the caller's error, 2xx the peer's, 9xx a fault in the library or the machine.
 */
public final class Status {
  public static final int OK = 0;
  public static final int ERR_ARGUMENT = 100;
  public static final int ERR_SECRET_KEY = 101;
  public static final int ERR_PUBLIC_KEY = 102;
  public static final int ERR_PAYLOAD = 103;
  public static final int ERR_ONION_SIZE = 104;
  public static final int ERR_OVERLAP = 105;
  public static final int ERR_HANDLE = 106;
  public static final int PEER_ONION_LENGTH = 200;
  public static final int PEER_ONION_VERSION = 201;
  public static final int PEER_ONION_KEY = 202;
  public static final int PEER_ONION_HMAC = 203;
  public static final int PEER_ONION_PAYLOAD = 204;
  public static final int PEER_PATH_KEY = 205;
  public static final int PEER_AEAD_TAG = 206;
  public static final int PEER_SIGNATURE = 207;
  public static final int PEER_FAILURE = 208;
  public static final int INTERNAL = 900;
  public static final int SELFTEST = 901;

  private Status() {}
}
