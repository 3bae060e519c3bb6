package dev.locklab.lab;

/** Something that makes runs and can be told to come to an end. */
public interface Interruptible extends AutoCloseable {

  /**
   * Ends the run that is being made, which is then judged by what there is; any thread may call.
   */
  void stop(String why);

  /** Whether {@link #stop} has been called. */
  boolean isStopped();

  @Override
  void close();
}
