package dev.locklab.live;

import dev.locklab.exit.UnavailableException;
import dev.locklab.experiment.Setting;
import dev.locklab.lab.RunListener;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A page on this machine's loopback on which runs can be watched while they are made.
 *
 * <p>It must not disturb what is measured: it is told what the lab is told anyway, and reads the
 * journal {@value #LOOKS_A_SECOND} times a second, {@link #MOST_A_SECOND} writes a second at the
 * most.
 */
public final class Live implements AutoCloseable {

  /** How often the journal is read. */
  public static final int LOOKS_A_SECOND = 4;

  /** How many writes are read in a second at the most. */
  public static final int MOST_A_SECOND = LOOKS_A_SECOND * Watched.MOST_AT_A_TIME;

  private final Board board;
  private final LiveServer server;
  private final ScheduledExecutorService clock;
  private final ExecutorService readers;

  private Live(Board board, LiveServer server) {
    this.board = board;
    this.server = server;
    this.clock = Executors.newSingleThreadScheduledExecutor(Live::thread);
    this.readers = Executors.newCachedThreadPool(Live::thread);
    ScheduledFuture<?> unused =
        clock.scheduleWithFixedDelay(
            () -> board.look(readers), 0, 1_000 / LOOKS_A_SECOND, TimeUnit.MILLISECONDS);
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "live-reader");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Opens the page.
   *
   * @param title what is made, in a line
   * @param port where; 0 for any port that is free
   * @throws UnavailableException if the port is not to be had
   */
  public static Live open(String title, int port) {
    Board board = new Board(title);
    return new Live(board, new LiveServer(board, port));
  }

  /** Where the page is. */
  public String url() {
    return server.url();
  }

  /** Shows the runs that it is told of. */
  public RunListener listener() {
    return board.listener(null);
  }

  /** Shows the runs that it is told of as those of a scenario. */
  public RunListener listener(String scenario) {
    return board.listener(scenario);
  }

  /**
   * Something that a viewer can choose.
   *
   * @param words on the button
   */
  public record Choice(String key, String words) {}

  /**
   * Asks the viewers, and waits for the first of them to choose.
   *
   * @param words the question
   * @param told what has happened up to now, a line each
   * @param gone whether it does not matter any more; looked at now and then
   * @return the key of what was chosen; null once it does not matter
   */
  public @Nullable String ask(
      String words, List<String> told, List<Choice> choices, BooleanSupplier gone)
      throws InterruptedException {
    return board.ask(new Picture.Question(words, List.copyOf(told), List.copyOf(choices)), gone);
  }

  /** So many runs will be made, under these settings; 0 where nobody knows; without a word, one. */
  public void expect(int runs, List<Setting> settings) {
    board.expect(runs, settings);
  }

  /** That is being done, and there is nothing to see of it. */
  public void say(String activity) {
    board.say(activity);
  }

  /**
   * Nothing more will happen, and that is what it has come to; the page stands still.
   *
   * @param title what was made, in a line
   */
  public void conclude(String title, List<String> sentences) {
    board.conclude(title, sentences);
  }

  /** Closes the page; who looks at it keeps what is to be seen. */
  @Override
  public void close() {
    clock.shutdownNow();
    readers.shutdownNow();
    server.close();
  }
}
