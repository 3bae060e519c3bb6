package dev.locklab.redis;

import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.regex.Pattern;

/** Says in one line what went wrong. */
public final class Errors {

  private static final Pattern REDISSON_DETAILS = Pattern.compile("\\.? (?=(script|channel): )");

  private Errors() {}

  /**
   * The innermost message of a failure, which is the one that tells what happened; a {@link
   * StoreException} has put it into words already.
   */
  public static String rootMessage(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null && !(root instanceof StoreException)) {
      root = root.getCause();
    }
    // The messages of these are the file's name alone.
    if (root instanceof NoSuchFileException) {
      return "there is no such file";
    }
    if (root instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (root instanceof CharacterCodingException) {
      return "it is no text in UTF-8";
    }
    String message = root.getMessage();
    if (message == null || message.isBlank()) {
      return root.getClass().getSimpleName();
    }
    // Redisson appends script, channel and command, which differ every time and say nothing new.
    return REDISSON_DETAILS.split(message, 2)[0].lines().findFirst().orElse(message);
  }
}
