package dev.locklab.worker;

import dev.locklab.strategy.Strategy;
import java.util.List;
import java.util.regex.Pattern;

/** Where in a strategy's code a thread is, for those that do not get on. */
final class Whereabouts {

  /** Who asks a strategy for something, and is not where it hangs. */
  private static final List<String> OURS =
      List.of("java.", "jdk.", "sun.", "dev.locklab.worker.", "dev.locklab.strategy.Workbench");

  private static final Pattern LAMBDA = Pattern.compile("lambda\\$(.+)\\$\\d+");

  private Whereabouts() {}

  /** The innermost line of the strategy's own that the thread is at, as class.method:line. */
  static String of(Thread thread, Strategy strategy) {
    return of(thread.getStackTrace(), strategy.getClass());
  }

  static String of(StackTraceElement[] stack, Class<?> strategy) {
    String own = strategy.getPackageName() + ".";
    for (StackTraceElement frame : stack) {
      if (frame.getClassName().startsWith(own)) {
        return line(frame);
      }
    }
    for (StackTraceElement frame : stack) {
      if (OURS.stream().noneMatch(frame.getClassName()::startsWith)) {
        return line(frame);
      }
    }
    return "a place that it does not tell";
  }

  private static String line(StackTraceElement frame) {
    String method = LAMBDA.matcher(frame.getMethodName()).replaceFirst("$1");
    return frame.getClassName() + "." + method + ":" + frame.getLineNumber();
  }
}
