package dev.locklab.account;

import dev.locklab.redis.Link;
import dev.locklab.redis.LuaSource;
import dev.locklab.redis.Replies;
import dev.locklab.redis.Script;
import dev.locklab.redis.StoreException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where orders are paid, as one worker thread reaches it: outside of the lock's store, so that no
 * transaction and no script of the store's can hold payment and balance together. Not thread safe.
 */
public final class PaymentRail implements AutoCloseable {

  private static final Script PAY = new Script(LuaSource.read(PaymentRail.class, "pay"));
  private static final String NONE = "-";
  private static final int FIELDS = 8;

  private final Link link;
  private final List<String> keys;
  private final boolean fenced;

  public PaymentRail(Link link, AccountKeys keys, boolean fenced) {
    this.link = link;
    this.keys = List.of(key(keys), keys.key("payments:token"));
    this.fenced = fenced;
  }

  /** The stream of a run's payments. */
  public static String key(AccountKeys keys) {
    return keys.key("payments");
  }

  /**
   * Pays an order, once; it is never sent again.
   *
   * @param section in which it is paid
   * @return false if the rail refused, since it had seen a greater token
   * @throws StoreException if it got no reply, or the rail answered with an error
   */
  public boolean pay(long order, Update update, CriticalSection section) {
    List<byte[]> arguments =
        Stream.of(
                order,
                update.worker(),
                update.thread(),
                update.seq(),
                orNone(section.token()),
                orNone(section.acquiredAt()),
                Micros.now(),
                fenced ? 1 : 0)
            .map(value -> value.toString().getBytes(StandardCharsets.UTF_8))
            .toList();
    return Long.valueOf(1).equals(PAY.call(link, keys, arguments));
  }

  private static Object orNone(@Nullable Long value) {
    return value == null ? NONE : value;
  }

  /**
   * Reads an entry of the stream back.
   *
   * @param fields names and values in turn, as Redis returns them
   * @throws IllegalArgumentException if this is no payment of the lab's
   */
  public static Payment parse(List<?> fields) {
    if (fields.size() != 2 * FIELDS) {
      throw new IllegalArgumentException("not a payment of the lab's");
    }
    return new Payment(
        number(fields, 0),
        text(fields, 1),
        Math.toIntExact(number(fields, 2)),
        number(fields, 3),
        optional(fields, 4),
        optional(fields, 5),
        number(fields, 6),
        number(fields, 7) == 0);
  }

  private static String text(List<?> fields, int field) {
    return Replies.text(Objects.requireNonNull(fields.get(2 * field + 1)));
  }

  private static long number(List<?> fields, int field) {
    return Long.parseLong(text(fields, field));
  }

  private static @Nullable Long optional(List<?> fields, int field) {
    String text = text(fields, field);
    return text.equals(NONE) ? null : Long.valueOf(text);
  }

  @Override
  public void close() {
    link.close();
  }
}
