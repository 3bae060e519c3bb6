package dev.locklab.handoff;

import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What one holder has to write, or only that it is done; from then until the store has answered.
 */
final class Commit {

  /** What is written; null where the lock is only released. */
  final @Nullable List<byte[]> arguments;

  private final Thread thread = Thread.currentThread();

  /** Until when it may wait for others to be sent together with it. */
  final long gathersUntil;

  /** Whether somebody sees to it; guarded by the cohort. */
  boolean taken;

  private @Nullable Object result;
  private @Nullable RuntimeException failure;
  private volatile boolean done;

  Commit(@Nullable List<byte[]> arguments, long gathersUntil) {
    this.arguments = arguments;
    this.gathersUntil = gathersUntil;
  }

  boolean isDone() {
    return done;
  }

  void complete(@Nullable Object answer) {
    result = answer;
    done = true;
  }

  void fail(RuntimeException why) {
    failure = why;
    done = true;
  }

  void wake() {
    if (thread != Thread.currentThread()) {
      LockSupport.unpark(thread);
    }
  }

  @Nullable Object result() {
    RuntimeException why = failure;
    if (why != null) {
      throw why;
    }
    return result;
  }
}
