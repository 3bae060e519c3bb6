package dev.locklab.redis;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

/**
 * What a server is and what it can do. It is asked for each ability: versions tell little where two
 * lines of servers took up the same commands at different times.
 *
 * @param name redis, valkey, or what else it calls itself
 * @param version its own version, not the one it claims to be compatible with
 * @param setIfEq whether SET knows IFEQ
 * @param delex whether there is a DELEX
 * @param delIfEq whether there is a DELIFEQ
 */
public record ServerInfo(
    String name, String version, boolean setIfEq, boolean delex, boolean delIfEq) {

  /**
   * Asks a server.
   *
   * @throws StoreException if it does not answer
   */
  public static ServerInfo of(RedisAddress address, String clientName) {
    try (Link link = address.link(clientName)) {
      String info = Replies.text(link.call(Command.INFO, "server"));
      String valkey = Replies.field(info, "valkey_version");
      String named = Replies.field(info, "server_name");
      String name = named != null ? named : valkey == null ? "redis" : "valkey";
      String version = valkey == null ? Replies.field(info, "redis_version") : valkey;
      return new ServerInfo(
          name,
          version == null ? "?" : version,
          knowsSetIfEq(link),
          knows(link, "DELEX"),
          knows(link, "DELIFEQ"));
    }
  }

  /** The server in words, such as {@code Redis 7.0.15}. */
  @Override
  public String toString() {
    return inWords(name, version);
  }

  /** A server of that name and version in words. */
  public static String inWords(String name, String version) {
    String proper =
        switch (name) {
          case "redis" -> "Redis";
          case "valkey" -> "Valkey";
          default -> name;
        };
    return proper + " " + version;
  }

  private static boolean knows(Link link, String command) {
    try {
      return link.list(new CommandArguments(Command.COMMAND).add("INFO").add(command)).get(0)
          != null;
    } catch (StoreException e) {
      return unless(e);
    }
  }

  /** On a key that does not exist the condition cannot hold, so the question leaves no trace. */
  private static boolean knowsSetIfEq(Link link) {
    String scratch = "{locklab:scratch}:" + UUID.randomUUID();
    byte[] value = "1".getBytes(StandardCharsets.US_ASCII);
    try {
      link.call(new CommandArguments(Command.SET).add(scratch).add(value).add("IFEQ").add(value));
      return true;
    } catch (StoreException e) {
      return unless(e);
    }
  }

  /** An error is a no; no answer is none. */
  private static boolean unless(StoreException e) {
    if (e.fate() != StoreException.Fate.NOT_APPLIED) {
      throw e;
    }
    return false;
  }
}
