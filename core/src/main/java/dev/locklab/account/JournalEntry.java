package dev.locklab.account;

import dev.locklab.redis.LuaSource;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

/**
 * How a {@link Write} is laid down in the journal stream.
 *
 * <p>Every entry has the same one-letter fields in the same order: Redis then stores their names
 * once a page instead of once an entry. The version is not among them. It is the entry's place in
 * the stream, which the transaction keeps in step with the version counter.
 */
public final class JournalEntry {

  private static final byte[] ANY_ID = {'*'};
  private static final byte[] ABSENT = {'-'};

  /** So many digits and a sign make no number beyond 64 bits. */
  private static final int SAFE_DIGITS = 18;

  private static final byte[][] FIELDS = {
    {'s'}, {'d'}, {'v'}, {'w'}, {'t'}, {'n'}, {'k'}, {'a'}, {'r'}, {'x'}
  };

  /**
   * The same for a script: defines {@code journal(stream, counter, values)}, where the values are
   * those of {@link #values}, or of the script's own, in the same order. A script raises the
   * version first, journals then, and writes the balance last, so that what fails has changed
   * nothing.
   */
  public static final String LUA = LuaSource.read(JournalEntry.class, "journal");

  /** Where among {@link #values} the balance stands that is written. */
  public static final int VALUE = 2;

  private JournalEntry() {}

  /** The command that appends a write to the journal; its version is left to the stream. */
  public static CommandArguments append(byte[] journalKey, Write write) {
    byte[][] values = values(write);
    CommandArguments command = new CommandArguments(Command.XADD).add(journalKey).add(ANY_ID);
    for (int i = 0; i < FIELDS.length; i++) {
      command.add(FIELDS[i]).add(values[i]);
    }
    return command;
  }

  /** A write's values in the order of the fields; what it does not have is a dash. */
  public static byte[][] values(Write write) {
    return new byte[][] {
      bytes(write.saw()),
      bytes(write.delta()),
      bytes(write.value()),
      write.worker().getBytes(StandardCharsets.UTF_8),
      bytes(write.thread()),
      bytes(write.seq()),
      bytes(write.token()),
      bytes(write.acquiredAt()),
      bytes(write.readAt()),
      bytes(write.writtenAt())
    };
  }

  /**
   * Reads an entry back.
   *
   * @param version its place in the stream, from 1
   * @param fields names and values in turn, as Redis returns them
   * @throws IllegalArgumentException if this is not an entry of the lab's
   */
  public static Write parse(long version, List<?> fields) {
    if (fields.size() != 2 * FIELDS.length) {
      throw new IllegalArgumentException("journal entry " + version + " is not one of the lab's");
    }
    try {
      Write write =
          new Write(
              version,
              number(fields, 0),
              number(fields, 1),
              number(fields, 2),
              new String(bytes(fields, 3), StandardCharsets.UTF_8),
              Math.toIntExact(number(fields, 4)),
              number(fields, 5),
              optional(fields, 6),
              optional(fields, 7),
              number(fields, 8),
              number(fields, 9));
      if (!write.isWellFormed()) {
        throw new NumberFormatException("its thread or sequence number is out of range");
      }
      return write;
    } catch (NumberFormatException | ArithmeticException e) {
      throw new IllegalArgumentException(
          "journal entry " + version + " is not one of the lab's: " + e.getMessage(), e);
    }
  }

  private static byte[] bytes(List<?> fields, int field) {
    return (byte[]) fields.get(2 * field + 1);
  }

  private static byte[] bytes(long number) {
    return Long.toString(number).getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] bytes(@Nullable Long number) {
    return number == null ? ABSENT : bytes(number.longValue());
  }

  private static long number(List<?> fields, int field) {
    byte[] digits = bytes(fields, field);
    if (digits.length < 2 || digits.length > SAFE_DIGITS) {
      return spelledOut(digits);
    }
    // Without a text in between: a journal has ten numbers an entry, and millions of entries.
    int start = digits[0] == '-' ? 1 : 0;
    long number = 0;
    for (int i = start; i < digits.length; i++) {
      int digit = digits[i] - '0';
      if (digit < 0 || digit > 9) {
        return spelledOut(digits);
      }
      number = 10 * number + digit;
    }
    return start == 0 ? number : -number;
  }

  private static long spelledOut(byte[] digits) {
    return Long.parseLong(new String(digits, StandardCharsets.US_ASCII));
  }

  private static @Nullable Long optional(List<?> fields, int field) {
    byte[] value = bytes(fields, field);
    return value.length == 1 && value[0] == '-' ? null : Long.valueOf(number(fields, field));
  }
}
