package dev.locklab.redis;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads replies as {@link Link} returns them. */
public final class Replies {

  private Replies() {}

  /** A bulk or status reply as text; empty for a nil. */
  public static String text(@Nullable Object reply) {
    return reply == null ? "" : new String((byte[]) reply, StandardCharsets.UTF_8);
  }

  /** A reply that is a number, or a text that is one; 0 for a nil. */
  public static long number(@Nullable Object reply) {
    if (reply instanceof Long number) {
      return number;
    }
    return reply == null ? 0 : Long.parseLong(text(reply));
  }

  /** A field of a reply to INFO; null if it is not there. */
  static @Nullable String field(String info, String name) {
    return info.lines()
        .filter(line -> line.startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst()
        .orElse(null);
  }
}
