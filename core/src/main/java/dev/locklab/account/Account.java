package dev.locklab.account;

import dev.locklab.redis.Link;
import dev.locklab.redis.Replies;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

/**
 * The shared balance, as one worker thread reaches it over a connection of its own.
 *
 * <p>The balance can be touched only inside a {@link CriticalSection}; there is no other way in, so
 * forgetting the lock is not possible. Not thread safe.
 *
 * <p>With the journal on, a read is {@code MGET balance version} and a write one pipelined {@code
 * MULTI; XADD; SET; INCR; EXEC}: each one round trip, and apart, so that the race between them is
 * the real one. With the journal off they are literally {@code GET} and {@code SET}. A SET leaves
 * the key's time to live as it is.
 */
public final class Account implements AutoCloseable {

  private final Link link;
  private final boolean journaled;
  private final CommandArguments readCommand;
  private final byte[] balance;
  private final WriteTransaction transaction;

  public Account(Link link, AccountKeys keys, boolean journaled) {
    this.link = link;
    this.journaled = journaled;
    this.balance = keys.balance().getBytes(StandardCharsets.UTF_8);
    this.transaction = new WriteTransaction(keys);
    this.readCommand =
        journaled
            ? new CommandArguments(Command.MGET).add(keys.balance()).add(keys.version())
            : new CommandArguments(Command.GET).add(keys.balance());
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
      // What a run leaves goes by itself, also where nobody is left to see to it.
      link.call(
          new CommandArguments(Command.SET).add(balance).add(Long.toString(value)).add("KEEPTTL"));
      return -1;
    }
    Write write = Write.sending(update, saw, value, token, acquiredAt);
    return WriteTransaction.version(link.transaction(transaction.commands(write)));
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
    public @Nullable Long token() {
      return guard.token();
    }

    @Override
    public @Nullable Long acquiredAt() {
      return acquiredAt;
    }

    @Override
    public boolean isGuarded() {
      return guard != Guard.NONE;
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
