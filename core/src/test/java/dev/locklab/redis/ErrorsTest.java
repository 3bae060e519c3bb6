package dev.locklab.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

class ErrorsTest {

  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init")
  ErrorsTest() {}

  @Test
  void whatIsWrongWithAFileIsSaidWithoutItsName() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "x");
    assertThat(said(() -> Files.readString(folder.resolve("none"))))
        .isEqualTo("there is no such file");
    assertThat(said(() -> Files.readString(file.resolve("under")))).isEqualTo("Not a directory");
    assertThat(said(() -> Files.writeString(folder, "x"))).isEqualTo("Is a directory");
    assertThat(said(() -> Files.createDirectories(file))).isEqualTo("there is a file " + file);
    Files.write(file, new byte[] {(byte) 0xC3, 0x28});
    assertThat(said(() -> Files.readString(file))).isEqualTo("it is no text in UTF-8");
  }

  @Test
  void whatMayPassIsToldFromWhatWillNot() {
    assertThat(Errors.mayPass(new JedisConnectionException("Failed to connect", new IOException())))
        .isTrue();
    assertThat(Errors.mayPass(failed(new JedisDataException("LOADING Redis is loading")))).isTrue();
    assertThat(Errors.mayPass(failed(new JedisDataException("WRONGPASS invalid")))).isFalse();
    assertThat(Errors.mayPass(failed(new JedisConnectionException(new SSLException("no")))))
        .isFalse();
    JedisConnectionException none = new JedisConnectionException("no Sentinel says it");
    none.addSuppressed(new JedisConnectionException("Failed to connect"));
    assertThat(Errors.mayPass(failed(none))).isTrue();
    none.addSuppressed(new JedisDataException("NOAUTH Authentication required."));
    assertThat(Errors.mayPass(failed(none))).isFalse();
  }

  private static StoreException failed(JedisException cause) {
    return new StoreException(StoreException.Fate.NOT_APPLIED, "failed", cause);
  }

  private static String said(org.assertj.core.api.ThrowableAssert.ThrowingCallable failing) {
    return Errors.rootMessage(catchThrowable(failing));
  }
}
