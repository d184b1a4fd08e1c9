package org.nightjar.async.recipient;

/** The offer was handed out: it is kept and refreshed until it expires. */
record Used(Served served) implements Uploaded {
  @Override
  public Used with(Upload upload) {
    return new Used(served.with(upload));
  }
}
