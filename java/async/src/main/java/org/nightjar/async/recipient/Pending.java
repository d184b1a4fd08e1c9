package org.nightjar.async.recipient;

/** The server did not yet say that it has an invoice: nobody may have the offer. */
record Pending(Served served) implements Uploaded {
  @Override
  public Pending with(Upload upload) {
    return new Pending(served.with(upload));
  }
}
