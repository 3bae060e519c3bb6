package dev.locklab.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locklab.Ports;
import dev.locklab.audit.Verdict;
import dev.locklab.lab.Crew;
import dev.locklab.lab.EmbeddedRedis;
import dev.locklab.lab.Lab;
import dev.locklab.redis.Link;
import dev.locklab.redis.RedisAddress;
import dev.locklab.run.Workload;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

/** A server that speaks TLS and knows users, as in production. */
class SecureIT {

  private static final String STORE_WORD = "changeit";

  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init")
  SecureIT() {}

  @Test
  void every_client_speaks_tls_as_a_user_of_its_own() throws Exception {
    Path authority = certificate();
    int port = Ports.free();
    List<String> settings =
        List.of(
            "--tls-port", Integer.toString(port),
            "--tls-cert-file", authority.toString(),
            "--tls-key-file", folder.resolve("key.pem").toString(),
            "--tls-ca-cert-file", authority.toString(),
            "--tls-auth-clients", "no");
    try (EmbeddedRedis redis = EmbeddedRedis.start(settings)) {
      try (Link link = redis.address().link("test")) {
        link.call(
            new CommandArguments(Command.ACL)
                .add("SETUSER")
                .addObjects(
                    "teller",
                    "on",
                    ">p@ss:w/rd",
                    "~{locklab:*",
                    "~redisson_*",
                    "&*",
                    "+@all",
                    "-flushall"));
      }
      RedisAddress address =
          RedisAddress.parse("rediss://teller:p%40ss%3Aw%2Frd@127.0.0.1:" + port)
              .withAuthority(authority);
      try (Lab lab =
          Lab.on(address).authority(authority).crew(Crew.own(2)).results(folder).open()) {
        for (String strategy : List.of("lock", "handoff")) {
          var result = lab.run(strategy, Workload.builder().updates(20L).build());
          assertThat(result.verdict()).as(strategy).isEqualTo(Verdict.CONSISTENT);
          assertThat(result.findings().notices()).isEmpty();
          assertThat(Files.readString(result.folder().resolve("spec.json")))
              .doesNotContain("p@ss", "p%40ss");
        }
      }
    }
  }

  /** Makes a key and a certificate for the loopback address; returns the certificate's file. */
  private Path certificate() throws Exception {
    Path store = folder.resolve("store.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=127.0.0.1",
                "-ext",
                "SAN=IP:127.0.0.1",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                STORE_WORD)
            .redirectErrorStream(true)
            .start();
    assertThat(keytool.waitFor()).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, STORE_WORD.toCharArray());
    }
    Key key = keys.getKey("server", STORE_WORD.toCharArray());
    pem("key.pem", "PRIVATE KEY", key.getEncoded());
    return pem("cert.pem", "CERTIFICATE", keys.getCertificate("server").getEncoded());
  }

  private Path pem(String name, String kind, byte[] content) throws Exception {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    return Files.writeString(
        folder.resolve(name),
        "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n");
  }
}
