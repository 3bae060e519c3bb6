package dev.locklab.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lua that is kept in files beside the class that uses it, each with its keys, arguments and reply
 * in its head. A line {@code --- @include NAME} stands for the part of that name: one that the
 * caller gives, else the file {@code NAME.lua} in the same folder.
 */
public final class LuaSource {

  private static final Pattern INCLUDE = Pattern.compile("(?m)^ *--- @include ([a-z-]+)$");

  private LuaSource() {}

  /** The text of a file with what it includes. */
  public static String read(Class<?> beside, String name) {
    return read(beside, name, Map.of());
  }

  /**
   * The text of a file with what it includes.
   *
   * @param parts texts that go before files of the same name
   * @throws IllegalArgumentException if a file is not there
   */
  public static String read(Class<?> beside, String name, Map<String, String> parts) {
    String text = parts.containsKey(name) ? parts.get(name) : file(beside, name + ".lua");
    return INCLUDE
        .matcher(text)
        .replaceAll(include -> Matcher.quoteReplacement(read(beside, include.group(1), parts)));
  }

  private static String file(Class<?> beside, String file) {
    try (InputStream in = beside.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalArgumentException(
            "there is no " + file + " beside " + beside.getSimpleName());
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
