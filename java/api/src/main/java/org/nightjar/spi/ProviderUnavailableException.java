package org.nightjar.spi;

/** A provider cannot be used on this machine. The message says why and what to do. */
public final class ProviderUnavailableException extends Exception {
  private static final long serialVersionUID = 1L;

  public ProviderUnavailableException(String message) {
    super(message);
  }

  public ProviderUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
