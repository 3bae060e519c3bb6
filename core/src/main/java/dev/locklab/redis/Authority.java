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
import java.security.cert.CertificateFactory;
import javax.net.ssl.TrustManagerFactory;
import redis.clients.jedis.SslOptions;

/**
 * The certificate authority that a server's certificate must come from, as each client wants it.
 * Both methods throw an {@link IllegalArgumentException} that names the file if it cannot be read.
 *
 * @param pem its certificates
 */
record Authority(Path pem) {

  /** A store of public certificates has nothing to hide; the format still wants a password. */
  private static final char[] NO_SECRET = "public".toCharArray();

  /** What Redisson is given. */
  TrustManagerFactory trustManagers() {
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(keyStore());
      return factory;
    } catch (GeneralSecurityException e) {
      throw unreadable(e);
    }
  }

  /** Gives it to Jedis. */
  void addTo(SslOptions.Builder options) {
    ByteArrayOutputStream stored = new ByteArrayOutputStream();
    try {
      keyStore().store(stored, NO_SECRET);
    } catch (IOException | GeneralSecurityException e) {
      throw unreadable(e);
    }
    options
        .trustStoreType(KeyStore.getDefaultType())
        .truststore(() -> new ByteArrayInputStream(stored.toByteArray()), NO_SECRET);
  }

  private KeyStore keyStore() {
    try (InputStream in = Files.newInputStream(pem)) {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int count = 0;
      for (Certificate certificate :
          CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("authority-" + count++, certificate);
      }
      return store;
    } catch (IOException | GeneralSecurityException e) {
      throw unreadable(e);
    }
  }

  private IllegalArgumentException unreadable(Exception e) {
    return new IllegalArgumentException(
        "the certificate authority in " + pem + " cannot be read: " + Errors.rootMessage(e), e);
  }
}
