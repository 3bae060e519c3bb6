package dev.locklab.account;

import dev.locklab.redis.Errors;
import dev.locklab.redis.StoreException;
import dev.locklab.redis.StoreException.Fate;
import java.nio.charset.StandardCharsets;
import java.util.List;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;

/** A write with its journal entry as the commands of one transaction, and what EXEC answered. */
public final class WriteTransaction {

  private static final int JOURNAL = 0;
  private static final int BALANCE = 1;
  private static final int VERSION = 2;

  /** What a run leaves goes by itself, also where nobody is left to see to it. */
  private static final byte[] KEEPTTL = bytes("KEEPTTL");

  private final byte[] balance;
  private final byte[] version;
  private final byte[] journal;

  public WriteTransaction(AccountKeys keys) {
    this.balance = bytes(keys.balance());
    this.version = bytes(keys.version());
    this.journal = bytes(keys.journal());
  }

  /** The commands, in order: the entry first, as it is what fails most easily. */
  public CommandArguments[] commands(Write write) {
    return new CommandArguments[] {
      JournalEntry.append(journal, write),
      new CommandArguments(Command.SET)
          .add(balance)
          .add(bytes(Long.toString(write.value())))
          .add(KEEPTTL),
      new CommandArguments(Command.INCR).add(version)
    };
  }

  /**
   * The version that the write became.
   *
   * <p>EXEC does not roll back: whatever came of the others, a SET that went through is applied.
   *
   * @param executed the reply of EXEC
   * @throws StoreException if one of the commands failed; its fate tells whether the balance was
   *     written
   */
  public static long version(List<?> executed) {
    refuse(executed.get(BALANCE), Fate.NOT_APPLIED);
    refuse(executed.get(JOURNAL), Fate.APPLIED_IN_PART);
    refuse(executed.get(VERSION), Fate.APPLIED_IN_PART);
    return (Long) executed.get(VERSION);
  }

  private static void refuse(Object reply, Fate fate) {
    if (reply instanceof JedisDataException refused) {
      throw new StoreException(fate, Errors.rootMessage(refused), refused);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
