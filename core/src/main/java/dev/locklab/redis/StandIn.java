package dev.locklab.redis;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Reads in the place of waiting threads that had better not read themselves: an interrupt closes
 * the socket in which a virtual thread reads. Has a thread only once it is needed.
 */
public final class StandIn implements AutoCloseable {

  private static final @Nullable MethodHandle IS_VIRTUAL = isVirtual();

  private final String name;
  private final Runnable work;
  private @Nullable Thread thread;
  private volatile boolean asked;
  private volatile boolean closed;

  /**
   * @param work done whenever it was asked for
   */
  public StandIn(String name, Runnable work) {
    this.name = name;
    this.work = work;
  }

  /** Whether that thread must not read by itself: a virtual one. */
  public static boolean isNeededFor(Thread thread) {
    try {
      return IS_VIRTUAL != null && (boolean) IS_VIRTUAL.invokeExact(thread);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** Java has had virtual threads since 21. */
  private static @Nullable MethodHandle isVirtual() {
    try {
      return MethodHandles.lookup()
          .findVirtual(Thread.class, "isVirtual", MethodType.methodType(boolean.class));
    } catch (ReflectiveOperationException e) {
      return null;
    }
  }

  /** Has the work done once more. */
  public void rouse() {
    asked = true;
    Thread running;
    synchronized (this) {
      if (thread == null && !closed) {
        thread = new Thread(this::run, name);
        thread.setDaemon(true);
        thread.start();
        return;
      }
      running = thread;
    }
    LockSupport.unpark(running);
  }

  private void run() {
    while (!closed) {
      if (asked) {
        asked = false;
        try {
          work.run();
        } catch (RuntimeException e) {
          // Whoever is concerned has been told; others still need it.
        }
      } else {
        LockSupport.park(this);
      }
    }
  }

  @Override
  public void close() {
    Thread running;
    synchronized (this) {
      closed = true;
      running = thread;
    }
    LockSupport.unpark(running);
  }
}
