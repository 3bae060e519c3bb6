package dev.locklab.redis;

import dev.locklab.redis.StoreException.Fate;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

/**
 * A Lua script, called by its digest. A server that does not know it yet has executed nothing, so
 * sending the whole script then is not a second attempt.
 */
public final class Script {

  private final byte[] text;
  private final byte[] digest;

  public Script(String lua) {
    this.text = lua.getBytes(StandardCharsets.UTF_8);
    try {
      this.digest =
          HexFormat.of()
              .formatHex(MessageDigest.getInstance("SHA-1").digest(text))
              .getBytes(StandardCharsets.US_ASCII);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Calls the script once.
   *
   * @throws StoreException as {@link Link#call(CommandArguments)} does
   */
  public @Nullable Object call(Link link, List<String> keys, List<byte[]> arguments) {
    try {
      return link.call(command(Command.EVALSHA, digest, keys, arguments));
    } catch (StoreException e) {
      if (!isUnknown(e)) {
        throw e;
      }
      return link.call(command(Command.EVAL, text, keys, arguments));
    }
  }

  /**
   * Calls the script and then a command, in one round trip, and returns both replies.
   *
   * @throws StoreException as {@link Link#call(CommandArguments)} does
   */
  public List<Object> callThen(
      Link link, List<String> keys, List<byte[]> arguments, CommandArguments then) {
    try {
      return link.callBoth(command(Command.EVALSHA, digest, keys, arguments), then);
    } catch (StoreException e) {
      if (!isUnknown(e)) {
        throw e;
      }
      return link.callBoth(command(Command.EVAL, text, keys, arguments), then);
    }
  }

  /**
   * Sends the script's digest by a connection of many threads; {@link #await} has the reply.
   *
   * @param before a command of no interest that goes ahead; null for none
   * @throws StoreException as {@link Pipeline#send} does
   */
  public Pipeline.Reply send(
      Pipeline pipeline,
      @Nullable CommandArguments before,
      List<String> keys,
      List<byte[]> arguments) {
    return pipeline.send(before, command(Command.EVALSHA, digest, keys, arguments));
  }

  /**
   * Waits for the reply; a server that does not know the script is sent it.
   *
   * @throws StoreException as {@link Pipeline.Reply#await} does
   */
  public @Nullable Object await(
      Pipeline pipeline, Pipeline.Reply reply, List<String> keys, List<byte[]> arguments) {
    try {
      return reply.await();
    } catch (StoreException e) {
      if (!isUnknown(e)) {
        throw e;
      }
      return pipeline.call(command(Command.EVAL, text, keys, arguments));
    }
  }

  /**
   * Calls the script once.
   *
   * @throws StoreException as {@link Pipeline#call} does
   */
  public @Nullable Object call(Pipeline pipeline, List<String> keys, List<byte[]> arguments) {
    return await(pipeline, send(pipeline, null, keys, arguments), keys, arguments);
  }

  /**
   * Sends the script's digest and leaves the reply. A server that does not know the script does
   * nothing.
   *
   * @throws StoreException as {@link Pipeline#post} does
   */
  public void post(Pipeline pipeline, List<String> keys, List<byte[]> arguments) {
    pipeline.post(command(Command.EVALSHA, digest, keys, arguments));
  }

  private static boolean isUnknown(StoreException e) {
    return e.fate() == Fate.NOT_APPLIED && Errors.rootMessage(e).startsWith("NOSCRIPT");
  }

  private static CommandArguments command(
      Command command, byte[] script, List<String> keys, List<byte[]> arguments) {
    CommandArguments all = new CommandArguments(command).add(script).add(keys.size());
    keys.forEach(all::add);
    arguments.forEach(all::add);
    return all;
  }
}
