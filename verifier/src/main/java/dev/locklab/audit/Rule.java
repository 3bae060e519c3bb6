package dev.locklab.audit;

import dev.locklab.account.Write;
import java.util.List;

/** One thing that is held against a journal. */
interface Rule {

  /**
   * Takes the next write of the journal.
   *
   * @param writer whose it is
   */
  void write(Write write, WriterThreads.Writer writer);

  /** What was found, once every write was taken. */
  default List<Finding> findings() {
    return List.of();
  }
}
