package dev.locklab.cli;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Does many things that have servers and JVMs of their own, some at once. */
final class Series {

  private static final long CLEARING_SECONDS = 30;

  private Series() {}

  /**
   * Does all; once one throws, those that have begun are given up.
   *
   * @param atOnce how many are done at the same time
   * @param parts each with what it came to; null where it was stopped
   * @param made is told of each, on the calling thread, in the order in which they end
   * @throws Exception what the one threw
   */
  static <T> void all(int atOnce, List<Callable<@Nullable T>> parts, Consumer<T> made)
      throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(atOnce);
    try {
      ExecutorCompletionService<@Nullable T> series = new ExecutorCompletionService<>(threads);
      for (Callable<@Nullable T> part : parts) {
        Future<@Nullable T> unused = series.submit(part);
      }
      for (int i = 0; i < parts.size(); i++) {
        T one = series.take().get();
        if (one != null) {
          made.accept(one);
        }
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    } finally {
      threads.shutdownNow();
      // Their servers and JVMs are to be gone before the lab is.
      threads.awaitTermination(CLEARING_SECONDS, TimeUnit.SECONDS);
    }
  }
}
