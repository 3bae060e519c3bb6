package dev.locklab.redis;

import java.net.UnknownHostException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import redis.clients.jedis.exceptions.JedisDataException;

/** Says in one line what went wrong. */
public final class Errors {

  private static final Pattern REDISSON_DETAILS =
      Pattern.compile("(?<! in)\\.? (?=(script|channel): )");

  /** Errors that a server answers with while it starts, or before it has found the others. */
  private static final Pattern STARTING = Pattern.compile("^(LOADING|CLUSTERDOWN|MASTERDOWN)\\b");

  /** Errors that a server answers with while something changes that is soon over. */
  private static final Pattern PASSING =
      Pattern.compile("^(LOADING|CLUSTERDOWN|MASTERDOWN|READONLY|TRYAGAIN|BUSY|UNKILLABLE)\\b");

  private Errors() {}

  /**
   * What went wrong in somebody else's code, with the class that says what kind of mishap it is. A
   * store's own words need none.
   */
  public static String named(Throwable e) {
    Throwable culprit = e;
    while (culprit.getCause() != null
        && !(culprit instanceof StoreException)
        && (!(culprit instanceof Error) || culprit instanceof ExceptionInInitializerError)) {
      culprit = culprit.getCause();
    }
    String kind = culprit.getClass().getSimpleName();
    String message = culprit.getMessage();
    if (message == null || message.isBlank()) {
      return kind;
    }
    String said = culprit instanceof Error ? firstLine(message) : rootMessage(culprit);
    return isStores(culprit) ? said : kind + ": " + said;
  }

  /** Whether it was the store, or the way there, that a failure comes from. */
  public static boolean isOfStore(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (isStores(cause)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether it may pass by itself, as what a server does that is only just being started: nobody
   * answers, its name is not known yet, its data are not loaded. A login that is turned away, or a
   * certificate that does not suit, will be no better the next time.
   */
  public static boolean mayPass(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof JedisDataException) {
        return STARTING.matcher(String.valueOf(cause.getMessage())).find();
      }
      if (cause instanceof SSLException
          || Arrays.stream(cause.getSuppressed()).anyMatch(beside -> !mayPass(beside))) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether a server that was there before may do what it just refused once it is asked again: it
   * loads its data, it is being made a primary or a replica, a slot of it is on its way, a script
   * keeps it busy; or it cannot be reached, and its login and certificate were not to blame.
   */
  public static boolean isTransient(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof JedisDataException) {
        return PASSING.matcher(String.valueOf(cause.getMessage())).find();
      }
    }
    return mayPass(e);
  }

  /** Redisson's and Jedis' classes are not named here: not everybody who fails knows them. */
  private static boolean isStores(Throwable e) {
    String kind = e.getClass().getSimpleName();
    return e instanceof StoreException
        || (e instanceof RuntimeException
            && (kind.startsWith("Redis") || kind.startsWith("Jedis")));
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse(message);
  }

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
    // Java's own says more the first time than when it remembers.
    if (root instanceof UnknownHostException) {
      return "there is no host " + String.valueOf(root.getMessage()).replaceFirst(": .*", "");
    }
    if (root instanceof CharacterCodingException) {
      return "it is no text in UTF-8";
    }
    if (root instanceof FileAlreadyExistsException) {
      return "there is a file " + root.getMessage();
    }
    // What comes before the reason is the file's name, which whoever tells of it has told.
    if (root instanceof FileSystemException failed && failed.getReason() != null) {
      return failed.getReason();
    }
    String message = root.getMessage();
    if (message == null || message.isBlank()) {
      return root.getClass().getSimpleName();
    }
    // Redisson appends script, channel and command, which differ every time and say nothing new;
    // Valkey's "failure in script: " goes before what it was.
    return firstLine(REDISSON_DETAILS.split(message, 2)[0]);
  }
}
