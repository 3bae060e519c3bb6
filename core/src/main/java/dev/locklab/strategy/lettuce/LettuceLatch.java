package dev.locklab.strategy.lettuce;

import dev.locklab.strategy.PolledLock;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SetArgs;
import java.util.Objects;
import java.util.UUID;

/** A key with the token of whoever holds the lock. */
final class LettuceLatch implements PolledLock.Latch {

  private static final String DELETE =
      """
      if redis.call('GET', KEYS[1]) == ARGV[1] then
        return redis.call('DEL', KEYS[1])
      end
      return 0
      """;

  private final LettuceConnection connection;
  private final String key;
  private final long leaseMillis;
  private String token = "";

  LettuceLatch(LettuceConnection connection, String key, long leaseMillis) {
    this.connection = connection;
    this.key = key;
    this.leaseMillis = leaseMillis;
  }

  @Override
  public boolean take() {
    token = UUID.randomUUID().toString();
    return connection.commands().set(key, token, SetArgs.Builder.nx().px(leaseMillis)) != null;
  }

  @Override
  public void release() {
    Long deleted =
        connection.scripts().eval(DELETE, ScriptOutputType.INTEGER, new String[] {key}, token);
    if (Objects.requireNonNullElse(deleted, 0L) == 0) {
      throw new IllegalStateException("the lock was no longer held");
    }
  }
}
