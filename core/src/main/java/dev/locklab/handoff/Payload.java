package dev.locklab.handoff;

import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Data that travels with the lock: read by the script that grants it, written by the script that
 * releases it. It saves the round trips of reading and writing, and fences the write for free, for
 * only the holder's release writes.
 *
 * @param load Lua statements that end in {@code return} of one string, which the grant carries
 * @param commit Lua statements that write, using {@code A}, the arguments of {@link Hold#commit}.
 *     Several may be done by one call, in their order: {@code S} is a table that these share, and
 *     {@code L} tells whether this one is the last, unless it fails. They end in {@code return} of
 *     what commit returns, which must not be nil or false, and, where that is known, of what load
 *     would return now, which saves the next grant from loading it; or of an error reply, having
 *     written nothing
 * @param after what load will return once a commit has been written: of what it returned before,
 *     and the commit's arguments. With it a lock is handed on inside a JVM before the store has
 *     answered. Null where that cannot be told; then every commit goes to the store first
 * @param keys the keys both use as {@code K}; they must be in the lock's hash slot
 */
public record Payload(
    String load,
    String commit,
    @Nullable BiFunction<String, List<byte[]>, String> after,
    List<String> keys) {

  /** A lock that carries nothing. */
  public static final Payload NONE =
      new Payload("return ''", "return 0", (cargo, arguments) -> cargo, List.of());

  public Payload {
    keys = List.copyOf(keys);
  }

  /** Data of which nobody but the store can tell what they will be after a commit. */
  public Payload(String load, String commit, List<String> keys) {
    this(load, commit, null, keys);
  }
}
