package org.nightjar.async.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The server has nothing to steal with: no class of it as much as names a payment hash. */
class NoPaymentHashTest {
  private static final Pattern FORBIDDEN =
      Pattern.compile(
          "org/nightjar/async/PaymentHash|org/nightjar/async/Preimage|INVOICE_PAYMENT_HASH"
              + "|org/nightjar/wire/bolt12/Invoice(?![A-Za-z])|org/nightjar/wire/bolt11/");

  @Test
  void noClassNamesOne() throws IOException, URISyntaxException {
    File classes =
        new File(
            StaticInvoiceServer.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    File[] files =
        new File(classes, "org/nightjar/async/server")
            .listFiles((folder, name) -> name.endsWith(".class"));
    assertThat(files).isNotEmpty();
    for (File file : files) {
      String text = new String(Files.readAllBytes(file.toPath()), StandardCharsets.ISO_8859_1);
      assertThat(FORBIDDEN.matcher(text).find()).as(file.getName()).isFalse();
    }
  }
}
