package io.zkpersona.storage.internal.pool;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Map;
import java.util.Optional;

/** Tells the driver which kind of key a client has: in a PEM file it takes every key for RSA. */
final class ClientKey {

  static final String ALGORITHM = "pemKeyAlgorithm";

  private ClientKey() {}

  /**
   * Reads the algorithm off the certificate.
   *
   * @param properties the driver's
   * @return empty if there is no certificate or it can't be read, which the driver then reports
   */
  static Optional<String> algorithm(Map<String, String> properties) {
    String certificate = properties.get("sslcert");
    if (certificate == null) {
      return Optional.empty();
    }
    try (InputStream in = new FileInputStream(certificate)) {
      return Optional.of(
          CertificateFactory.getInstance("X.509")
              .generateCertificate(in)
              .getPublicKey()
              .getAlgorithm());
    } catch (IOException | CertificateException e) {
      return Optional.empty();
    }
  }
}
