package io.zkpersona.storage.internal.pool;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Map;
import java.util.Optional;

/** Determines the algorithm of a client key, since the driver assumes RSA for every PEM file. */
final class ClientKey {

  static final String ALGORITHM = "pemKeyAlgorithm";

  private ClientKey() {}

  /**
   * Reads the algorithm from the certificate.
   *
   * @param properties the driver's properties
   * @return the algorithm; empty if there is no certificate or it can't be read, which the driver
   *     then reports
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
