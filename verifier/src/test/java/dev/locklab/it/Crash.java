package dev.locklab.it;

import dev.locklab.lab.Lab;
import dev.locklab.lab.RunListener;
import dev.locklab.redis.Link;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import redis.clients.jedis.Protocol.Command;

/** A client of {@code setnx-expire} that gets as far as SETNX and no further. */
public final class Crash implements RunListener {

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final Lab lab;
  private final AtomicBoolean done = new AtomicBoolean();

  public Crash(Lab lab) {
    this.lab = lab;
  }

  @Override
  public void progress(
      dev.locklab.run.RunSpec spec, RunListener.Phase phase, RunListener.Progress progress) {
    if (progress.applied() == 0 || !done.compareAndSet(false, true)) {
      return;
    }
    String lock = "{locklab:" + spec.run() + "}:setnx-expire";
    long asked = System.nanoTime();
    try (Link link = lab.subject().link("crashing")) {
      while (!Long.valueOf(1).equals(link.call(Command.SETNX, lock, "crashed"))) {
        if (System.nanoTime() - asked > PATIENCE_NANOS) {
          throw new IllegalStateException("the lock was never free");
        }
      }
    }
  }
}
