package dev.locklab.account;

import dev.locklab.redis.Errors;
import dev.locklab.redis.Link;
import dev.locklab.redis.Replies;
import dev.locklab.redis.StoreException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * The shared balance, as one worker thread reaches it over a connection of its own.
 *
 * <p>The balance can be touched only inside a {@link CriticalSection}; there is no other way in, so
 * forgetting the lock is not possible. Not thread safe.
 *
 * <p>With the journal on, a read is {@code MGET balance version} and a write one pipelined {@code
 * MULTI; SET; INCR; XADD; EXEC}: each one round trip, and apart, so that the race between them is
 * the real one. With the journal off they are literally {@code GET} and {@code SET}.
 */
public final class Account implements AutoCloseable {

  private final Link link;
  private final boolean journaled;
  private final CommandArguments readCommand;
  private final byte[] balanceKey;
  private final byte[] versionKey;
  private final byte[] journalKey;

  public Account(Link link, AccountKeys keys, boolean journaled) {
    this.link = link;
    this.journaled = journaled;
    this.balanceKey = bytes(keys.balance());
    this.versionKey = bytes(keys.version());
    this.journalKey = bytes(keys.journal());
    this.readCommand =
        journaled
            ? new CommandArguments(Command.MGET).add(balanceKey).add(versionKey)
            : new CommandArguments(Command.GET).add(balanceKey);
  }

  /** Opens a critical section under a guard that has just been taken. */
  public CriticalSection enter(Guard guard) {
    return new Section(guard, guard == Guard.NONE ? null : Micros.now());
  }

  @Override
  public void close() {
    link.close();
  }

  private Reading read() {
    if (!journaled) {
      return new Reading(Replies.number(link.call(readCommand)), -1, Micros.now());
    }
    List<?> both = link.list(readCommand);
    return new Reading(Replies.number(both.get(0)), Replies.number(both.get(1)), Micros.now());
  }

  private long write(
      Update update, Reading saw, long value, @Nullable Long token, @Nullable Long acquiredAt) {
    if (!journaled) {
      link.call(new CommandArguments(Command.SET).add(balanceKey).add(bytes(value)));
      return -1;
    }
    Write write = Write.sending(update, saw, value, token, acquiredAt);
    Object executed =
        link.transaction(
            new CommandArguments(Command.SET).add(balanceKey).add(bytes(value)),
            new CommandArguments(Command.INCR).add(versionKey),
            JournalEntry.append(journalKey, write));
    List<?> replies = (List<?>) executed;
    // EXEC does not roll back: a SET that went through is applied, whatever came of the others.
    if (replies.get(0) instanceof JedisDataException refused) {
      throw new StoreException(
          StoreException.Fate.NOT_APPLIED, Errors.rootMessage(refused), refused);
    }
    return replies.get(1) instanceof Long version ? version : -1;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] bytes(long number) {
    return Long.toString(number).getBytes(StandardCharsets.US_ASCII);
  }

  private final class Section implements CriticalSection {

    private final Guard guard;
    private final @Nullable Long acquiredAt;
    private boolean open = true;

    Section(Guard guard, @Nullable Long acquiredAt) {
      this.guard = guard;
      this.acquiredAt = acquiredAt;
    }

    @Override
    public Reading read() {
      requireOpen();
      return Account.this.read();
    }

    @Override
    public long write(Update update, Reading saw, long value) {
      requireOpen();
      return Account.this.write(update, saw, value, guard.token(), acquiredAt);
    }

    @Override
    public void close() {
      if (open) {
        open = false;
        guard.release();
      }
    }

    private void requireOpen() {
      if (!open) {
        throw new IllegalStateException("the critical section is closed");
      }
    }
  }
}
