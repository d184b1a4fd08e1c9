package org.nightjar.async.recipient;

/** The server answers for the offer, which nobody has yet. */
record Ready(Served served) implements Uploaded {
  @Override
  public Ready with(Upload upload) {
    return new Ready(served.with(upload));
  }
}
