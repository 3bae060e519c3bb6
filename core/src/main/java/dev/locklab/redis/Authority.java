package dev.locklab.redis;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import javax.net.ssl.TrustManagerFactory;
import redis.clients.jedis.SslOptions;

/**
 * The certificate authority that a server's certificate must come from, as each client wants it.
 */
final class Authority {

  /** A store of public certificates has nothing to hide; the format still wants a password. */
  private static final char[] NO_SECRET = "public".toCharArray();

  private final KeyStore certificates;

  private Authority(KeyStore certificates) {
    this.certificates = certificates;
  }

  /**
   * Reads the authority's certificates.
   *
   * @throws IllegalArgumentException naming the file, if there are none to be read in it
   */
  static Authority read(Path pem) {
    try (InputStream in = Files.newInputStream(pem)) {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (Certificate certificate :
          CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("authority-" + store.size(), certificate);
      }
      if (store.size() == 0) {
        throw new IllegalArgumentException(pem + " holds no certificate in PEM format");
      }
      return new Authority(store);
    } catch (CertificateException e) {
      throw new IllegalArgumentException(pem + " holds no certificate in PEM format", e);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException(pem + " cannot be read: " + Errors.rootMessage(e), e);
    }
  }

  /** What Redisson is given. */
  TrustManagerFactory trustManagers() {
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(certificates);
      return factory;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Gives it to Jedis. */
  void addTo(SslOptions.Builder options) {
    ByteArrayOutputStream stored = new ByteArrayOutputStream();
    try {
      certificates.store(stored, NO_SECRET);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    options
        .trustStoreType(KeyStore.getDefaultType())
        .truststore(() -> new ByteArrayInputStream(stored.toByteArray()), NO_SECRET);
  }
}
