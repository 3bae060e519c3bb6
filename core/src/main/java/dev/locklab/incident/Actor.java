package dev.locklab.incident;

import dev.locklab.redis.Errors;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A thread of an incident, which does one thing after the other; locks know holders by threads. */
public final class Actor {

  private final String name;
  private final LinkedBlockingQueue<FutureTask<?>> tasks = new LinkedBlockingQueue<>();
  private final Thread thread;

  /** Something that is done for its effect. */
  public interface Act {
    void act() throws Exception;
  }

  Actor(String name) {
    this.name = name;
    this.thread = new Thread(this::work, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void work() {
    while (true) {
      try {
        tasks.take().run();
      } catch (InterruptedException e) {
        // Meant for the task that has just ended; there is always a next one.
      }
    }
  }

  public String name() {
    return name;
  }

  /** Begins with it, and does not wait. */
  public <T> Future<T> begins(Callable<T> task) {
    FutureTask<T> begun = new FutureTask<>(task);
    tasks.add(begun);
    return begun;
  }

  /** The same with something that has no result. */
  public Future<Boolean> begins(Act task) {
    return begins(
        () -> {
          task.act();
          return true;
        });
  }

  /**
   * Does it, and waits.
   *
   * @throws Undecided if it does not come to an end within {@link Stage#PATIENCE}
   * @throws Exception what it throws
   */
  public <T> T does(Callable<T> task) throws Exception {
    return outcome(begins(task));
  }

  /** The same with something that has no result. */
  public void does(Act task) throws Exception {
    outcome(begins(task));
  }

  /**
   * The same with a question.
   *
   * @return what it answers; false if it throws
   */
  public boolean gets(Callable<Boolean> question) {
    try {
      return does(question);
    } catch (Undecided e) {
      throw e;
    } catch (Exception e) {
      return false;
    }
  }

  /**
   * Waits for what has begun.
   *
   * @throws Undecided if it does not come to an end within {@link Stage#PATIENCE}
   * @throws Exception what it threw
   */
  public <T> T outcome(Future<T> begun) throws Exception {
    try {
      return begun.get(Stage.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      StackTraceElement[] where = thread.getStackTrace();
      throw new Undecided(
          name + " has not come back from " + (where.length == 0 ? "its call" : where[0]));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw new IllegalStateException(Errors.rootMessage(e), e);
    }
  }

  /** Interrupts it in whatever it does. */
  public void interrupt() {
    thread.interrupt();
  }

  /** Whether it waits for something just now, as the JVM sees it. */
  public boolean isWaiting() {
    Thread.State state = thread.getState();
    return state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING;
  }
}
