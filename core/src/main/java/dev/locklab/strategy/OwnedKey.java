package dev.locklab.strategy;

import dev.locklab.redis.Link;
import dev.locklab.redis.Replies;
import dev.locklab.redis.Script;
import dev.locklab.redis.ServerInfo;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import redis.clients.jedis.commands.ProtocolCommand;

/**
 * A key that belongs to whoever wrote his token into it, and that nobody else deletes. The deleting
 * is one command where the server has it, and a script where not.
 */
public final class OwnedKey {

  private static final Script DELETE =
      new Script(
          """
          if redis.call('GET', KEYS[1]) == ARGV[1] then
            return redis.call('DEL', KEYS[1])
          end
          return 0
          """);

  private static final ProtocolCommand DELEX = () -> "DELEX".getBytes(StandardCharsets.US_ASCII);
  private static final ProtocolCommand DELIFEQ =
      () -> "DELIFEQ".getBytes(StandardCharsets.US_ASCII);

  private enum Way {
    DELEX,
    DELIFEQ,
    SCRIPT
  }

  private final Link link;
  private final String key;
  private final Way way;
  private String token = "";

  /** The key, deleted by a script. */
  public OwnedKey(Link link, String key) {
    this(link, key, Way.SCRIPT);
  }

  /** The key, deleted in the best way that the server knows. */
  public OwnedKey(Link link, String key, ServerInfo server) {
    this(link, key, server.delex() ? Way.DELEX : server.delIfEq() ? Way.DELIFEQ : Way.SCRIPT);
  }

  private OwnedKey(Link link, String key, Way way) {
    this.link = link;
    this.key = key;
    this.way = way;
  }

  /** A token that nobody has had before; {@link #delete} wants the last one. */
  public String newToken() {
    token = UUID.randomUUID().toString();
    return token;
  }

  /**
   * Deletes the key if the token is in it.
   *
   * @throws IllegalStateException if it is not; the key is as it was
   */
  public void delete() {
    Object deleted =
        switch (way) {
          case DELEX -> link.call(DELEX, key, "IFEQ", token);
          case DELIFEQ -> link.call(DELIFEQ, key, token);
          case SCRIPT ->
              DELETE.call(link, List.of(key), List.of(token.getBytes(StandardCharsets.US_ASCII)));
        };
    if (Replies.number(deleted) == 0) {
      throw new IllegalStateException("the lock was no longer held");
    }
  }
}
